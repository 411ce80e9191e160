import { describe, expect, it } from "vitest";
import { diversify } from "../../src/recommend/diversify.ts";
import { sharedTerms } from "../../src/recommend/shared-terms.ts";
import { similarToPaper, similarToText } from "../../src/recommend/similar-papers.ts";
import { termsOf } from "../../src/search/analysis.ts";
import { createTermVectors } from "../../src/search/term-vectors.ts";

const papers = [
  { title: "Drafting tokens ahead", abstract: "Speculative decoding lets a small model draft and a large one verify." },
  { title: "Tree drafts", abstract: "We extend speculative decoding to trees of drafts that one pass verifies." },
  { title: "Soil moisture", abstract: "A sensor network measures the moisture of soil under maize." },
  { title: "Maize yield", abstract: "Satellite images tell the yield of maize before harvest." },
] as const;

function vectorsOfPapers(): ReturnType<typeof createTermVectors> {
  const vectors = createTermVectors();
  for (const { title, abstract } of papers) vectors.add(termsOf(title), termsOf(abstract));
  return vectors;
}

describe("similar papers", () => {
  it("are those that share the subject, never the paper itself", () => {
    expect(similarToPaper(vectorsOfPapers(), undefined, 0, { limit: 3 })[0]?.doc).toBe(1);
    expect(similarToPaper(vectorsOfPapers(), undefined, 0, { limit: 9 }).map(({ doc }) => doc)).not.toContain(0);
  });

  it("can be asked for with a text", () => {
    const found = similarToText(vectorsOfPapers(), undefined, termsOf("Measuring the moisture of the soil"), {
      limit: 1,
    });
    expect(found.map(({ doc }) => doc)).toEqual([2]);
  });

  it("keep to the papers the caller accepts", () => {
    const found = similarToPaper(vectorsOfPapers(), undefined, 0, { limit: 9, accept: (doc) => doc !== 1 });
    expect(found.map(({ doc }) => doc)).not.toContain(1);
  });
});

describe("shared terms", () => {
  const even = (): number => 1;

  it("are named as the found paper writes them, adjacent words together", () => {
    expect(sharedTerms(papers[0], even, 1)(papers[1])).toEqual(["speculative decoding"]);
    expect(sharedTerms(papers[2], even, 3)(papers[3])).toEqual(["maize"]);
  });

  it("really stand in both papers", () => {
    for (const term of sharedTerms(papers[0], even, 5)(papers[1])) {
      for (const { title, abstract } of papers.slice(0, 2)) {
        const words = new Set(termsOf(`${title} ${abstract}`));
        expect(termsOf(term).every((word) => words.has(word))).toBe(true);
      }
    }
  });

  it("put the rarer word first and leave out words that are everywhere", () => {
    const rarity = (term: string): number => ({ [termsOf("maize")[0] ?? ""]: 3, yield: 1 })[term] ?? 0;
    const other = { title: "Maize and yield of soil", abstract: "" };
    expect(sharedTerms(papers[3], rarity, 5)(other)).toEqual(["Maize", "yield"]);
  });

  it("are not the parts of addresses", () => {
    const one = { title: "Maize", abstract: "Code at https://github.com/acme/maize-tools." };
    const other = { title: "Wheat", abstract: "Its home is https://github.com/acme/wheat, see www.github.com too." };
    expect(sharedTerms(one, even, 5)(other)).toEqual([]);
  });

  it("are none for papers with nothing in common", () => {
    expect(sharedTerms(papers[0], even, 5)(papers[2])).toEqual([]);
  });
});

describe("a list for reading", () => {
  const entries = [
    { name: "a", score: 1 },
    { name: "a again", score: 0.95 },
    { name: "b", score: 0.8 },
  ];
  const alike = (one: number, other: number): number => (one + other === 1 ? 0.9 : 0);

  it("prefers the unlike to the nearly as good, and keeps the order when novelty counts nothing", () => {
    expect(diversify(entries, alike, 2, 0.3).map(({ name }) => name)).toEqual(["a", "b"]);
    expect(diversify(entries, alike, 3, 0)).toEqual(entries);
  });
});
