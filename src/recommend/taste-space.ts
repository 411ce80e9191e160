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
  /** Its topics, of length one or zero; empty while there are too few papers to learn topics from. */
  readonly topics: Float32Array;
  /** Its terms in the order of their numbers ... */
  readonly terms: Uint32Array;
  /** ... and their TF-IDF weights, of length one together. */
  readonly weights: Float32Array;
}

/** What tells one paper from another, for tastes: comparable places, and how near two of them are. */
export interface TasteSpace {
  place(paper: PaperTerms): Place;
  /** 0 (nothing in common) to 1 (the same words). A paper and an unrelated one: about 0.02; two of one subject: 0.3. */
  nearness(a: Place, b: Place): number;
}

/**
 * Nearness in topics with the topics evened out: each LSA dimension is divided by a power of its spread over the papers.
 * A ridge regression that learns one liked paper against all papers as weak negatives has just this solution, so that
 * the negatives cost nothing at training time (Hariharan, Malik and Ramanan, "Discriminative decorrelation", ECCV
 * 2012). What two papers have in common because most papers have it counts less.
 */
const evening = 0.6;
/** Above 1, a near paper counts more than two half as near: a reader's several interests stay apart. */
const contrast = 1.5;
/** What a cosine of the words counts beside it. */
const wordShare = 0.3;
/** A word of the title counts as often again. */
const papersMeasured = 2000;

export function createTasteSpace(vectors: TermVectors, lsa: Lsa | undefined): TasteSpace {
  const evenness = lsa ? evened(lsa) : new Float32Array(0);

  function place({ title, abstract }: PaperTerms): Place {
    const known = [...title, ...title, ...abstract].map((term) => vectors.vocabulary.find(term));
    const numbers = known.filter((term) => term >= 0);
    const topics = lsa ? lsa.place(numbers).vector : new Float32Array(0);
    for (let k = 0; k < topics.length; k++) topics[k] = (topics[k] ?? 0) * (evenness[k] ?? 0);
    const counted = [...countTerms(numbers)].sort(([a], [b]) => a - b);
    const weights = Float32Array.from(counted, ([term, times]) => dampen(times) * inverseFrequency(vectors, term));
    return { topics: unit(topics), terms: Uint32Array.from(counted, ([term]) => term), weights: unit(weights) };
  }

  return { place, nearness: lsa ? nearness : wordCosine };
}

function nearness(a: Place, b: Place): number {
  return (topicNearness(a, b) + wordShare * wordCosine(a, b)) / (1 + wordShare);
}

function topicNearness(a: Place, b: Place): number {
  let cosine = 0;
  for (let k = 0; k < a.topics.length; k++) cosine += (a.topics[k] ?? 0) * (b.topics[k] ?? 0);
  return cosine <= 0 ? 0 : Math.min(1, cosine) ** contrast;
}

function wordCosine(a: Place, b: Place): number {
  let cosine = 0;
  for (let i = 0, k = 0; i < a.terms.length && k < b.terms.length; ) {
    const [one, other] = [a.terms[i] ?? 0, b.terms[k] ?? 0];
    if (one === other) cosine += (a.weights[i] ?? 0) * (b.weights[k] ?? 0);
    if (one <= other) i++;
    if (other <= one) k++;
  }
  return cosine;
}

/** One factor a dimension, from how widely an even sample of the papers spreads in it. */
function evened(lsa: Lsa): Float32Array {
  const squares = new Float64Array(lsa.basis.dimensions);
  const step = Math.max(1, Math.floor(lsa.end / papersMeasured));
  for (let doc = 0; doc < lsa.end; doc += step) {
    lsa.vector(doc).forEach((value, k) => {
      squares[k] = (squares[k] ?? 0) + value * value;
    });
  }
  return Float32Array.from(squares, (sum) => (sum > 0 ? (1 / Math.sqrt(sum)) ** evening : 0));
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1;
  return vector.map((value) => value / length);
}
