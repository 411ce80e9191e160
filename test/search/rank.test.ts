import { afterEach, describe, expect, it } from "vitest";
import { termsOf } from "../../src/search/analysis.ts";
import { createLsa } from "../../src/search/lsa.ts";
import { readBasis, writeBasis } from "../../src/search/lsa-file.ts";
import { createLsaRenewal, type LsaRenewal } from "../../src/search/lsa-renewal.ts";
import { sampleOf, trainLsa } from "../../src/search/lsa-training.ts";
import { rank } from "../../src/search/rank.ts";
import { rightSingularVectors } from "../../src/search/svd.ts";
import { createTermVectors, type TermVectors } from "../../src/search/term-vectors.ts";

/** Two subjects whose papers never share a word with all of their own kind. */
const subjects = [
  ["galaxy", "telescope", "redshift", "quasar", "nebula", "spectrum", "supernova", "halo"],
  ["protein", "enzyme", "ribosome", "peptide", "membrane", "folding", "ligand", "codon"],
] as const;

/** Paper n is about subject n % 2, in four of its eight words. */
function addPapers(vectors: TermVectors, from: number, to: number): void {
  for (let n = from; n < to; n++) {
    const words = subjects[n % 2] ?? [];
    const chosen = [0, 1, 2, 3].map((i) => words[(Math.floor(n / 2) * 3 + i * (1 + (n % 3))) % words.length] ?? "");
    vectors.add(termsOf(chosen.slice(0, 2).join(" ")), termsOf(`${chosen.join(" ")} paper${n}`));
  }
}

function collection(papers: number): TermVectors {
  const vectors = createTermVectors();
  addPapers(vectors, 0, papers);
  return vectors;
}

async function topicsOf(vectors: TermVectors): Promise<ReturnType<typeof createLsa>> {
  const basis = trainLsa(await sampleOf(vectors));
  if (basis === undefined) throw new Error("too few papers for topics");
  const lsa = createLsa(basis);
  lsa.follow(vectors, 10_000);
  return lsa;
}

const numbers = (vectors: TermVectors, query: string): number[] =>
  termsOf(query).map((term) => vectors.vocabulary.find(term));

describe("singular vectors", () => {
  it("are found for a matrix whose vectors are known", () => {
    // Three rows along (3, 4) / 5 and one along (-4, 3) / 5, as a sparse 4 x 2 matrix.
    const matrix = {
      starts: Uint32Array.of(0, 2, 4, 6, 8),
      columns: Uint32Array.of(0, 1, 0, 1, 0, 1, 0, 1),
      values: Float32Array.of(3, 4, 6, 8, 3, 4, -0.8, 0.6),
      width: 2,
    };
    const [x = 0, y = 0] = rightSingularVectors(matrix, 1);
    expect(Math.abs(x)).toBeCloseTo(0.6, 4);
    expect(y / x).toBeCloseTo(4 / 3, 4);
  });
});

describe("topics", () => {
  it("bring papers of one subject together that share no word", async () => {
    const vectors = collection(200);
    const lsa = await topicsOf(vectors);
    const place = lsa.place(numbers(vectors, "galaxy telescope"));
    const mean = (odd: number): number => {
      const docs = Array.from({ length: 100 }, (_, i) => 2 * i + odd);
      return docs.reduce((sum, doc) => sum + lsa.nearness(place, doc), 0) / docs.length;
    };
    expect(mean(0)).toBeGreaterThan(mean(1) + 0.3);
  });

  it("explain nothing of words they do not know", async () => {
    const vectors = collection(200);
    expect((await topicsOf(vectors)).place([vectors.vocabulary.intern("zeppelin")]).explained).toBe(0);
  });

  it("come back from their bytes as they were", async () => {
    const vectors = collection(200);
    const lsa = await topicsOf(vectors);
    const again = createLsa(readBasis(writeBasis(lsa.basis)), lsa.bytes());
    const place = lsa.place(numbers(vectors, "enzyme ligand"));
    expect(again.end).toBe(200);
    for (const doc of [0, 7, 199]) expect(again.nearness(place, doc)).toBeCloseTo(lsa.nearness(place, doc), 6);
  });

  it("refuse bytes that were cut off", async () => {
    const bytes = writeBasis((await topicsOf(collection(200))).basis);
    expect(() => readBasis(bytes.subarray(0, bytes.length - 5))).toThrow(RangeError);
    expect(() => readBasis(bytes.subarray(0, 4))).toThrow(RangeError);
  });

  it("are not learnt from a handful of papers", async () => {
    expect(trainLsa(await sampleOf(collection(63)))).toBeUndefined();
    expect(trainLsa(await sampleOf(createTermVectors()))).toBeUndefined();
  });
});

