import { inverseFrequency } from "../search/bm25.ts";
import type { Lsa } from "../search/lsa.ts";
import { countTerms, dampen } from "../search/lsa-training.ts";
import type { TermVectors } from "../search/term-vectors.ts";
import { alikeness, createAlikeness, type WordsAndTopics } from "./alikeness.ts";

/** Where a paper stands among all papers. */
export interface Place extends WordsAndTopics {
  /** How alike the papers nearest to it are: the mean over the nearest hundredth of all. Fashionable subjects are crowded. */
  readonly crowd: number;
}

/** A paper's words, as `termsOf` gives them. */
export interface PaperTerms {
  readonly title: readonly string[];
  readonly abstract: readonly string[];
}

export interface TasteSpace {
  /** About 0.3 ms. */
  place(paper: PaperTerms): Place;
}

/**
 * Gives papers their places. Topics are LSA's with each dimension divided by its spread over the papers: a regression
 * that learns one liked paper against all others as weak negatives has this solution, so that those negatives cost
 * nothing when a vote comes in (Hariharan, Malik and Ramanan, "Discriminative decorrelation", ECCV 2012). What two
 * papers have in common because most papers have it then counts for little. A word of the title counts twice.
 */
export function createTasteSpace(vectors: TermVectors, lsa: Lsa | undefined): TasteSpace {
  const evenness = lsa ? oneOverSpread(lsa) : new Float32Array(0);

  function describe(terms: readonly number[]): WordsAndTopics {
    const topics = lsa ? lsa.place(terms).vector : new Float32Array(0);
    for (let k = 0; k < topics.length; k++) topics[k] = (topics[k] ?? 0) * (evenness[k] ?? 0);
    const counted = [...countTerms(terms)];
    const weights = counted.map(([term, times]) => dampen(times) * inverseFrequency(vectors, term));
    return alikeness(
      topics,
      counted.map(([term]) => term),
      weights,
    );
  }

  const toSample = createAlikeness(
    sampleDocs(vectors).map((doc) => {
      const { terms, titleLength } = vectors.sequence(doc);
      return describe([...terms.subarray(0, titleLength), ...terms]);
    }),
  );

  return {
    place({ title, abstract }) {
      const numbers = [...title, ...title, ...abstract].map((term) => vectors.vocabulary.find(term));
      const described = describe(numbers.filter((term) => term >= 0));
      return { ...described, crowd: crowdOf(toSample(described)) };
    },
  };
}

/** Papers that spread and crowds are measured on: an even sample. */
const sampled = 1000;
const nearestShare = 0.01;
const fewestNearest = 5;
/** Nobody is lonelier: with few papers known, chance decides who has company. */
const leastCrowd = 0.05;
/** More alike than this is the paper itself, or a second upload. */
const itself = 0.95;

function crowdOf(alike: Float32Array): number {
  const many = Math.max(fewestNearest, Math.round(alike.length * nearestShare));
  const nearest = new Float32Array(many);
  for (const value of alike) {
    if (value <= (nearest[0] ?? 0) || value >= itself) continue;
    nearest[0] = value;
    nearest.sort();
  }
  return Math.max(leastCrowd, nearest.reduce((sum, value) => sum + value, 0) / many);
}

function sampleDocs(vectors: TermVectors): number[] {
  const docs: number[] = [];
  const step = Math.max(1, vectors.count / sampled);
  for (let doc = 0, seen = 0; doc < vectors.end; doc++) {
    if (vectors.has(doc) && seen++ >= docs.length * step) docs.push(doc);
  }
  return docs;
}

function oneOverSpread(lsa: Lsa): Float32Array {
  const squares = new Float64Array(lsa.basis.dimensions);
  const step = Math.max(1, Math.floor(lsa.end / sampled));
  for (let doc = 0; doc < lsa.end; doc += step) {
    lsa.vector(doc).forEach((value, k) => {
      squares[k] = (squares[k] ?? 0) + value * value;
    });
  }
  return Float32Array.from(squares, (sum) => (sum > 0 ? 1 / Math.sqrt(sum) : 0));
}
