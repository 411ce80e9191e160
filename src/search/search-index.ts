import type { Day, PaperKey } from "../papers/paper.ts";
import type { Lsa } from "./lsa.ts";
import type { DocNumber, TermVectors } from "./term-vectors.ts";

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
  readonly kind: "word" | "phrase" | "author" | "category" | "number";
  readonly fields: readonly ("title" | "abstract" | "authors" | "categories" | "arxivId")[];
}

export interface Hit {
  readonly key: PaperKey;
  /** Larger is better; comparable within one answer only. */
  readonly score: number;
  /** Fulfils a part of the query only: stands behind the papers that fulfil all of it, or where there are none. */
  readonly part?: true;
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
  /** Papers in the list that pages go through: those that fulfil the whole query, and those that have a part of it. */
  readonly total: number;
  /** How many fulfil the whole query, exactly. They come first. */
  readonly whole: number;
  /**
   * Best first. Where few papers fulfil the whole query, those follow that have the better part of its words; where
   * none does, those that have any (`Hit.part`). A phrase, a field and an exclusion always hold.
   */
  readonly hits: readonly Hit[];
  /** A corrected query worth offering, when little was found. */
  readonly didYouMean?: string;
  /** What of the query was not read as it was typed, in sentences. */
  readonly note?: string;
}

/** The papers as numbers in typed arrays. */
export interface RankedPapers {
  readonly vectors: TermVectors;
  /** Undefined while there are too few papers to learn topics from. */
  readonly lsa: Lsa | undefined;
  numberOf(key: PaperKey): DocNumber | undefined;
  keyOf(doc: DocNumber): PaperKey | undefined;
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
  /** What ranks the papers, as of the last catch-up: for similar papers. Valid until the next await. */
  ranked(): Promise<RankedPapers>;
  /** Resolves when what was begun in the background, learning topics from the papers, is done and kept. */
  settled(): Promise<void>;
  close(): Promise<void>;
}
