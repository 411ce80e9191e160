import { docOf, inPaperOf, inTitleOf, pack } from "./postings.ts";
import type { TermVectors } from "./term-vectors.ts";

/** A word of a query; `other` is the term of its other spelling. */
export interface SpelledTerm {
  readonly term: string;
  readonly other?: string;
}

/**
 * The terms of a query by number (-1 for one no paper holds), and the vectors as if both spellings of a word were one
 * term: the one that more papers use. Only what ranks an answer sees them so; who asks without such a word gets the
 * vectors themselves. Valid until papers are added or removed.
 */
export function inEitherSpelling(
  vectors: TermVectors,
  words: readonly SpelledTerm[],
): { readonly vectors: TermVectors; readonly terms: readonly number[] } {
  const mainOf = new Map<number, number>();
  const terms = words.map(({ term, other }) => {
    const own = vectors.vocabulary.find(term);
    const second = other === undefined ? -1 : vectors.vocabulary.find(other);
    if (second < 0 || vectors.frequency(second) === 0) return own;
    if (own < 0 || vectors.frequency(own) === 0) return second;
    const [main, rarer] = vectors.frequency(own) >= vectors.frequency(second) ? [own, second] : [second, own];
    mainOf.set(rarer, main);
    return main;
  });
  return { vectors: mainOf.size === 0 ? vectors : unified(vectors, mainOf), terms };
}

function unified(vectors: TermVectors, mainOf: ReadonlyMap<number, number>): TermVectors {
  const lists = new Map<number, Uint32Array>();
  for (const [rarer, main] of mainOf)
    lists.set(main, merged(lists.get(main) ?? vectors.postings.read(main).slice(), vectors.postings.read(rarer)));
  const present = (list: Uint32Array) =>
    list.reduce((count, posting) => count + Number(vectors.has(docOf(posting))), 0);
  const frequencies = new Map([...lists].map(([main, list]) => [main, present(list)]));
  return {
    ...vectors,
    frequency: (term) => frequencies.get(term) ?? vectors.frequency(term),
    postings: { ...vectors.postings, read: (term) => lists.get(term) ?? vectors.postings.read(term) },
    sequence(doc) {
      const sequence = vectors.sequence(doc);
      const { terms } = sequence;
      for (const [rarer, main] of mainOf)
        for (let at = terms.indexOf(rarer); at >= 0; at = terms.indexOf(rarer, at + 1)) terms[at] = main;
      return sequence;
    },
  };
}

/** Two lists in the order of the papers as one; of a paper in both the counts add up. */
function merged(one: Uint32Array, other: Uint32Array): Uint32Array {
  const list = new Uint32Array(one.length + other.length);
  let end = 0;
  for (let i = 0, k = 0; i < one.length || k < other.length; ) {
    const [a, b] = [one[i] ?? beyond, other[k] ?? beyond];
    const [docA, docB] = [a === beyond ? beyond : docOf(a), b === beyond ? beyond : docOf(b)];
    if (docA <= docB) i++;
    if (docB <= docA) k++;
    list[end++] =
      docA === docB ? pack(docA, inPaperOf(a) + inPaperOf(b), inTitleOf(a) + inTitleOf(b)) : docA < docB ? a : b;
  }
  return list.subarray(0, end);
}

const beyond = Number.POSITIVE_INFINITY;
