import { termsOf } from "../search/analysis.ts";
import { inverseFrequency } from "../search/bm25.ts";
import type { Lsa } from "../search/lsa.ts";
import { countTerms, dampen } from "../search/lsa-training.ts";
import type { TermSequence, TermVectors } from "../search/term-vectors.ts";
import { bestOf } from "../search/top.ts";
import type { Vocabulary } from "../search/vocabulary.ts";
import { alikeness, createAlikeness, type WeighedWords, type WordsAndTopics } from "./alikeness.ts";

/** Where a paper stands among all papers. */
export interface Place extends WordsAndTopics {
  /** How alike the papers nearest to it are: the mean over the nearest fiftieth of all. Fashionable subjects are crowded. */
  readonly crowd: number;
}

export interface TasteSpace {
  /** About 0.25 ms. */
  place(paper: TermSequence): Place;
}

/**
 * Gives papers their places. Topics are LSA's with each dimension divided by its spread over the papers: a regression
 * that learns one liked paper against all others as weak negatives has this solution, so that those negatives cost
 * nothing when a vote comes in (Hariharan, Malik and Ramanan, "Discriminative decorrelation", ECCV 2012). What two
 * papers have in common because most papers have it then counts for little. A word of the title counts twice.
 */
export function createTasteSpace(vectors: TermVectors, lsa: Lsa | undefined): TasteSpace {
  const evenness = lsa ? oneOverSpread(lsa) : new Float32Array(0);
  const least = vectors.count < sampled ? 0 : leastRarity;

  function describe({ terms, titleLength }: TermSequence): WordsAndTopics {
    const title = terms.subarray(0, titleLength);
    const words = new Uint32Array(titleLength + terms.length);
    words.set(title);
    words.set(terms, titleLength);
    const topics = lsa ? lsa.place(words).vector : new Float32Array(0);
    for (let k = 0; k < topics.length; k++) topics[k] = (topics[k] ?? 0) * (evenness[k] ?? 0);
    return alikeness(topics, weigh(words), weigh(title));
  }

  function weigh(terms: Uint32Array): WeighedWords {
    const weights = new Map<number, number>();
    for (const [term, times] of countTerms(terms)) {
      const rarity = inverseFrequency(vectors, term);
      if (rarity >= least) weights.set(term, dampen(times) * rarity);
    }
    return weights;
  }

  const toSample = createAlikeness(sampleDocs(vectors).map((doc) => describe(vectors.sequence(doc))));

  return {
    place(paper) {
      const described = describe(paper);
      return { ...described, crowd: crowdOf(toSample(described)) };
    },
  };
}

/** A text's terms by the numbers papers have them by; terms that no paper has are left out. */
export function sequenceOf(vocabulary: Pick<Vocabulary, "find">, title: string, abstract: string): TermSequence {
  const known = (text: string) =>
    termsOf(text)
      .map(vocabulary.find)
      .filter((term) => term >= 0);
  const inTitle = known(title);
  return { terms: Uint32Array.from([...inTitle, ...known(abstract)]), titleLength: inTitle.length };
}

/** Words that more than a tenth of the papers hold say little, and comparing them takes most of the time. */
const leastRarity = Math.log(10);

/** Papers that spread and crowds are measured on: an even sample. With half as many, chance has a say in the order. */
const sampled = 2000;
const nearestShare = 0.02;
const fewestNearest = 5;
/** Nobody is lonelier: with few papers known, chance decides who has company. */
const leastCrowd = 0.05;
/** More alike than this is the paper itself, or a second upload. */
const itself = 0.95;

function crowdOf(alike: Float32Array): number {
  const many = Math.max(fewestNearest, Math.round(alike.length * nearestShare));
  const nearest = bestOf(alike, many, (at) => (alike[at] as number) < itself);
  return Math.max(leastCrowd, nearest.reduce((sum, { score }) => sum + score, 0) / many);
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