describe("the renewal of topics", () => {
  let renewal: LsaRenewal | undefined;
  afterEach(() => renewal?.stop());

  it("learns in a worker thread and folds in later papers at once", async () => {
    const vectors = collection(200);
    renewal = createLsaRenewal(vectors);
    expect(renewal.current).toBeUndefined();
    expect(await renewal.renew()).toBe(true);
    expect(renewal.current?.end).toBe(200);
    addPapers(vectors, 200, 202);
    renewal.follow();
    expect(renewal.current?.end).toBe(202);
  });

  it("waits until the collection has grown by a quarter", async () => {
    const vectors = collection(200);
    renewal = createLsaRenewal(vectors);
    await renewal.renew();
    const first = renewal.current;
    addPapers(vectors, 200, 240);
    expect(await renewal.renew()).toBe(false);
    expect(renewal.current).toBe(first);
    addPapers(vectors, 240, 250);
    expect(await renewal.renew()).toBe(true);
    expect(renewal.current).not.toBe(first);
  });

  it("does nothing for too few papers or after it was stopped", async () => {
    renewal = createLsaRenewal(collection(20));
    expect(await renewal.renew()).toBe(false);
    renewal = createLsaRenewal(collection(200));
    await renewal.stop();
    expect(await renewal.renew()).toBe(false);
  });
});

describe("the ranking", async () => {
  it("finds by words first and lets topics order what words leave equal", async () => {
    const vectors = collection(200);
    const found = rank(vectors, await topicsOf(vectors), numbers(vectors, "supernova"), { limit: 40 });
    expect(found.length).toBeGreaterThan(10);
    expect(found.every(({ doc }) => doc % 2 === 0)).toBe(true);
  });

  it("puts a paper with the words side by side above one that has them apart", () => {
    const vectors = createTermVectors();
    vectors.add([], termsOf("graph methods need neural data"));
    vectors.add([], termsOf("neural graph methods need data"));
    addPapers(vectors, 0, 10);
    expect(rank(vectors, undefined, numbers(vectors, "neural graph"), { limit: 1 })[0]?.doc).toBe(1);
  });

  it("gives the same order every time, best first, and no more than was asked for", async () => {
    const vectors = collection(200);
    const lsa = await topicsOf(vectors);
    const first = rank(vectors, lsa, numbers(vectors, "protein folding quasar"), { limit: 150 });
    expect(first.map(({ score }) => score)).toEqual(first.map(({ score }) => score).sort((a, b) => b - a));
    expect(rank(vectors, lsa, numbers(vectors, "protein folding quasar"), { limit: 5 })).toEqual(first.slice(0, 5));
  });

  it("has no answer for unknown words, in an empty collection, or where nothing is accepted", () => {
    const vectors = collection(20);
    expect(rank(vectors, undefined, numbers(vectors, "zeppelin"), { limit: 5 })).toEqual([]);
    expect(rank(createTermVectors(), undefined, [-1], { limit: 5 })).toEqual([]);
    expect(rank(vectors, undefined, numbers(vectors, "galaxy"), { limit: 5, accept: () => false })).toEqual([]);
  });
});
