import { beforeAll, describe, expect, it } from "vitest";
import { createTasteBatch, type Opinion, type TasteBatch } from "../../src/recommend/taste.ts";
import { createTasteSpace, type Place } from "../../src/recommend/taste-space.ts";
import { termsOf } from "../../src/search/analysis.ts";
import { createLsa } from "../../src/search/lsa.ts";
import { sampleOf, trainLsa } from "../../src/search/lsa-training.ts";
import { createTermVectors } from "../../src/search/term-vectors.ts";
import { type Subject, tasteTexts } from "../support/taste-texts.ts";

const texts = tasteTexts();
let places: readonly Place[];
let batch: TasteBatch;

beforeAll(async () => {
  const vectors = createTermVectors();
  for (const { title, abstract } of texts) vectors.add(termsOf(title), termsOf(abstract));
  const basis = trainLsa(await sampleOf(vectors));
  const lsa = basis && createLsa(basis);
  lsa?.follow(vectors, Number.POSITIVE_INFINITY);
  const space = createTasteSpace(vectors, lsa);
  places = texts.map((_, doc) => space.place(vectors.sequence(doc)));
  batch = createTasteBatch(places);
});

/** The first papers of a subject, as voted on. */
function votes(subject: Subject, many: number, weight = 1): Opinion<number>[] {
  return texts
    .flatMap((text, at) => (text.subject === subject ? [at] : []))
    .slice(0, many)
    .flatMap((of) => {
      const place = places[of];
      return place ? [{ of, place, weight }] : [];
    });
}

/** Of the best papers nobody voted on, how many are on each subject. */
function best(opinions: readonly Opinion<number>[], many = 20): Partial<Record<Subject, number>> {
  const scores = batch.scores(opinions);
  const voted = new Set(opinions.map(({ of }) => of));
  const order = texts
    .map((text, at) => ({ ...text, at, score: scores[at] ?? 0 }))
    .filter(({ at }) => !voted.has(at))
    .sort((a, b) => b.score - a.score)
    .slice(0, many);
  return Object.fromEntries([...Map.groupBy(order, ({ subject }) => subject)].map(([key, all]) => [key, all.length]));
}

describe("a taste", () => {
  it.each([1, 3, 5])("of %i liked papers of a subject puts that subject first", (many) => {
    expect(best(votes("law", many)).law).toBeGreaterThanOrEqual(many === 1 ? 17 : 19);
  });

  it("keeps several interests apart: both are served, what is neither is not", () => {
    const { baking = 0, stars = 0 } = best([...votes("baking", 3), ...votes("stars", 3)]);
    expect(baking + stars).toBe(20);
    expect(Math.min(baking, stars)).toBeGreaterThanOrEqual(5);
  });

  it("does not lose a small interest beside a large one", () => {
    const scores = batch.scores([...votes("baking", 8), ...votes("stars", 1)]);
    const mean = (subject: Subject): number => {
      const own = texts.flatMap((text, at) => (text.subject === subject ? [scores[at] ?? 0] : []));
      return own.reduce((sum, score) => sum + score, 0) / own.length;
    };
    expect(mean("stars")).toBeGreaterThan(2 * mean("birds"));
  });

  it("sinks what is like a disliked paper below what nothing is known of", () => {
    const scores = batch.scores([...votes("law", 2), ...votes("cells", 2, -1)]);
    const of = (subject: Subject) => texts.flatMap((text, at) => (text.subject === subject ? [scores[at] ?? 0] : []));
    expect(Math.max(...of("cells"))).toBeLessThan(Math.min(...of("law")));
    expect(of("cells").filter((score) => score < 0).length).toBeGreaterThan(35);
  });

  it("weighs an old vote less than one of today", () => {
    const { caches = 0, birds = 0 } = best([...votes("caches", 2, 1), ...votes("birds", 2, 0.25)], 10);
    expect(caches).toBeGreaterThan(birds);
  });

  it("says of each paper which votes its score is the sum of", () => {
    const opinions = [...votes("law", 3), ...votes("stars", 2, -0.5), ...votes("baking", 1, 0.3)];
    const scores = batch.scores(opinions);
    texts.forEach((_, at) => {
      const parts = batch.parts(opinions, at);
      expect(parts.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(scores[at] ?? Number.NaN, 6);
      for (const { of, amount } of parts) {
        const said = opinions.find((opinion) => opinion.of === of)?.weight ?? Number.NaN;
        expect(Math.sign(amount)).toBe(Math.sign(said));
      }
    });
  });

  it("calls two papers as near whatever else was voted on, the more alike the nearer", () => {
    const [first] = votes("law", 1);
    if (!first) throw new Error("no paper");
    const nearnessIn = (opinions: readonly Opinion<number>[], at: number) =>
      batch.parts(opinions, at).find(({ of }) => of === first.of)?.nearness ?? 0;
    const crowd = [first, ...votes("stars", 40), ...votes("cells", 40, -1)];
    texts.forEach((_, at) => {
      expect(nearnessIn(crowd, at)).toBe(nearnessIn([first], at));
    });
    const mean = (subject: Subject) => {
      const all = votes(subject, 40).filter(({ of }) => of !== first.of);
      return all.reduce((sum, { of }) => sum + nearnessIn([first], of), 0) / all.length;
    };
    for (const other of ["stars", "cells", "baking"] as const) expect(mean("law")).toBeGreaterThan(3 * mean(other));
  });

  it("learns one more vote at once: the same scores as if all had been known from the start", () => {
    const [first, ...others] = votes("cells", 4);
    const before = first ? batch.scores([first]) : [];
    const after = batch.scores([...(first ? [first] : []), ...others]);
    expect(after).not.toEqual(before);
    expect(after).toEqual(createTasteBatch(places).scores(votes("cells", 4)));
  });

  it("has no opinion without votes, and none beyond 1", () => {
    expect(new Set(batch.scores([]))).toEqual(new Set([0]));
    const many = batch.scores([...votes("law", 40), ...votes("law", 40), ...votes("cells", 40, -1)]);
    for (const score of many) expect(Math.abs(score)).toBeLessThan(1);
  });
});
