import { describe, expect, it } from "vitest";
import { mean, ndcg, randomisationTest, recall, reciprocalRank } from "../../bench/quality/metrics.ts";

const grades = new Map([
  ["a", 3],
  ["b", 1],
  ["c", 0],
  ["d", -1],
]);

describe("nDCG", () => {
  it("is 1 for the best order and for nothing else", () => {
    expect(ndcg(["a", "b", "c"], grades, 10)).toBeCloseTo(1, 12);
    expect(ndcg(["b", "a", "c"], grades, 10)).toBeLessThan(1);
  });

  it("agrees with trec_eval on a graded ranking", () => {
    // Gain 1/log2(3) + 3/log2(4) over the ideal 3/log2(2) + 1/log2(3).
    expect(ndcg(["c", "b", "a"], grades, 10)).toBeCloseTo((1 / Math.log2(3) + 3 / 2) / (3 + 1 / Math.log2(3)), 12);
  });

  it("cuts the ideal as it cuts the ranking", () => {
    expect(ndcg(["a"], grades, 1)).toBe(1);
  });

  it("gives nothing for documents graded zero or below", () => {
    expect(ndcg(["c", "d"], grades, 10)).toBe(0);
    expect(ndcg(["c"], new Map([["c", 0]]), 10)).toBe(0);
  });
});

describe("recall and reciprocal rank", () => {
  it("count documents with a grade above zero", () => {
    expect(recall(["c", "a"], grades, 100)).toBe(0.5);
    expect(reciprocalRank(["c", "d", "b"], grades, 10)).toBeCloseTo(1 / 3, 12);
  });

  it("look no deeper than told", () => {
    expect(recall(["c", "a"], grades, 1)).toBe(0);
    expect(reciprocalRank(["c", "d", "b"], grades, 2)).toBe(0);
  });
});

describe("the randomisation test", () => {
  const base = Array.from({ length: 60 }, (_, i) => (i % 7) / 10);

  it("finds a steady gain unlikely to be chance", () => {
    const better = base.map((value) => value + 0.05);
    expect(randomisationTest(better, base)).toBeLessThan(0.001);
  });

  it("finds gains and losses that cancel out likely", () => {
    const mixed = base.map((value, i) => value + (i % 2 === 0 ? 0.05 : -0.05));
    expect(randomisationTest(mixed, base)).toBeGreaterThan(0.5);
  });

  it("finds no difference between equals", () => {
    expect(randomisationTest(base, base)).toBe(1);
  });
});

it("the mean of nothing is 0", () => {
  expect(mean([])).toBe(0);
});
