import fc from "fast-check";
import { expect, it } from "vitest";
import { inEitherSpelling } from "../../src/search/either-spelling.ts";
import { createTermVectors } from "../../src/search/term-vectors.ts";

const text = fc.array(fc.constantFrom("tumor", "tumour", "growth"), { maxLength: 6 });
const paper = fc.record({ title: text, abstract: text, gone: fc.boolean() });

it("vectors in either spelling are those of papers that are written in one", () => {
  fc.assert(
    fc.property(fc.array(paper, { maxLength: 20 }), (papers) => {
      const [mixed, plain] = [createTermVectors(), createTermVectors()];
      const one = (words: readonly string[]) => words.map((word) => (word === "tumour" ? "tumor" : word));
      papers.forEach(({ title, abstract, gone }, doc) => {
        mixed.add(title, abstract);
        plain.add(one(title), one(abstract));
        if (gone) for (const vectors of [mixed, plain]) vectors.remove(doc);
      });
      const { vectors, terms } = inEitherSpelling(mixed, [{ term: "tumour", other: "tumor" }, { term: "growth" }]);
      ["tumor", "growth"].forEach((word, at) => {
        const [ours, wanted] = [terms[at] ?? -1, plain.vocabulary.find(word)];
        expect(ours < 0 ? 0 : vectors.frequency(ours)).toBe(wanted < 0 ? 0 : plain.frequency(wanted));
        const isPresent = (posting: number) => plain.has(posting >>> 10);
        const present = (list: Uint32Array) => [...list].filter(isPresent);
        if (ours >= 0 && vectors.frequency(ours) > 0)
          expect(present(vectors.postings.read(ours))).toEqual(present(plain.postings.read(wanted)));
      });
      papers.forEach((_, doc) => {
        const words = [...vectors.sequence(doc).terms].map((term) => vectors.vocabulary.term(term));
        const wanted = [...plain.sequence(doc).terms].map((term) => plain.vocabulary.term(term));
        expect(one(words)).toEqual(wanted);
      });
    }),
  );
});
