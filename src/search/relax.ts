import type { Catalogue } from "./catalogue.ts";
import type { Clause, PhraseClause, WordClause } from "./query.ts";
import { wantedTerms } from "./wanted-terms.ts";

interface Relaxation {
  /** The clauses that need not all be fulfilled. */
  readonly optional: readonly Clause[];
  /** Ids that fulfil the rest of the query; undefined where there is no rest. */
  readonly allowed: readonly number[] | undefined;
  /** How many have to be in order. */
  readonly best: number;
  readonly catalogue: Catalogue;
  papersWith(match: string): readonly number[];
}

/** Postings read for a relaxed query: the rarest words first, until together they stand in so many papers. */
const mostPostings = 30_000;

/** A word or hyphenated word without quotes or field: what may be missing when nothing has them all. */
export function isPlainWords(clause: Clause): clause is WordClause | PhraseClause {
  if (clause.type === "word") return !clause.field;
  return clause.type === "phrase" && !clause.quoted && !clause.field;
}

/** Papers with any of the rarest words, those first whose words together say most. */
export function relax({ optional, allowed, best, catalogue, papersWith }: Relaxation): number[] {
  const isAllowed = allowed && maskOf(allowed, catalogue.idLimit);
  const scores = new Float32Array(catalogue.idLimit);
  const found: number[] = [];
  for (const { term, weight } of rarest(wantedTerms(optional, catalogue))) {
    for (const id of papersWith(`"${term}"`)) {
      if (isAllowed && isAllowed[id] !== 1) continue;
      const score = scores[id] ?? 0;
      if (score === 0) found.push(id);
      scores[id] = score + weight;
    }
  }
  return bestFirst(found, scores, best);
}

function maskOf(ids: readonly number[], limit: number): Uint8Array {
  const mask = new Uint8Array(limit);
  for (const id of ids) mask[id] = 1;
  return mask;
}

function rarest<T extends { readonly papers: number }>(terms: readonly T[]): T[] {
  let postings = 0;
  return terms
    .filter((term) => term.papers > 0)
    .toSorted((a, b) => a.papers - b.papers)
    .filter((term, i) => {
      postings += term.papers;
      return i < 2 || postings <= mostPostings;
    });
}

/**
 * The best in order, ties to the later arrival; the rest behind them in no order of merit. Sorting all of 30,000 would
 * cost more than finding them.
 */
function bestFirst(ids: readonly number[], scores: Float32Array, best: number): number[] {
  const compare = (a: number, b: number) => (scores[b] ?? 0) - (scores[a] ?? 0) || b - a;
  if (ids.length <= best) return ids.toSorted(compare);
  const all = Float32Array.from(ids, (id) => scores[id] ?? 0).sort();
  const bar = all[all.length - best] ?? 0;
  const above: number[] = [];
  const level: number[] = [];
  const below: number[] = [];
  for (const id of ids) {
    const score = scores[id] ?? 0;
    (score > bar ? above : score === bar ? level : below).push(id);
  }
  return [...above.sort(compare), ...level.sort((a, b) => b - a), ...below];
}
