import { docOf, inPaperOf, inTitleOf, pack } from "./postings.ts";
import type { DocNumber, TermVectors } from "./term-vectors.ts";

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
  const united = new Map<number, Postings>();
  for (const [rarer, main] of mainOf) {
    const { list, frequency } = united.get(main) ?? {
      list: vectors.postings.read(main).slice(),
      frequency: vectors.frequency(main),
    };
    const { merged, both } = merge(list, vectors.postings.read(rarer), vectors.has);
    united.set(main, { list: merged, frequency: frequency + vectors.frequency(rarer) - both });
  }
  return {
    ...vectors,
    frequency: (term) => united.get(term)?.frequency ?? vectors.frequency(term),
    postings: { ...vectors.postings, read: (term) => united.get(term)?.list ?? vectors.postings.read(term) },
    sequence(doc) {
      const sequence = vectors.sequence(doc);
      const { terms } = sequence;
      for (const [rarer, main] of mainOf)
        for (let at = terms.indexOf(rarer); at >= 0; at = terms.indexOf(rarer, at + 1)) terms[at] = main;
      return sequence;
    },
  };
}

/** A term's papers, and how many of them are present. */
interface Postings {
  readonly list: Uint32Array;
  readonly frequency: number;
}

/**
 * Two lists in the order of the papers as one; of a paper in both the counts add up, and `both` says how many present
 * ones there are. Costs the shorter list, `few`, and a copy of the other.
 */
function merge(
  many: Uint32Array,
  few: Uint32Array,
  has: (doc: DocNumber) => boolean,
): { readonly merged: Uint32Array; readonly both: number } {
  const merged = new Uint32Array(many.length + few.length);
  let end = 0;
  let copied = 0;
  let both = 0;
  for (const posting of few) {
    const doc = docOf(posting);
    const at = placeOf(doc, many, copied);
    merged.set(many.subarray(copied, at), end);
    end += at - copied;
    copied = at;
    const same = many[at];
    if (same === undefined || docOf(same) !== doc) merged[end++] = posting;
    else {
      merged[end++] = pack(doc, inPaperOf(posting) + inPaperOf(same), inTitleOf(posting) + inTitleOf(same));
      both += Number(has(doc));
      copied++;
    }
  }
  merged.set(many.subarray(copied), end);
  return { merged: merged.subarray(0, end + many.length - copied), both };
}

/** Where a paper is or would be in a list, looked for from a place on. */
function placeOf(doc: DocNumber, list: Uint32Array, from: number): number {
  let [low, high] = [from, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (docOf(list[middle] ?? 0) < doc) low = middle + 1;
    else high = middle;
  }
  return low;
}
