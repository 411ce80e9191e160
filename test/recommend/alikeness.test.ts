import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alikeness, createAlikeness, type WordsAndTopics } from "../../src/recommend/alikeness.ts";

const words = (weights: Readonly<Record<number, number>>) =>
  new Map(Object.entries(weights).map(([term, weight]) => [Number(term), weight]));

/** Rounded as single precision leaves it. */
const among = (papers: readonly WordsAndTopics[], to: WordsAndTopics): number[] =>
  Array.from(createAlikeness(papers)(to), (value) => Number(value.toFixed(5)));

const none = new Float32Array(0);
const topics = (...values: number[]) => Float32Array.from(values);

describe("how alike papers are", () => {
  it("is all of it for the same words, title and topics, and nothing without anything in common", () => {
    const one = alikeness(topics(1, 2, 3, 4), words({ 1: 2, 2: 1 }), words({ 1: 1 }));
    const other = alikeness(topics(-2, -1, 0, 1), words({ 3: 5 }), words({ 3: 1 }));
    expect(among([one, other], one)).toEqual([1, 0]);
  });

  it("counts words, the title's words and topics with their shares", () => {
    const one = alikeness(topics(1, 0, 0, 0), words({ 1: 1, 2: 1 }), words({ 1: 1 }));
    const sameWords = alikeness(topics(0, 0, 0, 1), words({ 1: 1, 2: 1 }), words({ 9: 1 }));
    const sameTitle = alikeness(topics(0, 0, 0, 1), words({ 8: 1 }), words({ 1: 3 }));
    const sameTopics = alikeness(topics(2, 0, 0, 0), words({ 8: 1 }), words({ 9: 1 }));
    const halfTheWords = alikeness(topics(0, 0, 0, 1), words({ 1: 1, 7: 1 }), words({ 9: 1 }));
    expect(among([sameWords, sameTitle, sameTopics, halfTheWords], one)).toEqual([0.5, 0.15, 0.35, 0.25]);
  });

  it("compares topics in broad outline and in detail", () => {
    const one = alikeness(topics(1, 1, 1, 1), words({ 1: 1 }), words({}));
    const sameOutline = alikeness(topics(1, 1, 1, -1), words({ 2: 1 }), words({}));
    const sameDetail = alikeness(topics(-1, 1, 1, 1), words({ 2: 1 }), words({}));
    const [outline = 0, detail = 0] = among([sameOutline, sameDetail], one);
    expect(outline).toBeCloseTo(0.35 * ((1 + 1 + 0.5) / 3), 4);
    expect(detail).toBe(0);
  });

  it("goes by words alone, on the same scale, where no topics are known", () => {
    const one = alikeness(none, words({ 1: 1, 2: 1 }), words({ 1: 1 }));
    const other = alikeness(none, words({ 3: 1 }), words({ 3: 1 }));
    expect(among([one, other], one)).toEqual([1, 0]);
  });

  it("has an answer for texts without a title, without known words, and for no papers", () => {
    const empty = alikeness(topics(0, 0, 0, 0), words({}), words({}));
    const untitled = alikeness(topics(1, 0, 0, 0), words({ 1: 1 }), words({}));
    expect(among([empty, untitled], untitled)).toEqual([0, 0.85]);
    expect(among([empty, untitled], empty)).toEqual([0, 0]);
    expect(among([], untitled)).toEqual([]);
  });

  const weights = fc.dictionary(
    fc.integer({ min: 0, max: 12 }).map(String),
    fc.double({ min: 0.1, max: 9, noNaN: true }),
    { maxKeys: 6 },
  );
  const place = fc
    .record({
      values: fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 8, maxLength: 8 }),
      all: weights,
      title: weights,
    })
    .map(({ values, all, title }) => alikeness(topics(...values), words(all), words(title)));

  it("is the same both ways, from 0 to 1", () => {
    fc.assert(
      fc.property(place, place, (one, other) => {
        const [there = Number.NaN] = createAlikeness([other])(one);
        const [back = Number.NaN] = createAlikeness([one])(other);
        expect(there).toBeCloseTo(back, 5);
        expect(there).toBeGreaterThanOrEqual(0);
        expect(there).toBeLessThanOrEqual(1);
      }),
    );
  });
});
