import type { Paper } from "../papers/paper.ts";
import { termsOf } from "../search/analysis.ts";
import { hashTerm } from "../search/document.ts";

/** Titles that share so much of their words are nearly the same title ... */
const nearTitle = 0.8;
/** ... and name one paper when their abstracts are related too: different papers play on each other's titles. */
const relatedAbstract = 0.3;
/** Abstracts of different papers share 5 to 25 % of their words, versions of one text far more than this. */
const sameAbstract = 0.65;
/** Below this many words an overlap says little. */
const fewestWords = 20;

/**
 * Whether two papers are nearly the same one for a reader: a second upload under an altered title, a paper and its
 * extended version. Measured as the overlap (Jaccard) of their sets of content words; among 9,000 abstracts (40 million
 * pairs) it found one pair, and that one had the same abstract.
 */
export function areNearDuplicates(a: Paper, b: Paper): boolean {
  return sayNearlyTheSame(wordsOf(a), wordsOf(b));
}

/** The same of papers known by their words only. */
export function sayNearlyTheSame(one: WordSets, other: WordSets): boolean {
  const comparable = Math.min(one.abstract.length, other.abstract.length) >= fewestWords;
  if (comparable && overlap(one.abstract, other.abstract, sameAbstract)) return true;
  if (one.title.length === 0 || !overlap(one.title, other.title, nearTitle)) return false;
  return comparable ? overlap(one.abstract, other.abstract, relatedAbstract) : overlap(one.title, other.title, 1);
}

/** A paper's different content words as numbers, in ascending order. */
export interface WordSets {
  readonly title: Int32Array | Uint32Array;
  readonly abstract: Int32Array | Uint32Array;
}

/** A batch's papers are compared for every channel that gets them; they are read once. */
const known = new WeakMap<Paper, WordSets>();

function wordsOf(paper: Paper): WordSets {
  const remembered = known.get(paper);
  if (remembered) return remembered;
  const words = { title: wordSet(paper.title), abstract: wordSet(paper.abstract) };
  known.set(paper, words);
  return words;
}

function wordSet(text: string): Int32Array {
  return Int32Array.from(new Set(termsOf(text).map(hashTerm))).sort();
}

/** Whether the Jaccard overlap of two sorted sets reaches a bar; gives up as soon as it no longer can. */
function overlap(a: WordSets["title"], b: WordSets["title"], bar: number): boolean {
  let allowed = Math.floor(((1 - bar) / (1 + bar)) * (a.length + b.length) + 1e-9);
  if (Math.abs(a.length - b.length) > allowed) return false;
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length && allowed >= 0) {
    const [x, y] = [a[i] ?? 0, b[j] ?? 0];
    if (x !== y) allowed--;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return a.length - i + b.length - j <= allowed;
}

/** How alike two entries of a list are, 0 to 1, by their places in it. */
export type Likeness = (one: number, other: number) => number;

/**
 * Picks `limit` entries that are good and unlike each other: maximal marginal relevance (Carbonell and Goldstein,
 * SIGIR 1998). Scores are of any scale; `novelty` is the share that unlikeness has in each choice, 0 keeps the order.
 */
export function diversify<T extends { readonly score: number }>(
  entries: readonly T[],
  alike: Likeness,
  limit: number,
  novelty: number,
): readonly T[] {
  const best = entries.reduce((most, { score }) => Math.max(most, score), 0) || 1;
  const left = entries.map((_, at) => at);
  const chosen: number[] = [];
  const nearest = new Float64Array(entries.length);
  while (chosen.length < limit && left.length > 0) {
    const value = (at: number): number =>
      ((1 - novelty) * (entries[at]?.score ?? 0)) / best - novelty * (nearest[at] ?? 0);
    const next = left.reduce((a, b) => (value(b) > value(a) ? b : a));
    chosen.push(next);
    left.splice(left.indexOf(next), 1);
    for (const at of left) nearest[at] = Math.max(nearest[at] ?? 0, alike(next, at));
  }
  return chosen.flatMap((at) => entries[at] ?? []);
}
