import { type Catalogue, dayNumber } from "./catalogue.ts";
import { matchesEverything, toMatch } from "./fts-match.ts";
import type { IndexFile } from "./index-file.ts";
import type { Clause, Query } from "./query.ts";
import { isPlainWords, relax } from "./relax.ts";

/** Documents that fulfil a query, or the better part of it. */
export interface Candidates {
  /** The likeliest first; what lies behind the ranked part keeps this order. At least as many as were asked for. */
  readonly ids: readonly number[];
  readonly total: number;
  /** The first so many are worth ranking word by word. */
  readonly ranked: number;
  /** Too few papers fulfil the whole query: these match some of its words. */
  readonly partial: boolean;
}

export interface Retrieval {
  /**
   * `enough`: how many papers make an answer; where fewer fulfil a long query, it is relaxed. `end`: how many will be
   * looked at, counted from the first; Infinity for all.
   */
  retrieve(query: Query, options: { readonly enough: number; readonly end: number }): Candidates;
}

/** Papers that are ranked word by word; the 500th by this order was never among the first ten by rank. */
const ranked = 500;

/** A query of fewer words is taken at its word: as long as any paper fulfils it, nothing is added to those. */
const wordsOfLongQuery = 4;

/** Fetching every id of a larger answer costs more than counting them and fetching those that may be shown. */
const countedFrom = 3000;

/**
 * Finds papers through FTS5, which decides who fulfils a query and is quick at that. Its bm25() is not used: over the
 * thousands of papers that common words bring it costs ten times the search itself.
 */
export function createRetrieval(db: IndexFile, catalogue: Catalogue): Retrieval {
  const counting = db.prepare<[string], number>("select count(*) from words where words match ?").pluck();
  const matching = db
    .prepare<[string, number], number>("select rowid from words where words match ? order by rowid desc limit ?")
    .pluck();
  const published = db
    .prepare<[string, string], number>("select id from docs where day >= ? and day < ? order by day desc, id desc")
    .pluck();

  function retrieve(query: Query, { enough, end }: { enough: number; end: number }): Candidates {
    if (matchesEverything(query)) {
      const ids = published.all(query.from ?? "", query.before ?? "a");
      return { ids, total: ids.length, ranked, partial: false };
    }
    const full = isDated(query) ? fulfilling(query) : beginning(query, Math.max(end, ranked));
    const optional = query.clauses.filter(isPlainWords);
    if (full.total < enough && optional.length >= (full.total === 0 ? 1 : wordsOfLongQuery)) {
      const required = { ...query, clauses: query.clauses.filter((clause) => !isPlainWords(clause)) };
      const allowed = isDemanding(required) ? fulfilling(required).ids : undefined;
      const ids = relax({ optional, allowed, best: ranked, catalogue, papersWith: (match) => matching.all(match, -1) });
      if (ids.length > full.total) return { ids, total: ids.length, ranked, partial: true };
    }
    return { ...full, ranked, partial: false };
  }

  /** Papers that fulfil the whole query; of very many only the first `end`. */
  function beginning(query: Query, end: number): { ids: readonly number[]; total: number } {
    const match = toMatch(query);
    const total = Number.isFinite(end) ? (counting.get(match) ?? 0) : 0;
    if (total <= Math.max(countedFrom, end)) return fulfilling(query);
    return { ids: titlesFirst(matching.all(match, end), matching.all(inTitles(query), end)).slice(0, end), total };
  }

  function fulfilling(query: Query): { ids: readonly number[]; total: number } {
    const found = matching.all(toMatch(query), -1);
    const ids = isDated(query) ? found.filter(withinDates(query)) : found;
    if (ids.length <= ranked) return { ids, total: ids.length };
    const within = new Set(ids);
    const titles = matching.all(inTitles(query), -1).filter((id) => within.has(id));
    return { ids: titlesFirst(ids, titles), total: ids.length };
  }

  function withinDates({ from, before }: Query): (id: number) => boolean {
    const first = from === undefined ? 0 : dayNumber(from);
    const end = before === undefined ? Number.POSITIVE_INFINITY : dayNumber(before);
    return (id) => catalogue.day(id) >= first && catalogue.day(id) < end;
  }

  return { retrieve };
}

function isDated(query: Query): boolean {
  return query.from !== undefined || query.before !== undefined;
}

function isDemanding(query: Query): boolean {
  return query.clauses.length > 0 || query.code !== undefined || isDated(query);
}

/** Where there are more papers than can be ranked: those with all words in the title, then the latest arrivals. */
function titlesFirst(ids: readonly number[], titles: readonly number[]): readonly number[] {
  const first = new Set(titles);
  return [...titles, ...ids.filter((id) => !first.has(id))];
}

function inTitles(query: Query): string {
  return toMatch({ ...query, clauses: query.clauses.map(inTitle) });
}

function inTitle(clause: Clause): Clause {
  switch (clause.type) {
    case "all":
    case "any":
      return { ...clause, clauses: clause.clauses.map(inTitle) };
    case "word":
    case "phrase":
      return { ...clause, field: "title" };
    default:
      return clause;
  }
}
