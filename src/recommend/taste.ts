import { type Alikeness, createAlikeness } from "./alikeness.ts";
import type { Place } from "./taste-space.ts";

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
  /** Of the two papers, whatever other opinions there are: 1 between papers as alike as that one's neighbours are. */
  readonly nearness: number;
}

/** Papers to be scored for any number of tastes. */
export interface TasteBatch {
  /**
   * How well each paper suits a taste, -1 to 1: near to what was liked, far from what was disliked. 0 for a paper
   * unlike all of it. There is no training, so that a vote counts at once.
   */
  scores(opinions: readonly Opinion<unknown>[]): Float64Array;
  /** What one paper's score is the sum of, the largest share first. */
  parts<T>(opinions: readonly Opinion<T>[], paper: number): readonly TastePart<T>[];
}

/**
 * A paper is as near to one voted on as it is alike, compared with the company that one has anyway: in a crowded subject
 * being alike says less. The square keeps several interests apart: one near paper counts for more than two half as near.
 * Papers that are near to everything gather points from every vote; the more votes, the more that is taken off.
 * (Local scaling: Zelnik-Manor and Perona, "Self-tuning spectral clustering", NIPS 2004; hubs: Radovanovic et al., JMLR
 * 2010.) Measured against the alternatives in docs/adr.
 */
export function createTasteBatch(places: readonly Place[]): TasteBatch {
  const alikeness = createAlikeness(places);
  const crowds = Float64Array.from(places, ({ crowd }) => Math.log(crowd));
  const nearness = remembering(alikeness);

  /** What an opinion's nearness is multiplied by: for any paper, and for this one. */
  function factors(opinions: readonly Opinion<unknown>[]) {
    const total = opinions.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
    const hubs = opinions.length === 0 ? 0 : 1 - 1 / opinions.length;
    return {
      scale: 1 / Math.sqrt(caution + total),
      ofPaper: (paper: number) => Math.exp(-hubs * ((crowds[paper] ?? 0) - Math.log(usualCrowd))),
    };
  }

  return {
    scores(opinions) {
      const { scale, ofPaper } = factors(opinions);
      const scores = new Float64Array(places.length);
      for (const { place, weight } of opinions) addTimes(scores, nearness(place), scale * effect(weight));
      for (let at = 0; at < scores.length; at++) scores[at] = bounded((scores[at] as number) * ofPaper(at));
      return scores;
    },

    parts(opinions, paper) {
      const { scale, ofPaper } = factors(opinions);
      const parts = opinions.map(({ of, place, weight }) => {
        const near = nearness(place)[paper] ?? 0;
        return { of, amount: scale * effect(weight) * near * ofPaper(paper), nearness: near };
      });
      const sum = parts.reduce((all, { amount }) => all + amount, 0);
      const share = sum === 0 ? 1 : bounded(sum) / sum;
      return parts
        .map((part) => ({ ...part, amount: part.amount * share }))
        .filter(({ amount }) => amount !== 0)
        .sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
    },
  };
}

/** The crowd of an ordinary paper, so that nearness is about 1 between two papers as near as neighbours are. */
const usualCrowd = 0.2;
/** One vote moves an order, and a hundred do not drown everything else. */
const caution = 3;
/** A disliked paper says less about what is wanted than a liked one. */
const dislikeShare = 0.5;

/** Keeps the order, between -1 and 1. */
const bounded = (score: number): number => score / (1 + Math.abs(score));

const effect = (weight: number): number => (weight < 0 ? dislikeShare * weight : weight);

function addTimes(sums: Float64Array, values: Float32Array, factor: number): void {
  for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] as number) + factor * (values[at] as number);
}

/** Channels vote on the same papers: each is compared once, as long as there is room. */
function remembering(alikeness: Alikeness): (place: Place) => Float32Array {
  let known = new WeakMap<Place, Float32Array>();
  let room = mostRemembered;
  return (place) => {
    let near = known.get(place);
    if (near === undefined) {
      near = alikeness(place);
      for (let at = 0; at < near.length; at++) {
        const relative = (near[at] as number) / place.crowd;
        near[at] = relative * relative;
      }
      room -= near.length;
      if (room < 0) {
        known = new WeakMap();
        room = mostRemembered;
      }
      known.set(place, near);
    }
    return near;
  };
}

/** Nearnesses kept, of four bytes each. */
const mostRemembered = 16_000_000;
