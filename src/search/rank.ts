import { bestByTerms, inverseFrequency, saturate, weigh } from "./bm25.ts";
import type { Lsa } from "./lsa.ts";
import { likeness } from "./neighbours.ts";
import type { DocNumber, TermVectors } from "./term-vectors.ts";
import { byScore, type Scored } from "./top.ts";

export interface RankOptions {
  /** How many papers are wanted. */
  readonly limit: number;
  /** Papers that may be in the answer: filters of the query, or all but the paper itself. */
  readonly accept?: (doc: DocNumber) => boolean;
  /** What a match in the title counts beside the same match in the whole text: 0.3 unless told. */
  readonly titleWeight?: number;
}

/**
 * The ranking behind search and similar papers alike: a few words or a whole abstract, the same mix. Measured on
 * search and on similarity sets together (docs/adr: ranking), where every constant has a wide flat optimum.
 *
 * 1. BM25 over all papers finds the candidates.
 * 2. Two words that stand beside each other in the query and in the paper count again.
 * 3. Nearness in topics (LSA) counts as far as the topics explain the query: a query of rare words is left to its words.
 * 4. Papers alike are relevant alike (van Rijsbergen's cluster hypothesis): each of the best 100 moves towards the
 *    mean of its nearest eight among them, the more the better the topics explain the query.
 *
 * `terms` are the query's terms in their order, by number; -1 for a term no paper holds. Scores lie around 0 to 2 and
 * compare within one answer only.
 */
export function rank(
  vectors: TermVectors,
  lsa: Lsa | undefined,
  terms: readonly number[],
  options: RankOptions,
): Scored[] {
  const depth = Math.max(fewestCandidates, options.limit);
  const found = bestByTerms(vectors, weigh(vectors, terms), depth, options);
  const candidates = withPairs(vectors, terms, found);
  const best = candidates.reduce((most, { score }) => Math.max(most, score), 0) || 1;
  const place = lsa?.place(terms.filter((term) => term >= 0));
  const explained = place?.explained ?? explainedUnknown;
  const mixed = candidates.map(({ doc, score }) => ({
    doc,
    score: score / best,
    topics: place && lsa ? lsa.nearness(place, doc) : 0,
  }));
  const nearest = mixed.reduce((most, { topics }) => Math.max(most, topics), 0) || 1;
  const scored = mixed.map(({ doc, score, topics }) => ({
    doc,
    score: score + (topicWeight * explained * topics) / nearest,
  }));
  return smooth(vectors, lsa, scored.sort(byScore), smoothing * explained).slice(0, options.limit);
}

const fewestCandidates = 300;
const pairWeight = 0.15;
const topicWeight = 0.9;
const smoothing = 0.7;
const smoothed = 100;
const nearestKept = 8;
/** With too few papers for topics: what they explain of a query on average elsewhere. */
const explainedUnknown = 0.4;

/** The query's pairs of adjacent words, scored like terms; a pair is about as rare as both its words together. */
function withPairs(vectors: TermVectors, terms: readonly number[], found: readonly Scored[]): Scored[] {
  const weights = new Map<number, number>();
  const size = vectors.vocabulary.size;
  for (let i = 0; i + 1 < terms.length; i++) {
    const [first = -1, second = -1] = [terms[i], terms[i + 1]];
    if (first < 0 || second < 0) continue;
    const pair = first * size + second;
    const weight = inverseFrequency(vectors, first) + inverseFrequency(vectors, second);
    weights.set(pair, (weights.get(pair) ?? 0) + weight);
  }
  if (weights.size === 0) return [...found];
  const average = vectors.totalLength / vectors.count;
  const asked = new Uint8Array(size);
  for (const term of terms) if (term >= 0) asked[term] = 1;
  return found.map(({ doc, score }) => {
    const times = new Map<number, number>();
    const { terms: words } = vectors.sequence(doc);
    for (let i = 0; i + 1 < words.length; i++) {
      if (asked[words[i] ?? 0] === 0 || asked[words[i + 1] ?? 0] === 0) continue;
      const pair = (words[i] ?? 0) * size + (words[i + 1] ?? 0);
      if (weights.has(pair)) times.set(pair, (times.get(pair) ?? 0) + 1);
    }
    let gain = 0;
    for (const [pair, count] of times) gain += (weights.get(pair) ?? 0) * saturate(count, words.length / average);
    return { doc, score: score + pairWeight * gain };
  });
}

/** `scored` is sorted, and stays so. */
function smooth(vectors: TermVectors, lsa: Lsa | undefined, scored: readonly Scored[], share: number): Scored[] {
  const head = scored.slice(0, smoothed);
  if (head.length < 3) return [...scored];
  const alike = likeness(
    vectors,
    lsa,
    head.map(({ doc }) => doc),
  );
  const moved = head.map(({ doc, score }, at) => {
    const row = alike.subarray(at * head.length, (at + 1) * head.length);
    let weights = 0;
    let sum = 0;
    for (const other of largest(row, nearestKept)) {
      weights += row[other] ?? 0;
      sum += (row[other] ?? 0) * (head[other]?.score ?? 0);
    }
    return { doc, score: weights === 0 ? score : (1 - share) * score + (share * sum) / weights };
  });
  return [...moved.sort(byScore), ...scored.slice(smoothed)];
}

/** Where the largest numbers stand. */
function largest(row: Float32Array, many: number): number[] {
  const best: number[] = [];
  for (let i = 0; i < row.length; i++) {
    const value = row[i] ?? 0;
    let at = best.length;
    while (at > 0 && (row[best[at - 1] ?? 0] ?? 0) < value) at--;
    if (at < many) best.splice(at, 0, i);
    if (best.length > many) best.pop();
  }
  return best;
}
