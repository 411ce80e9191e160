import type { Paper, PaperKey } from "../papers/paper.ts";
import { termsOf } from "../search/analysis.ts";
import { idf, likeness } from "../search/neighbours.ts";
import type { RankedPapers, SearchIndex } from "../search/search-index.ts";
import type { DocNumber } from "../search/term-vectors.ts";
import type { PaperStore } from "../store/store.ts";
import { areNearDuplicates, diversify } from "./diversify.ts";
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
    async similar(key, page) {
      const asked = await papers.get(key);
      const ranked = await index.ranked();
      const doc = asked && ranked.numberOf(asked.key);
      if (asked === undefined || doc === undefined) return { total: 0, hits: [] };
      const found = varied(ranked, similarToPaper(ranked.vectors, ranked.lsa, doc, { limit: longest }));
      const known = await withPapers(found);
      const kept: (typeof known)[number][] = [];
      for (const each of known) {
        if (areNearDuplicates(asked, each.paper)) continue;
        if (!kept.some((other) => areNearDuplicates(other.paper, each.paper))) kept.push(each);
      }
      return paged(asked, kept, page);
    },

    async similarToText(text, page) {
      const ranked = await index.ranked();
      const terms = [...termsOf(text.title), ...termsOf(text.abstract)];
      const limit = (page.offset ?? 0) + page.limit;
      const own = page.leaveOut === undefined ? undefined : ranked.numberOf(page.leaveOut);
      const accept = (doc: DocNumber): boolean => doc !== own;
      const found = similarToText(ranked.vectors, ranked.lsa, terms, { limit, accept });
      return paged(text, await withPapers(found.map(({ doc, score }) => ({ key: ranked.keyOf(doc), score }))), page);
    },
  };

  /** Numbers hold until the next await, keys for ever. */
  function varied(
    { vectors, lsa, keyOf }: RankedPapers,
    found: readonly { readonly doc: DocNumber; readonly score: number }[],
  ): { key: PaperKey | undefined; score: number }[] {
    const alike = likeness(
      vectors,
      lsa,
      found.map(({ doc }) => doc),
    );
    const order = diversify(found, (one, other) => alike[one * found.length + other] ?? 0, found.length, novelty);
    return order.map(({ doc, score }) => ({ key: keyOf(doc), score }));
  }

  async function withPapers(
    found: readonly { readonly key: PaperKey | undefined; readonly score: number }[],
  ): Promise<{ paper: Paper; score: number }[]> {
    const known = await papers.getMany(found.flatMap(({ key }) => key ?? []));
    const byKey = new Map(known.map((paper) => [paper.key, paper]));
    return found.flatMap(({ key, score }) => {
      const paper = key === undefined ? undefined : byKey.get(key);
      return paper ? [{ paper, score }] : [];
    });
  }

  async function paged(
    asked: PaperText,
    found: readonly { readonly paper: Paper; readonly score: number }[],
    { limit, offset = 0 }: Page,
  ): Promise<SimilarPapers> {
    const { vectors } = await index.ranked();
    const rarity = (term: string): number => idf(vectors, vectors.vocabulary.find(term));
    const hits = found
      .slice(offset, offset + limit)
      .map(({ paper, score }) => ({ paper, score, shared: sharedTerms(asked, paper, rarity, mostShared) }));
    return { total: found.length, hits };
  }
}
