import type { Day, PaperKey } from "../papers/paper.ts";

/** A half-open range of the text it speaks of, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The words of an abstract around the first matches, with the matches marked for the views to set bold. */
export interface Snippet {
  readonly text: string;
  readonly marks: readonly Span[];
}

/** What a query found in a paper: each word or phrase as the person typed it, and the fields it stands in. */
export interface Match {
  readonly term: string;
  readonly kind: "word" | "phrase" | "author" | "category";
  readonly fields: readonly ("title" | "abstract" | "authors" | "categories")[];
}

export interface Hit {
  readonly key: PaperKey;
  /** Larger is better; comparable within one answer only. */
  readonly score: number;
  readonly matches: readonly Match[];
  readonly snippet: Snippet;
}

export type Sort = "relevance" | "date";

export interface SearchOptions {
  readonly limit: number;
  readonly offset?: number;
  readonly sort?: Sort;
  /** The day `since:30d` counts back from. */
  readonly today: Day;
}

export interface SearchResult {
  /** Papers that fulfil the whole query; where too few do, the ones that match part of its words, see `partial`. */
  readonly total: number;
  readonly hits: readonly Hit[];
  /** True when no paper matches every word and the hits match the most important ones. */
  readonly partial: boolean;
  /** A corrected query worth offering, when little was found. */
  readonly didYouMean?: string;
  /** What was left out of a query too long to read in full, as a sentence. */
  readonly note?: string;
}

/**
 * The local projection of the store that answers searches. It may be deleted at any time: `catchUp` makes it anew.
 * Queries are written in the language of query.ts; a wrong one throws a UserError that says what and where.
 */
export interface SearchIndex {
  /** Follows the store's change sequence to its end; resolves with the number of papers taken over. */
  catchUp(): Promise<number>;
  search(query: string, options: SearchOptions): Promise<SearchResult>;
  /** Titles that continue or resemble what was typed, best first. */
  complete(prefix: string, limit: number): Promise<readonly { key: PaperKey; title: string }[]>;
  /** Papers in the index. */
  count(): Promise<number>;
  close(): Promise<void>;
}
