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
  schedules: SchedulesTable;
  deliveries: DeliveriesTable;
  told_notices: ToldNoticesTable;
  votes: VotesTable;
  saved_papers: SavedPapersTable;
  taste_settings: TasteSettingsTable;
  secrets: SecretsTable;
  kept_lines: KeptLinesTable;
  source_states: SourceStatesTable;
  source_batches: SourceBatchesTable;
  source_validators: SourceValidatorsTable;
  source_turns: SourceTurnsTable;
}

export interface KeptLinesTable {
  id: string;
  line: string;
  /** ISO 8601. */
  kept_at: string;
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
  sources: string;
  arxiv_version: number | null;
  stars: number | null;
  organisation: string | null;
  /** JSON, or NULL where there are none. */
  ai_keywords: string | null;
  /** JSON: when a feed told upvotes and stars; NULL where none did. */
  counted_at: string | null;
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

export interface SchedulesTable {
  platform: string;
  channel_id: string;
  hour: number;
  minute: number;
  time_zone: string;
  days: string;
  says_nothing_new: number;
  rest_in_channel: number;
  set_by: string;
  set_by_name: string | null;
  set_at: string;
  active_from: string;
  paused_at: string | null;
  paused_until: string | null;
  paused_reason: string | null;
  paused_detail: string | null;
  /** Counts what people changed, so that who works with an older reading does not write over it. */
  version: number;
  checked_at: string;
  /** Not worth a look before. */
  check_at: string;
}

export interface DeliveriesTable {
  id: string;
  platform: string;
  channel_id: string;
  day: Day;
  time_zone: string;
  state: string;
  /** The process that has it in hand, or had it last. */
  owner: string;
  claimed_at: string;
  touched_at: string;
  /** The instant from which whoever comes may take it up; NULL when it is settled. */
  attempt_at: string | null;
  attempts: number;
  last_error: string | null;
  post_id: string | null;
  /** What is to be posted; NULL when it is settled. */
  content: string | null;
  papers: string;
}

/** What a channel was told of its sources, so that it is told once. */
interface ToldNoticesTable {
  platform: string;
  channel_id: string;
  notice: string;
  delivery: string;
}

export interface VotesTable {
  /** The keyed hash of a person's id: see person-hash.ts. */
  person: string;
  platform: string;
  /** Empty for what a person said of papers known from elsewhere. */
  channel_id: string;
  paper_key: PaperKey;
  /** 1 or -1. */
  value: number;
  voted_at: string;
}

export interface SavedPapersTable {
  person: string;
  platform: string;
  /** Where it was saved: it counts for that channel's taste. */
  channel_id: string;
  paper_key: PaperKey;
  saved_at: string;
}

export interface TasteSettingsTable {
  /** A person's hash, or a channel's platform and id. */
  owner: string;
  /** Votes up to this instant do not count. */
  begins: string | null;
  /** JSON: the words that do not count. */
  left_out: string;
}

interface SecretsTable {
  name: string;
  value: string;
}

export interface SourceStatesTable {
  feed: string;
  freshness: string;
  since: string;
  asked_at: string;
  next_poll_at: string;
  failures: number;
  batch_date: Day | null;
  batch_papers: number | null;
  detail: string | null;
  operator_told_at: string | null;
}

export interface SourceBatchesTable {
  feed: string;
  date: Day;
  papers: number;
  /** JSON: the arXiv ids in it, to tell a batch that comes again; empty once that is long ago. */
  ids: string;
  asked_at: string;
}

/** Whose turn it is to ask a server, over all processes. */
interface SourceTurnsTable {
  server: string;
  free_at: string;
}

interface SourceValidatorsTable {
  url: string;
  etag: string | null;
  last_modified: string | null;
  at: string;
}
