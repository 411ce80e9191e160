import { explainSqliteError } from "../store/sqlite-errors.ts";
import type { Store } from "../store/store.ts";
import { analysePaper } from "./analysed-paper.ts";
import { type AnswerHit, answer } from "./answer.ts";
import { type Catalogue, createCatalogue } from "./catalogue.ts";
import { correctQuery } from "./did-you-mean.ts";
import { followStore } from "./follow-store.ts";
import { createFulfilment, type Fulfilment } from "./fulfilment.ts";
import { type IndexFile, isDamage, openIndexFile, removeIndexFile } from "./index-file.ts";
import { createIndexWriter, type IndexWriter } from "./index-writer.ts";
import { createLsaInUse, type LsaInUse } from "./lsa-in-use.ts";
import { findMatches, markedTokens } from "./matches.ts";
import { parseQuery, type Query } from "./query.ts";
import type { Hit, RankedPapers, SearchIndex, SearchOptions, SearchResult } from "./search-index.ts";
import { makeSnippet } from "./snippet.ts";
import { createSuggestions, type Suggestions } from "./suggest.ts";
import { createTitleWords, type TitleWords } from "./title-words.ts";

export interface SearchIndexOptions {
  /** Where the index lives; made if it is missing, made anew if it is damaged, outdated or of another store. */
  readonly file: string;
  readonly store: Pick<Store, "papers">;
  /** Told why, whenever the index is made anew from the store. */
  readonly onRenewed?: (reason: string) => void;
}

/** Fewer hits than this are few: a correction is looked for. */
const few = 3;
/** Numbers of papers that changed or went take up room; beyond so many of them the index is made anew. */
const mostGivenUp = 50_000;
/** A longer page is cut to this; answers are for people. */
const longestPage = 1000;

