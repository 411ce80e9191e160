import type { Day } from "../../papers/paper.ts";

/**
 * How a source's last batch was: `new`; `quiet`, nothing was to be expected or nothing was there; `stale`, the same batch
 * again when another was due, or a fraction of one; `failed`, no answer or none that could be read.
 */
export type Freshness = "new" | "quiet" | "stale" | "failed";

/** What is known of a feed: a source, or one category of it. */
export interface SourceState {
  /** `hf-daily`, `arxiv:cs.CL`. */
  readonly feed: string;
  readonly freshness: Freshness;
  /** When it became so; with the feed's name it identifies an outage. */
  readonly since: Date;
  readonly askedAt: Date;
  /** Not worth asking again before. */
  readonly nextPollAt: Date;
  /** How often in a row it failed. */
  readonly failures: number;
  /** The last batch that was new, with the feed's own date. */
  readonly batch?: { readonly date: Day; readonly papers: number };
  /** In plain words, why it is stale or failed. */
  readonly detail?: string;
  /** When the operator was told of this outage. */
  readonly operatorToldAt?: Date;
}

/** A feed's papers of one day, as far as it was asked. */
export interface SourceBatch {
  readonly feed: string;
  /** The feed's own. */
  readonly date: Day;
  readonly papers: number;
  /** arXiv ids; kept for the latest batches only. */
  readonly ids: readonly string[];
  readonly askedAt: Date;
}

/** What a server gave along with an answer, to ask whether there is another. */
export interface Validators {
  readonly url: string;
  readonly etag?: string;
  readonly lastModified?: string;
}

/** One request at a time to a server, whichever process makes it. */
export interface SourceTurns {
  /**
   * Takes the turn until an instant, in case that it is never given back. Undefined where it was taken, else when it is to
   * be free. A turn that would last beyond `until` was taken by a clock that went ahead, and does not count.
   */
  takeTurn(server: string, turn: { readonly now: Date; readonly until: Date }): Promise<Date | undefined>;
  /** Gives it back: the next one may begin then. */
  endTurn(server: string, freeAt: Date): Promise<void>;
}

/** A past day that a feed was asked for later, by a backfill. */
export interface FilledDay {
  readonly date: Day;
  readonly askedAt: Date;
}

export interface SourceStore extends SourceTurns {
  /** In the order of the feeds' names. */
  states(): Promise<readonly SourceState[]>;
  state(feed: string): Promise<SourceState | undefined>;
  saveState(state: SourceState): Promise<void>;
  /** Latest date first. */
  batches(feed: string, limit: number): Promise<readonly SourceBatch[]>;
  /** Days from `from` to `to`, both included, that the feed was asked for. */
  days(feed: string, from: Day, to: Day): Promise<ReadonlySet<Day>>;
  /** Days since `from` that any feed was asked for later, and on which it had papers: no post looks back for a holiday. */
  filledDays(from: Day): Promise<readonly FilledDay[]>;
  /** Replaces what is known of that feed's day. */
  saveBatch(batch: SourceBatch): Promise<void>;
  validators(url: string): Promise<Validators | undefined>;
  saveValidators(validators: Validators, at: Date): Promise<void>;
}
