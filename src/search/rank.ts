import { bestByTerms, weigh } from "./bm25.ts";
import { kinGain } from "./kin.ts";
import type { Lsa } from "./lsa.ts";
import { likeness } from "./neighbours.ts";
import { pairGain } from "./pairs.ts";
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
 * 2. Two words that stand beside each other in the query and in the paper count again; so do, a little, words of the
 *    same family as the query's.
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
  const query = weigh(vectors, terms);
  const pairs = pairGain(vectors, terms);
  const kin = kinGain(vectors, query);
  const candidates = bestByTerms(vectors, query, depth, options).map(({ doc, score }) => {
    const { terms: words } = vectors.sequence(doc);
    return { doc, score: score + pairWeight * pairs(words) + kinWeight * kin(words) };
  });
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
const kinWeight = 0.2;
const topicWeight = 1;
const smoothing = 0.6;
const smoothed = 100;
const nearestKept = 8;
/** With too few papers for topics: what they explain of a query on average elsewhere. */
const explainedUnknown = 0.4;

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
