import type { Day, Paper, PaperKey } from "./papers/paper.ts";
import type { Hit, SearchResult, Sort } from "./search/search-index.ts";
import type { Intake } from "./store/store.ts";

/** A hit with the paper it found. */
export interface FoundPaper extends Hit {
  readonly paper: Paper;
}

export interface Found extends Omit<SearchResult, "hits"> {
  readonly query: string;
  readonly hits: readonly FoundPaper[];
}

/** How things stand, for `status`. */
export interface EngineStatus {
  /** Papers in the store. */
  readonly papers: number;
  /** Papers the search index knows; fewer while it catches up. */
  readonly indexed: number;
  /** The newest day any source listed papers on, and how many. */
  readonly newest?: { readonly day: Day; readonly papers: number };
  readonly lastIntake?: Intake;
}

/** The only door to search, recommendation and papers for commands and delivery. */
export interface Engine {
  search(query: string, options: { limit: number; offset?: number; sort?: Sort }): Promise<Found>;
  complete(prefix: string, limit: number): Promise<readonly { key: PaperKey; title: string }[]>;
  /** By key, arXiv id or URL, or the words of a title; several when the words fit several. */
  find(reference: string): Promise<readonly Paper[]>;
  latest(page: {
    limit: number;
    offset: number;
  }): Promise<{ readonly total: number; readonly papers: readonly Paper[] }>;
  status(): Promise<EngineStatus>;
}
