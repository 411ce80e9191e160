import { type Catalogue, dayNumber } from "./catalogue.ts";
import { matchesEverything, toMatch } from "./fts-match.ts";
import type { IndexFile } from "./index-file.ts";
import type { Clause, PhraseClause, Query, WordClause } from "./query.ts";
import { wantedTerms } from "./wanted-terms.ts";

/** Documents that fulfil a query, or the better part of it. */
export interface Candidates {
  /** Document ids, the likeliest first: what is behind the part that gets ranked keeps this order. */
  readonly ids: readonly number[];
  /** The first so many are worth ranking word by word. */
  readonly ranked: number;
  /** Too few papers fulfil the whole query: these match some of its words. */
  readonly partial: boolean;
}

export interface Retrieval {
  /** `enough`: how many papers make an answer; where fewer fulfil a long query, it is relaxed. */
  retrieve(query: Query, options: { enough: number }): Candidates;
}

/** Papers that are ranked word by word; what lies behind keeps the order of retrieval. */
const ranked = 500;

/** Postings read for a relaxed query: the rarest words first, until together they stand in so many papers. */
const mostPostings = 30_000;

/** A query of fewer words is taken at its word: as long as any paper fulfils it, nothing is added to those. */
const wordsOfLongQuery = 4;

/**
 * Finds papers through FTS5, which decides who fulfils a query and is quick at that. Its bm25() is not used: over the
 * thousands of papers that common words bring it costs ten times the search itself (see docs/adr).
 */
export function createRetrieval(db: IndexFile, catalogue: Catalogue): Retrieval {
  const matching = db.prepare<[string], number>("select rowid from words where words match ?").pluck();
  const published = db
    .prepare<[string, string], number>("select id from docs where day >= ? and day < ? order by day desc, id desc")
    .pluck();

  function retrieve(query: Query, { enough }: { enough: number }): Candidates {
    if (matchesEverything(query)) {
      return { ids: published.all(query.from ?? "", query.before ?? "a"), partial: false, ranked };
    }
    const ids = fulfilling(query);
    const optional = query.clauses.filter(isPlainWords);
    const longEnough = ids.length === 0 ? 1 : wordsOfLongQuery;
    if (ids.length < enough && optional.length >= longEnough) {
      const relaxed = relax(query, optional);
      if (relaxed.length > ids.length) return { ids: relaxed, partial: true, ranked };
    }
    return { ids: ids.length > ranked ? likeliestFirst(query, ids) : ids, partial: false, ranked };
  }

  function fulfilling(query: Query): number[] {
    const ids = matching.all(toMatch(query));
    const from = query.from ? dayNumber(query.from) : 0;
    const before = query.before ? dayNumber(query.before) : Number.POSITIVE_INFINITY;
    if (!query.from && !query.before) return ids;
    return ids.filter((id) => catalogue.day(id) >= from && catalogue.day(id) < before);
  }

  /** More than can be ranked: papers with all words in the title, then the newest. */
  function likeliestFirst(query: Query, ids: readonly number[]): number[] {
    const inTitle = new Set(matching.all(toMatch({ ...query, clauses: query.clauses.map(inTitleOnly) })));
    return ids.toSorted(
      (a, b) => Number(inTitle.has(b)) - Number(inTitle.has(a)) || catalogue.day(b) - catalogue.day(a) || b - a,
    );
  }

  /** Papers with any of the rarest words, those first whose words say most. What is no plain word stays required. */
  function relax(query: Query, optional: readonly Clause[]): number[] {
    const required = query.clauses.filter((clause) => !isPlainWords(clause));
    const strict = required.length > 0 || query.from || query.before || query.code !== undefined;
    const allowed = strict ? maskOf(fulfilling({ ...query, clauses: required })) : undefined;
    const scores = new Float32Array(catalogue.idLimit);
    const found: number[] = [];
    for (const { term, weight } of rarest(wantedTerms(optional, catalogue))) {
      for (const id of matching.all(`"${term}"`)) {
        if (allowed && allowed[id] !== 1) continue;
        const score = scores[id] ?? 0;
        if (score === 0) found.push(id);
        scores[id] = score + weight;
      }
    }
    return bestFirst(found, scores);
  }

  function maskOf(ids: readonly number[]): Uint8Array {
    const mask = new Uint8Array(catalogue.idLimit);
    for (const id of ids) mask[id] = 1;
    return mask;
  }

  return { retrieve };
}

/** A word or hyphenated word without quotes or field: what may be missing when nothing has them all. */
function isPlainWords(clause: Clause): clause is WordClause | PhraseClause {
  if (clause.type === "word") return !clause.field;
  return clause.type === "phrase" && !clause.quoted && !clause.field;
}

function inTitleOnly(clause: Clause): Clause {
  return isPlainWords(clause) ? { ...clause, field: "title" } : clause;
}

function rarest<T extends { readonly papers: number }>(terms: readonly T[]): T[] {
  let postings = 0;
  return terms
    .filter((term) => term.papers > 0)
    .toSorted((a, b) => a.papers - b.papers)
    .filter((term, i) => {
      postings += term.papers;
      return i < 2 || postings <= mostPostings;
    });
}

/**
 * Sorted by score where it matters: the best of them, ties to the newer document. Sorting all of 30,000 costs
 * more than finding them; the rest stands behind in bands of equal score.
 */
function bestFirst(ids: readonly number[], scores: Float32Array): number[] {
  const compare = (a: number, b: number) => (scores[b] ?? 0) - (scores[a] ?? 0) || b - a;
  if (ids.length <= ranked) return ids.toSorted(compare);
  const all = Float32Array.from(ids, (id) => scores[id] ?? 0).sort();
  const bar = all[all.length - ranked] ?? 0;
  const above = ids.filter((id) => (scores[id] ?? 0) > bar).sort(compare);
  const on = ids.filter((id) => scores[id] === bar).sort((a, b) => b - a);
  const below = ids.filter((id) => (scores[id] ?? 0) < bar);
  return [...above, ...on, ...below];
}
