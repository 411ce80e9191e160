import { inverseFrequency, saturate } from "./bm25.ts";
import type { TermVectors } from "./term-vectors.ts";

/** What a paper's terms, in their order, add to its score. */
export type Gain = (words: Uint32Array) => number;

/**
 * Pairs of words that stand side by side in the query and in the paper, scored as BM25 scores words. A pair counts as
 * rare as its two words together, which needs no index of pairs. (Term proximity as in Metzler and Croft's sequential
 * dependence model, SIGIR 2005, ordered and adjacent.)
 */
export function pairGain(vectors: TermVectors, terms: readonly number[]): Gain {
  const size = vectors.vocabulary.size;
  const weights = new Map<number, number>();
  const asked = new Uint8Array(size);
  for (let i = 0; i + 1 < terms.length; i++) {
    const [first = -1, second = -1] = [terms[i], terms[i + 1]];
    if (first < 0 || second < 0) continue;
    const pair = first * size + second;
    const weight = inverseFrequency(vectors, first) + inverseFrequency(vectors, second);
    weights.set(pair, (weights.get(pair) ?? 0) + weight);
    asked[first] = 1;
    asked[second] = 1;
  }
  if (weights.size === 0) return () => 0;
  const average = vectors.totalLength / vectors.count;
  return (words) => {
    let times: Map<number, number> | undefined;
    for (let i = 0; i + 1 < words.length; i++) {
      if (asked[words[i] ?? 0] === 0 || asked[words[i + 1] ?? 0] === 0) continue;
      const pair = (words[i] ?? 0) * size + (words[i + 1] ?? 0);
      if (!weights.has(pair)) continue;
      times ??= new Map();
      times.set(pair, (times.get(pair) ?? 0) + 1);
    }
    if (times === undefined) return 0;
    let gain = 0;
    for (const [pair, count] of times) gain += (weights.get(pair) ?? 0) * saturate(count, words.length / average);
    return gain;
  };
}
