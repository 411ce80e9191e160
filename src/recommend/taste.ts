import type { Place, TasteSpace } from "./taste-space.ts";

/** What somebody said of a paper. */
export interface Opinion<T> {
  /** What it was said of, as the caller knows it: comes back in the parts. */
  readonly of: T;
  readonly place: Place;
  /** 1 for a paper liked today, -1 for one disliked; less for older ones. */
  readonly weight: number;
}

/** One opinion's share in a score. */
export interface TastePart<T> {
  readonly of: T;
  readonly amount: number;
}

/** What opinions add up to. There is nothing to train: a vote counts at once, and each score names its causes. */
export interface Taste<T> {
  readonly opinions: number;
  /** About -0.5 to 1; 0 for a paper unlike all that was voted on. */
  score(place: Place): number;
  /** What the score adds up from, the largest share first. Its amounts add up to the score. */
  parts(place: Place): readonly TastePart<T>[];
}

/**
 * Near to what was liked and far from what was disliked: the sum of the nearness to each paper voted on. A disliked
 * paper counts for less than a liked one, as it says less about what is wanted.
 */
export function createTaste<T>(opinions: readonly Opinion<T>[], space: Pick<TasteSpace, "nearness">): Taste<T> {
  const known = opinions.filter(({ weight }) => weight !== 0);
  const total = known.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
  /** One vote moves an order, a hundred don't drown everything else. */
  const scale = 1 / Math.sqrt(caution + total);
  const amountOf = ({ place, weight }: Opinion<T>, of: Place): number =>
    scale * (weight < 0 ? dislikeShare * weight : weight) * space.nearness(place, of);
  return {
    opinions: known.length,
    score: (place) => known.reduce((sum, opinion) => sum + amountOf(opinion, place), 0),
    parts: (place) =>
      known
        .map((opinion) => ({ of: opinion.of, amount: amountOf(opinion, place) }))
        .filter(({ amount }) => amount !== 0)
        .sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount)),
  };
}

const caution = 1;
const dislikeShare = 0.5;
