import type { Paper, PaperKey } from "../papers/paper.ts";
import { termsOf } from "../search/analysis.ts";
import { idf, likeness } from "../search/neighbours.ts";
import type { RankedPapers, SearchIndex } from "../search/search-index.ts";
import type { DocNumber, TermVectors } from "../search/term-vectors.ts";
import type { Scored } from "../search/top.ts";
import type { PaperStore } from "../store/store.ts";
import { diversify, sayNearlyTheSame, type WordSets } from "./diversify.ts";
import { type PaperText, sharedTerms } from "./shared-terms.ts";
import { similarToPaper, similarToText } from "./similar-papers.ts";

export interface SimilarPaper {
  readonly paper: Paper;
  /** Larger is better; comparable within one answer only. */
  readonly score: number;
  /** Words and pairs of words that both papers use, as this one writes them, most telling first. */
  readonly shared: readonly string[];
}

export interface SimilarPapers {
  /** Papers the whole list holds. */
  readonly total: number;
  readonly hits: readonly SimilarPaper[];
}

export interface Page {
  readonly limit: number;
  readonly offset?: number;
}

export interface Similar {
  /** Papers like a known one. Nothing is like a key that no paper has. */
  similar(key: PaperKey, page: Page): Promise<SimilarPapers>;
  /**
   * Papers like a title and abstract, as they come: for measuring, and for papers that are not known. `leaveOut`: the
   * paper itself, where it is known all the same.
   */
  similarToText(text: PaperText, page: Page & { readonly leaveOut?: PaperKey }): Promise<SimilarPapers>;
}

/** A list for reading ends here: what is less like the paper than a hundred others is hardly like it. */
const longest = 100;
/** How much unlike the papers before it a paper has to be; 0 would keep the order by likeness alone. */
const novelty = 0.15;
const mostShared = 4;

/**
 * Papers like a paper, the likest first; what is nearly the same as one before it is folded away. The list is the same
 * for every page.
 */
export function createSimilar({ papers, index }: { papers: PaperStore; index: SearchIndex }): Similar {
  return {
    async similar(key, { limit, offset = 0 }) {
      const asked = await papers.get(key);
      const ranked = await index.ranked();
      const doc = asked && ranked.numberOf(asked.key);
      if (asked === undefined || doc === undefined) return { total: 0, hits: [] };
      const found = listFor(ranked, doc);
      const hits = await hitsOf(asked, ranked, found.slice(offset, offset + limit));
      return { total: found.length, hits };
    },

    async similarToText(text, page) {
      const ranked = await index.ranked();
      const terms = [...termsOf(text.title), ...termsOf(text.abstract)];
      const limit = (page.offset ?? 0) + page.limit;
      const own = page.leaveOut === undefined ? undefined : ranked.numberOf(page.leaveOut);
      const accept = (doc: DocNumber): boolean => doc !== own;
      const found = similarToText(ranked.vectors, ranked.lsa, terms, { limit, accept });
      return { total: found.length, hits: await hitsOf(text, ranked, found.slice(page.offset ?? 0)) };
    },
  };

  /** Numbers hold until the next await: what is needed of the vectors is taken before. */
  async function hitsOf(
    asked: PaperText,
    { vectors, keyOf }: RankedPapers,
    found: readonly Scored[],
  ): Promise<SimilarPaper[]> {
    const keyed = found.flatMap(({ doc, score }) => ({ key: keyOf(doc) ?? "", score }));
    const known = new Map((await papers.getMany(keyed.map(({ key }) => key))).map((paper) => [paper.key, paper]));
    const rarity = (term: string): number => idf(vectors, vectors.vocabulary.find(term));
    const sharedWith = sharedTerms(asked, rarity, mostShared);
    return keyed.flatMap(({ key, score }) => {
      const paper = known.get(key);
      return paper ? [{ paper, score, shared: sharedWith(paper) }] : [];
    });
  }
}

/** Varied, and without what says nearly the same as the paper itself or as one before it. */
function listFor({ vectors, lsa }: RankedPapers, asked: DocNumber): readonly Scored[] {
  const found = similarToPaper(vectors, lsa, asked, { limit: longest });
  const docs = [asked, ...found.map(({ doc }) => doc)];
  const alike = likeness(vectors, lsa, docs);
  const alikeAt = (one: number, other: number): number => alike[one * docs.length + other] ?? 0;
  const entries = found.map((scored, at) => ({ ...scored, row: at + 1 }));
  const order = diversify(entries, (one, other) => alikeAt(one + 1, other + 1), entries.length, novelty);
  const bar = lsa ? 2 * leastAlike : leastAlike;
  const words: WordSets[] = [];
  const wordsOf = (row: number): WordSets => {
    words[row] ??= wordSets(vectors, docs[row] ?? asked);
    return words[row];
  };
  const seen = [0];
  const isSeen = (row: number): boolean =>
    seen.some((other) => alikeAt(row, other) > bar && sayNearlyTheSame(wordsOf(other), wordsOf(row)));
  return order.filter(({ row }) => {
    if (isSeen(row)) return false;
    seen.push(row);
    return true;
  });
}

/** Texts that say nearly the same are far above this, in words as in topics; most pairs of a list are below. */
const leastAlike = 0.4;

function wordSets(vectors: TermVectors, doc: DocNumber): WordSets {
  const { terms, titleLength } = vectors.sequence(doc);
  return { title: wordSet(terms.subarray(0, titleLength)), abstract: wordSet(terms.subarray(titleLength)) };
}

/** Sorts in place: the terms are scratch space. */
function wordSet(terms: Uint32Array): Uint32Array {
  let last = -1;
  return terms.sort().filter((term) => {
    const isNew = term !== last;
    last = term;
    return isNew;
  });
}
