import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { termsOf } from "../../src/search/analysis.ts";
import { bestByTerms, weigh } from "../../src/search/bm25.ts";
import { createPostings, docOf, inPaperOf, inTitleOf, pack } from "../../src/search/postings.ts";
import { createTermVectors, type TermVectors } from "../../src/search/term-vectors.ts";

function vectorsOf(...papers: readonly (readonly [title: string, abstract: string])[]): TermVectors {
  const vectors = createTermVectors();
  for (const [title, abstract] of papers) vectors.add(termsOf(title), termsOf(abstract));
  return vectors;
}

function found(vectors: TermVectors, query: string, accept?: (doc: number) => boolean): number[] {
  const terms = termsOf(query).map((term) => vectors.vocabulary.find(term));
  return bestByTerms(vectors, weigh(vectors, terms), 10, accept && { accept }).map(({ doc }) => doc);
}

const kitchen = [
  ["Leek soup", "Boil leeks with potatoes and stir."],
  ["Bread", "Knead flour and water, then wait for a long time and bake the dough in a hot oven."],
  ["Potato bread", "Boil potatoes, knead them with flour."],
] as const;

describe("postings", () => {
  it("give back every list as it was added, however the terms were mixed", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(40), fc.nat(2_000_000)), { maxLength: 3_000, size: "max" }),
        (added: [number, number][]) => {
          const postings = createPostings();
          const expected = new Map<number, number[]>();
          for (const [term, posting] of added) {
            postings.add(term, posting);
            expected.set(term, [...(expected.get(term) ?? []), posting]);
          }
          for (let term = 0; term <= 41; term++) expect([...postings.read(term)]).toEqual(expected.get(term) ?? []);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("hold lists longer than a page", () => {
    const postings = createPostings();
    for (let i = 0; i < 600_000; i++) postings.add(i % 3, i);
    const list = postings.read(1);
    expect([list.length, list[0], list[199_999]]).toEqual([200_000, 1, 599_998]);
  });

  it("keep the paper and both counts of a posting", () => {
    const posting = pack(4_000_000, 9, 2);
    expect([docOf(posting), inPaperOf(posting), inTitleOf(posting)]).toEqual([4_000_000, 9, 2]);
    expect([inPaperOf(pack(1, 5_000, 99)), inTitleOf(pack(1, 5_000, 99))]).toEqual([127, 7]);
  });
});

describe("term vectors", () => {
  it("find papers by any of the words, the best match first", () => {
    expect(found(vectorsOf(...kitchen), "leek with potato")).toEqual([0, 2]);
  });

  it("rank a word in the title above the same word in the abstract", () => {
    const vectors = vectorsOf(["A stew", "About bread and cheese"], ["Bread", "About a stew and cheese"]);
    expect(found(vectors, "bread")).toEqual([1, 0]);
  });

  it("answer only with papers the caller accepts", () => {
    expect(found(vectorsOf(...kitchen), "potato", (doc) => doc !== 0)).toEqual([2]);
  });

  it("forget a removed paper and its share of the frequencies", () => {
    const vectors = vectorsOf(...kitchen);
    vectors.remove(0);
    vectors.remove(0);
    expect(found(vectors, "leek potato")).toEqual([2]);
    const potato = vectors.vocabulary.find(termsOf("potato")[0] ?? "");
    expect([vectors.count, vectors.frequency(potato), vectors.has(0), vectors.has(2)]).toEqual([2, 1, false, true]);
    expect(vectors.totalLength).toBe((vectors.lengths[1] ?? 0) + (vectors.lengths[2] ?? 0));
  });

  it("come back from their segments as they were", () => {
    const vectors = createTermVectors();
    const segments: Uint8Array[] = [];
    for (const [title, abstract] of kitchen) {
      vectors.add(termsOf(title), termsOf(abstract));
      const segment = vectors.drain();
      if (segment) segments.push(segment);
    }
    expect(vectors.drain()).toBeUndefined();
    const loaded = createTermVectors();
    for (const segment of segments) loaded.load(segment);
    expect(found(loaded, "leek with potato")).toEqual(found(vectors, "leek with potato"));
    for (let doc = 0; doc < vectors.end; doc++) expect(loaded.sequence(doc)).toEqual(vectors.sequence(doc));
  });

  it("go on taking in papers after a load, and leave out the unwanted ones", () => {
    const vectors = vectorsOf(...kitchen);
    const loaded = createTermVectors();
    loaded.load(vectors.drain() ?? new Uint8Array(12), (doc) => doc !== 0);
    expect(loaded.add(termsOf("Leek pie"), [])).toBe(3);
    expect(found(loaded, "leek")).toEqual([3]);
    const rest = createTermVectors();
    rest.load(loaded.drain() ?? new Uint8Array(12));
    expect(rest.count).toBe(1);
  });

  it("refuse to load over papers that no segment holds yet", () => {
    const segment = vectorsOf(...kitchen).drain() ?? new Uint8Array(12);
    const vectors = vectorsOf(["Soup", ""]);
    expect(() => vectors.load(segment)).toThrow(/drained/u);
  });

  it("read the beginning of a paper of any length", () => {
    const vectors = createTermVectors();
    vectors.add(
      Array.from({ length: 400 }, (_, i) => `t${i}`),
      Array.from({ length: 9_000 }, (_, i) => `a${i}`),
    );
    const { terms, titleLength } = vectors.sequence(0);
    expect([terms.length, titleLength]).toEqual([4_096, 255]);
  });

  it("say nothing of unknown words and unknown papers", () => {
    const vectors = vectorsOf(...kitchen);
    expect(found(vectors, "zeppelin")).toEqual([]);
    expect(found(createTermVectors(), "leek")).toEqual([]);
    expect(vectors.sequence(99).terms.length).toBe(0);
  });
});
