import type { Day, PaperKey } from "../papers/paper.ts";

/**
 * The tables as Kysely sees them. Only column types that SQLite and PostgreSQL share: lists and links are JSON text,
 * instants are ISO text.
 */
export interface Tables {
  papers: PapersTable;
  paper_titles: PaperTitlesTable;
  folded_papers: FoldedPapersTable;
  change_counter: ChangeCounterTable;
  intakes: IntakesTable;
  subscriptions: SubscriptionsTable;
  shown_papers: ShownPapersTable;
}

export interface PapersTable {
  key: PaperKey;
  /** The change sequence number of the last change. */
  sequence: number;
  title: string;
  abstract: string;
  authors: string;
  /** Empty where unknown: SQLite and PostgreSQL disagree on where NULL sorts, not on where "" does. */
  published: Day | "";
  listed: Day;
  arxiv_id: string | null;
  external_id: string | null;
  categories: string;
  links: string;
  upvotes: number | null;
  key_sentence: string | null;
  sources: string;
}

/** Every title a paper was ever seen under; papers with different ids may share one. */
export interface PaperTitlesTable {
  fingerprint: string;
  key: PaperKey;
  /** The change that brought the title: of several papers with it, the one that had it first comes first. */
  since: number;
}

/** Keys that turned out to be another paper's: the forwarding address and the tombstone in one. */
interface FoldedPapersTable {
  key: PaperKey;
  into_key: PaperKey;
  sequence: number;
}

/** One row, id 1: the last number given out. */
interface ChangeCounterTable {
  id: number;
  last: number;
}

export interface IntakesTable {
  file_id: string;
  file: string;
  position: number;
  finished: number;
  entries: number;
  rejects: number;
  at: string;
}

export interface SubscriptionsTable {
  platform: string;
  channel_id: string;
  /** What makes two topics the same; `topic` is what was written. */
  identity: string;
  topic: string;
  /** Grows within a channel: the order in which topics were added. */
  position: number;
  added_by: string;
  added_by_name: string | null;
  added_at: string;
}

export interface ShownPapersTable {
  platform: string;
  channel_id: string;
  /** As it was when shown; may have become another paper's since. */
  paper_key: PaperKey;
  shown_at: string;
  delivery: string | null;
}