/** Opens the index file. Call `catchUp` to follow the store; until then it answers with what it had. */
export async function openSearchIndex({ file, store, onRenewed }: SearchIndexOptions): Promise<SearchIndex> {
  let parts = open();
  let following: Promise<unknown> = Promise.resolve();
  let settling: Promise<void> = Promise.resolve();
  let closed = false;

  function open(): Parts {
    try {
      const { db, renewed } = openIndexFile(file);
      if (renewed !== undefined) onRenewed?.(renewed);
      return createParts(db);
    } catch (error) {
      throw explainSqliteError(error, file);
    }
  }

  function renew(reason: string): void {
    void parts.lsa.stop();
    parts.db.close();
    removeIndexFile(file);
    parts = open();
    onRenewed?.(reason);
  }

  const follow = (): Promise<number> =>
    followStore({ papers: store.papers, writer: () => parts.writer, renew, isClosed: () => closed });

  function catchUp(): Promise<number> {
    const next = following.then(async () => {
      const taken = await follow();
      if (taken === 0 || closed) return taken;
      if (parts.catalogue.vectors.end > mostGivenUp + 2 * parts.catalogue.vectors.count) {
        renew("most of it was out of date");
        await follow();
      }
      settle(parts);
      return taken;
    });
    following = next.catch(() => undefined);
    return next;
  }

  function explained<T>(work: Promise<T>): Promise<T> {
    return work.catch((error: unknown) => {
      throw explainSqliteError(error, file);
    });
  }

  /** In the background: no answer waits for it, and what goes wrong there costs only the topics. */
  function settle({ lsa }: Parts): void {
    settling = settling.then(() => (closed ? undefined : lsa.save().then(() => lsa.renew()))).then(nothing, nothing);
  }

  /** Brings what ranks the papers up to date. Topics that a process which has ended left unlearnt are learnt now. */
  function refresh({ catalogue, lsa }: Parts): void {
    catalogue.refresh();
    lsa.refresh();
    if (lsa.isDue && !closed) settle(parts);
  }

  async function ranked(): Promise<RankedPapers> {
    const { catalogue, lsa, keyOf, idOf } = parts;
    refresh(parts);
    return { vectors: catalogue.vectors, lsa: lsa.current, keyOf, numberOf: idOf };
  }

  /** Damage that shows only now costs one rebuild; the answer then comes from the new index. */
  async function mending<T>(answer: () => Promise<T>): Promise<T> {
    try {
      return await answer();
    } catch (error) {
      if (closed || !isDamage(error)) throw error;
      renew("it was damaged");
      await explained(catchUp());
      return answer();
    }
  }

  async function search(text: string, options: SearchOptions): Promise<SearchResult> {
    const query = parseQuery(text, { today: options.today });
    const limit = Math.min(Math.max(0, Math.trunc(options.limit)), longestPage);
    const offset = Math.max(0, Math.trunc(options.offset ?? 0));
    const { catalogue, lsa, fulfil, titleWords } = parts;
    refresh(parts);
    const ranking = { catalogue, lsa: lsa.current };
    const page = { limit, offset, sort: options.sort ?? "relevance" };
    const { total, whole, hits: found } = answer(query, fulfil(query), ranking, page);
    const hits = await hitsOf(query, found);
    const correction = whole < few ? await correctionOf(query, titleWords, catalogue) : {};
    return { total, whole, hits, ...correction, ...(query.note ? { note: query.note } : {}) };
  }

  async function hitsOf(query: Query, found: readonly AnswerHit[]): Promise<Hit[]> {
    const keyed = found.flatMap((hit) => {
      const key = parts.keyOf(hit.doc);
      return key === undefined ? [] : [{ ...hit, key }];
    });
    const papers = await store.papers.getMany(keyed.map(({ key }) => key));
    const byKey = new Map(papers.map((paper) => [paper.key, paper]));
    return keyed.flatMap(({ key, score, part }) => {
      const paper = byKey.get(key);
      if (!paper) return [];
      const analysed = analysePaper(paper);
      const marked = markedTokens(query, analysed.abstract, "abstract");
      const snippet = makeSnippet(paper.abstract, analysed.abstract, marked);
      return [{ key, score, ...(part && { part }), matches: findMatches(query, analysed), snippet }];
    });
  }

  return {
    catchUp: () => explained(mending(catchUp)),
    search: (text, options) => mending(() => search(text, options)),
    complete: (prefix, limit) => mending(() => parts.suggestions.complete(prefix, limit)),
    ranked: () => mending(ranked),
    settled: () => settling,
    count: () => mending(async () => parts.writer.progress().papers),
    close: async () => {
      closed = true;
      await parts.lsa.stop();
      await following;
      await settling;
      parts.db.close();
    },
  };
}

interface Parts {
  readonly db: IndexFile;
  readonly writer: IndexWriter;
  readonly catalogue: Catalogue;
  readonly lsa: LsaInUse;
  readonly fulfil: (query: Query) => Fulfilment;
  readonly titleWords: TitleWords;
  readonly suggestions: Suggestions;
  keyOf(id: number): string | undefined;
  idOf(key: string): number | undefined;
}

function createParts(db: IndexFile): Parts {
  const catalogue = createCatalogue(db);
  const lsa = createLsaInUse(db, catalogue);
  const writer = createIndexWriter(db, catalogue);
  const titleWords = createTitleWords(db);
  const readId = db.prepare<[string], number>("select id from docs where key = ?").pluck();
  const readKey = db.prepare<[number], string>("select key from docs where id = ?").pluck();
  return {
    db,
    writer: {
      ...writer,
      take(after, changes) {
        const taken = writer.take(after, changes);
        lsa.refresh();
        return taken;
      },
    },
    catalogue,
    lsa,
    fulfil: createFulfilment(db, catalogue),
    titleWords,
    suggestions: createSuggestions(db, titleWords),
    keyOf: (id) => readKey.get(id),
    idOf: (key) => readId.get(key),
  };
}

const nothing = (): void => undefined;

async function correctionOf(
  query: Query,
  titleWords: TitleWords,
  catalogue: Catalogue,
): Promise<{ didYouMean?: string }> {
  await titleWords.refresh();
  const didYouMean = correctQuery(query, catalogue, titleWords);
  return didYouMean === undefined ? {} : { didYouMean };
}
