import type { Lsa } from "../search/lsa.ts";
import { type RankOptions, rank } from "../search/rank.ts";
import type { DocNumber, TermVectors } from "../search/term-vectors.ts";
import type { Scored } from "../search/top.ts";

/**
 * A whole title and abstract is a better question than any choice of its terms (measured: a fifth better), and in so
 * long a question a title's words say more than elsewhere.
 */
const titleWeight = 0.8;

/** Papers like one that is in the vectors; itself left out. */
export function similarToPaper(
  vectors: TermVectors,
  lsa: Lsa | undefined,
  doc: DocNumber,
  { limit, accept }: RankOptions,
): Scored[] {
  const others = (other: DocNumber): boolean => other !== doc && (accept?.(other) ?? true);
  return rank(vectors, lsa, [...vectors.sequence(doc).terms], { limit, accept: others, titleWeight });
}

/** Papers like a text: title and abstract of a paper that need not be known, as `termsOf` gives them. */
export function similarToText(
  vectors: TermVectors,
  lsa: Lsa | undefined,
  terms: readonly string[],
  { limit, accept }: RankOptions,
): Scored[] {
  const numbers = terms.map((term) => vectors.vocabulary.find(term));
  return rank(vectors, lsa, numbers, { limit, titleWeight, ...(accept && { accept }) });
}
