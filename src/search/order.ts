import type { Catalogue } from "./catalogue.ts";
import type { Candidates } from "./retrieve.ts";

export interface Scored {
  readonly id: number;
  readonly score: number;
}

interface Sorting {
  readonly catalogue: Catalogue;
  rank(ids: readonly number[]): Float64Array;
}

/** How much of an answer has to be in order: up to `end`, beginning with the first. */
interface Wanted extends Candidates {
  readonly end: number;
}

/** The first `end` by score; ties to the newer paper. What retrieval put behind the ranked part follows unranked. */
export function orderByRelevance({ ids, ranked, end }: Wanted, { catalogue, rank }: Sorting): Scored[] {
  const scored = withScores(ids.slice(0, ranked), rank);
  scored.sort((a, b) => b.score - a.score || newerFirst(catalogue, a.id, b.id));
  const rest = ids.slice(ranked, Math.max(ranked, end)).map((id) => ({ id, score: 0 }));
  return [...scored, ...rest].slice(0, end);
}

/**
 * The first `end` by day. Of a partial answer, papers that match at least half as well as the best come first:
 * otherwise any new paper with one of the words would stand on top.
 */
export function orderByDate({ ids, ranked, partial, end }: Wanted, { catalogue, rank }: Sorting): Scored[] {
  if (!partial) {
    return withScores(newest(ids, end, catalogue), rank);
  }
  const scored = withScores(ids.slice(0, ranked), rank);
  const bar = Math.max(0, ...scored.map(({ score }) => score)) / 2;
  scored.sort((a, b) => Number(b.score >= bar) - Number(a.score >= bar) || newerFirst(catalogue, a.id, b.id));
  const rest = ids.slice(ranked, Math.max(ranked, end)).map((id) => ({ id, score: 0 }));
  return [...scored, ...rest].slice(0, end);
}

function withScores(ids: readonly number[], rank: (ids: readonly number[]) => Float64Array): Scored[] {
  const scores = rank(ids);
  return ids.map((id, i) => ({ id, score: scores[i] ?? 0 }));
}

/** Day and id in one number: typed arrays sort numbers ten times as fast as a comparison in JavaScript. */
function newest(ids: readonly number[], count: number, catalogue: Catalogue): number[] {
  const dated = Float64Array.from(ids, (id) => catalogue.day(id) * idRange + id).sort();
  return Array.from(dated.subarray(Math.max(0, dated.length - count)).reverse(), (each) => each % idRange);
}

/** Larger than any document id; with days of eight digits the product still fits a double exactly. */
const idRange = 2 ** 28;

function newerFirst(catalogue: Catalogue, a: number, b: number): number {
  return catalogue.day(b) - catalogue.day(a) || b - a;
}
