import { inverseFrequency } from "../search/bm25.ts";
import type { Lsa } from "../search/lsa.ts";
import { countTerms, dampen } from "../search/lsa-training.ts";
import type { TermVectors } from "../search/term-vectors.ts";

/** A paper's words, as `termsOf` gives them. */
export interface PaperTerms {
  readonly title: readonly string[];
  readonly abstract: readonly string[];
}

/** Where a paper stands among all papers. */
export interface Place {
  /** Its topics, the broadest first; empty while there are too few papers to learn topics from. */
  readonly topics: Float32Array;
  /** One over the length of the topics up to each cut; 0 where that is 0. */
  readonly scales: Float32Array;
  /** Its terms by number, and their TF-IDF weights, of length one together. */
  readonly terms: Uint32Array;
  readonly weights: Float32Array;
}

/**
 * Gives papers their places. Topics are LSA's with each dimension divided by its spread over the papers: a regression
 * that learns one liked paper against all others as weak negatives has this solution, so that those negatives cost
 * nothing when a vote comes in (Hariharan, Malik and Ramanan, "Discriminative decorrelation", ECCV 2012). What two
 * papers have in common because most papers have it then counts for little. A word of the title counts twice.
 */
export function createTasteSpace(vectors: TermVectors, lsa: Lsa | undefined): (paper: PaperTerms) => Place {
  const evenness = lsa ? oneOverSpread(lsa) : new Float32Array(0);
  return ({ title, abstract }) => {
    const numbers = [...title, ...title, ...abstract].flatMap((term) => {
      const number = vectors.vocabulary.find(term);
      return number < 0 ? [] : [number];
    });
    const topics = lsa ? lsa.place(numbers).vector : new Float32Array(0);
    for (let k = 0; k < topics.length; k++) topics[k] = (topics[k] ?? 0) * (evenness[k] ?? 0);
    const counted = [...countTerms(numbers)];
    const weights = Float32Array.from(counted, ([term, times]) => dampen(times) * inverseFrequency(vectors, term));
    const scale = oneOver(lengthOf(weights));
    return {
      topics,
      scales: Float32Array.from(cutsOf(topics.length), (cut) => oneOver(lengthOf(topics.subarray(0, cut)))),
      terms: Uint32Array.from(counted, ([term]) => term),
      weights: weights.map((weight) => weight * scale),
    };
  };
}

/** How near each of many papers is to one: 0 (nothing in common) to 1 (the same words), two of one subject 0.1 to 0.4. */
export type Nearness = (to: Place) => Float32Array;

/**
 * Half by topics, half by words. Topics are compared in the broadest quarter of the dimensions, the broader half and
 * all of them, and the mean is taken: broad subject and fine distinction both count. The power keeps a reader's several
 * interests apart: one near paper counts for more than two half as near.
 */
export function createNearness(places: readonly Place[]): Nearness {
  const wordsInCommon = createWordCosine(places);
  return (to) => {
    const near = wordsInCommon(to);
    places.forEach((place, at) => {
      const topics = to.topics.length === 0 ? (near[at] ?? 0) : topicCosine(to, place);
      near[at] = Math.min(1, Math.max(0, ((near[at] ?? 0) + topics) / 2)) ** contrast;
    });
    return near;
  };
}

const contrast = 1.5;
/** Papers that the spread is measured on. */
const measured = 2000;

/** The ends of the strongest quarter of the dimensions, the strongest half and all of them: those of search/lsa.ts. */
const cutsOf = (dimensions: number) => [Math.ceil(dimensions / 4), Math.ceil(dimensions / 2), dimensions] as const;

function topicCosine(a: Place, b: Place): number {
  const [quarter, half, all] = cutsOf(a.topics.length);
  const first = product(a.topics, b.topics, 0, quarter);
  const second = first + product(a.topics, b.topics, quarter, half);
  const whole = second + product(a.topics, b.topics, half, all);
  const scale = (cut: number): number => (a.scales[cut] ?? 0) * (b.scales[cut] ?? 0);
  return (first * scale(0) + second * scale(1) + whole * scale(2)) / 3;
}

function product(a: Float32Array, b: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += (a[k] ?? 0) * (b[k] ?? 0);
  return sum;
}

/** Through the papers that hold each word, rather than through each pair: most pairs share few. */
function createWordCosine(places: readonly Place[]): Nearness {
  const holders = new Map<number, { readonly at: number[]; readonly weights: number[] }>();
  places.forEach(({ terms, weights }, at) => {
    terms.forEach((term, i) => {
      const holder = holders.get(term) ?? { at: [], weights: [] };
      holder.at.push(at);
      holder.weights.push(weights[i] ?? 0);
      holders.set(term, holder);
    });
  });
  return ({ terms, weights }) => {
    const cosines = new Float32Array(places.length);
    terms.forEach((term, i) => {
      const holder = holders.get(term);
      const weight = weights[i] ?? 0;
      holder?.at.forEach((at, k) => {
        cosines[at] = (cosines[at] ?? 0) + weight * (holder.weights[k] ?? 0);
      });
    });
    return cosines;
  };
}

function oneOverSpread(lsa: Lsa): Float32Array {
  const squares = new Float64Array(lsa.basis.dimensions);
  const step = Math.max(1, Math.floor(lsa.end / measured));
  let papers = 0;
  for (let doc = 0; doc < lsa.end; doc += step, papers++) {
    lsa.vector(doc).forEach((value, k) => {
      squares[k] = (squares[k] ?? 0) + value * value;
    });
  }
  return Float32Array.from(squares, (sum) => oneOver(Math.sqrt(sum / Math.max(1, papers))));
}

function lengthOf(vector: Float32Array): number {
  return Math.sqrt(vector.reduce((squares, value) => squares + value * value, 0));
}

const oneOver = (value: number): number => (value > 0 ? 1 / value : 0);
