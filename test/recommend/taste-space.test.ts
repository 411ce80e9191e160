import { beforeAll, describe, expect, it } from "vitest";
import { createAlikeness } from "../../src/recommend/alikeness.ts";
import { createTasteSpace, type Place, sequenceOf, type TasteSpace } from "../../src/recommend/taste-space.ts";
import { termsOf } from "../../src/search/analysis.ts";
import { createLsa } from "../../src/search/lsa.ts";
import { sampleOf, trainLsa } from "../../src/search/lsa-training.ts";
import { createTermVectors, type TermVectors } from "../../src/search/term-vectors.ts";
import { tasteTexts } from "../support/taste-texts.ts";

let vectors: TermVectors;
let space: TasteSpace;

beforeAll(async () => {
  vectors = createTermVectors();
  for (const { title, abstract } of tasteTexts()) vectors.add(termsOf(title), termsOf(abstract));
  const basis = trainLsa(await sampleOf(vectors));
  const lsa = basis && createLsa(basis);
  lsa?.follow(vectors, Number.POSITIVE_INFINITY);
  space = createTasteSpace(vectors, lsa);
});

const placed = (title: string, abstract: string): Place => space.place(sequenceOf(vectors.vocabulary, title, abstract));
const alike = (one: Place, other: Place): number => createAlikeness([one])(other)[0] ?? Number.NaN;

describe("a paper's place", () => {
  it("is the same from the words of its text and from the index", () => {
    const [{ title, abstract } = { title: "", abstract: "" }] = tasteTexts();
    expect(placed(title, abstract)).toEqual(space.place(vectors.sequence(0)));
  });

  it("is near to papers of the same subject, also without a rare word in common, and far from others", () => {
    const cooking = placed("Kneading", "The dough rests and the oven bakes bread with a crisp crust.");
    const baking = placed("Yeast at Work", "Flour and yeast rise before baking.");
    const law = placed("Contracts", "A judge reads the statute and the court rules on the contract.");
    expect(alike(cooking, baking)).toBeGreaterThan(4 * alike(cooking, law));
  });

  it("goes by the title before the abstract", () => {
    const bread = placed("Bread", "Of ovens.");
    const inTitle = placed("Bread and the court", "A judge reads the statute of an orbit.");
    const inAbstract = placed("The court and an orbit", "A judge reads the statute of bread.");
    expect(alike(bread, inTitle)).toBeGreaterThan(1.5 * alike(bread, inAbstract));
  });

  it("knows the company it has: a crowded subject is crowded, a text of its own kind is not", () => {
    const crowded = placed("Bread", "The dough rests and the oven bakes bread from flour with yeast.");
    const lonely = placed("Mixed", "The court of an orbit: enzyme, dough, cache, statute, crust.");
    expect(crowded.crowd).toBeGreaterThan(lonely.crowd);
    expect(lonely.crowd).toBeGreaterThanOrEqual(0.05);
  });

  it("is nowhere for a text of unknown words, and does no harm there", () => {
    const unknown = placed("Zxqv", "Wvutsr qponml.");
    expect(unknown.terms).toHaveLength(0);
    expect(alike(unknown, placed("Bread", "Dough."))).toBe(0);
    expect(unknown.crowd).toBe(0.05);
  });

  it("does without topics while there are too few papers to learn them from", () => {
    const few = createTermVectors();
    few.add(termsOf("Bread"), termsOf("Dough in an oven."));
    const small = createTasteSpace(few, undefined);
    const { terms, topics } = small.place(few.sequence(0));
    expect(topics).toHaveLength(0);
    expect(terms.length).toBeGreaterThan(0);
  });
});
