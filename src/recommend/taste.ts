import type { Nearness, Place } from "./taste-space.ts";

/** What somebody said of a paper. */
export interface Opinion<T> {
  /** What it was said of, as the caller knows it: comes back in the parts. */
  readonly of: T;
  readonly place: Place;
  /** 1 for a paper liked today, -1 for one disliked; nearer to 0 the longer ago. */
  readonly weight: number;
}

/** One opinion's share in a paper's score. */
export interface TastePart<T> {
  readonly of: T;
  readonly amount: number;
}

/**
 * How well each of some papers suits a taste: near to what was liked, far from what was disliked. About -0.5 to 2; 0 for
 * a paper unlike all that was voted on. There is no training: a vote counts at once, and a score is the sum of its
 * parts, one for each opinion.
 */
export function tasteScores<T>(opinions: readonly Opinion<T>[], nearness: Nearness, papers: number): Float64Array {
  const scores = new Float64Array(papers);
  const scale = scaleOf(opinions);
  for (const { place, weight } of opinions) {
    const share = scale * effect(weight);
    nearness(place).forEach((near, at) => {
      scores[at] = (scores[at] ?? 0) + share * near;
    });
  }
  return scores;
}

/** What one paper's score adds up from, the largest share first. */
export function tasteParts<T>(opinions: readonly Opinion<T>[], nearness: Nearness, paper: number): TastePart<T>[] {
  const scale = scaleOf(opinions);
  return opinions
    .map(({ of, place, weight }) => ({ of, amount: scale * effect(weight) * (nearness(place)[paper] ?? 0) }))
    .filter(({ amount }) => amount !== 0)
    .sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
}

/** One vote moves an order, and a hundred do not drown everything else. */
function scaleOf(opinions: readonly Opinion<unknown>[]): number {
  return 1 / Math.sqrt(1 + opinions.reduce((sum, { weight }) => sum + Math.abs(weight), 0));
}

/** A disliked paper says less about what is wanted than a liked one. */
const effect = (weight: number): number => (weight < 0 ? dislikeShare * weight : weight);
const dislikeShare = 0.5;
