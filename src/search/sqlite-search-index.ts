import type { Store } from "../store/store.ts";
import { analysePaper } from "./analysed-paper.ts";
import { type Catalogue, createCatalogue } from "./catalogue.ts";
import { correctQuery } from "./did-you-mean.ts";
import { followStore } from "./follow-store.ts";
import { type IndexFile, isDamage, openIndexFile, removeIndexFile } from "./index-file.ts";
import { createIndexWriter, type IndexWriter } from "./index-writer.ts";
import { findMatches, markedTokens } from "./matches.ts";
import { orderByDate, orderByRelevance } from "./order.ts";
import { parseQuery, type Query } from "./query.ts";
import { createRanking, type Ranking } from "./rerank.ts";
import { createRetrieval, type Retrieval } from "./retrieve.ts";
import type { Hit, SearchIndex, SearchOptions, SearchResult } from "./search-index.ts";
import { makeSnippet } from "./snippet.ts";
import { createSuggestions, type Suggestions } from "./suggest.ts";
import { createTitleWords, type TitleWords } from "./title-words.ts";
import { wantedTerms } from "./wanted-terms.ts";

export interface SearchIndexOptions {
  /** Where the index lives; made if it is missing, made anew if it is damaged, outdated or of another store. */
  readonly file: string;
  readonly store: Pick<Store, "papers">;
  /** Told why, whenever the index is made anew from the store. */
  readonly onRenewed?: (reason: string) => void;
}

/** Fewer hits than this are few: a correction is looked for. */
const few = 3;
/** A longer page is cut to this; answers are for people. */
const longestPage = 1000;

/** Opens the index file. Call `catchUp` to follow the store; until then it answers with what it had. */
export async function openSearchIndex({ file, store, onRenewed }: SearchIndexOptions): Promise<SearchIndex> {
  let parts = open();
  let following: Promise<unknown> = Promise.resolve();
  let closed = false;

  function open(): Parts {
    const { db, renewed } = openIndexFile(file);
    if (renewed !== undefined) onRenewed?.(renewed);
    return createParts(db);
  }

  function renew(reason: string): void {
    parts.db.close();
    removeIndexFile(file);
    parts = open();
    onRenewed?.(reason);
  }

  function catchUp(): Promise<number> {
    const next = following.then(() =>
      followStore({ papers: store.papers, writer: () => parts.writer, renew, isClosed: () => closed }),
    );
    following = next.catch(() => undefined);
    return next;
  }

  /** Damage that shows only now costs one rebuild; the answer then comes from the new index. */
  async function mending<T>(answer: () => Promise<T>): Promise<T> {
    try {
      return await answer();
    } catch (error) {
      if (closed || !isDamage(error)) throw error;
      renew("it was damaged");
      await catchUp();
      return answer();
    }
  }

  async function search(text: string, options: SearchOptions): Promise<SearchResult> {
    const query = parseQuery(text, { today: options.today });
    const limit = Math.min(Math.max(0, Math.trunc(options.limit)), longestPage);
    const offset = Math.max(0, Math.trunc(options.offset ?? 0));
    const { catalogue, retrieval, ranking, titleWords } = parts;
    catalogue.refresh();
    const end = options.sort === "date" ? Number.POSITIVE_INFINITY : offset + limit;
    const candidates = retrieval.retrieve(query, { enough: limit, end });
    const { total, partial } = candidates;
    const terms = wantedTerms(query.clauses, catalogue);
    const order = options.sort === "date" ? orderByDate : orderByRelevance;
    const scored = order(
      { ...candidates, end: offset + limit },
      { catalogue, rank: (some) => ranking.rank(some, terms) },
    ).slice(offset);
    const hits = await hitsOf(query, scored);
    const correction = partial || total < few ? await correctionOf(query, titleWords, catalogue) : {};
    return { total, hits, partial, ...correction, ...(query.note ? { note: query.note } : {}) };
  }

  async function hitsOf(query: Query, scored: readonly { id: number; score: number }[]): Promise<Hit[]> {
    const keyed = scored.flatMap(({ id, score }) => {
      const key = parts.keyOf(id);
      return key === undefined ? [] : [{ key, score }];
    });
    const papers = await store.papers.getMany(keyed.map(({ key }) => key));
    const byKey = new Map(papers.map((paper) => [paper.key, paper]));
    return keyed.flatMap(({ key, score }) => {
      const paper = byKey.get(key);
      if (!paper) return [];
      const analysed = analysePaper(paper);
      const marked = markedTokens(query, analysed.abstract, "abstract");
      const snippet = makeSnippet(paper.abstract, analysed.abstract, marked);
      return [{ key, score, matches: findMatches(query, analysed), snippet }];
    });
  }

  return {
    catchUp: () => mending(catchUp),
    search: (text, options) => mending(() => search(text, options)),
    complete: (prefix, limit) => mending(() => parts.suggestions.complete(prefix, limit)),
    count: () => mending(async () => parts.writer.progress().papers),
    close: async () => {
      closed = true;
      await following;
      parts.db.close();
    },
  };
}

interface Parts {
  readonly db: IndexFile;
  readonly writer: IndexWriter;
  readonly catalogue: Catalogue;
  readonly retrieval: Retrieval;
  readonly ranking: Ranking;
  readonly titleWords: TitleWords;
  readonly suggestions: Suggestions;
  keyOf(id: number): string | undefined;
}

function createParts(db: IndexFile): Parts {
  const catalogue = createCatalogue(db);
  const titleWords = createTitleWords(db);
  const readKey = db.prepare<[number], string>("select key from docs where id = ?").pluck();
  return {
    db,
    writer: createIndexWriter(db),
    catalogue,
    retrieval: createRetrieval(db, catalogue),
    ranking: createRanking(db, catalogue),
    titleWords,
    suggestions: createSuggestions(db, titleWords),
    keyOf: (id) => readKey.get(id),
  };
}

async function correctionOf(
  query: Query,
  titleWords: TitleWords,
  catalogue: Catalogue,
): Promise<{ didYouMean?: string }> {
  await titleWords.refresh();
  const didYouMean = correctQuery(query, catalogue, titleWords);
  return didYouMean === undefined ? {} : { didYouMean };
}
