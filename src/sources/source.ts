import type { Day, PaperEntry, Reject } from "../papers/paper.ts";
import type { Validators } from "../store/store.ts";

/** A part of a source with batches of its own: all of it, or one category. */
export interface Feed {
  /** `hf-daily`, `arxiv:cs.CL`: as in the configuration and in `status`. */
  readonly name: string;
  /** The source's name in sightings. */
  readonly source: string;
  readonly calendar: Calendar;
  /** True where a batch far smaller than usual is a broken one; elsewhere days differ that much. */
  readonly isSteady: boolean;
  /** Milliseconds after which a batch that is there is looked at again: what its papers are told of grows. */
  readonly refreshEvery: number;
  /**
   * What the feed holds now.
   * @param recall validators of an earlier answer
   * @throws SourceError
   */
  poll(now: Date, options: PollOptions): Promise<Polled>;
  /** The days to ask for to have what a batch brought that nobody saw. */
  daysOf(batch: Day): { readonly from: Day; readonly to: Day };
  /** Whether all of a past day can be had by now. */
  isWhole(day: Day, now: Date): boolean;
  /**
   * All of a past day, for a backfill.
   * @throws SourceError
   */
  day(day: Day, signal?: AbortSignal): Promise<FetchedBatch>;
}

export interface PollOptions {
  readonly recall: (url: string) => Promise<Validators | undefined>;
  readonly signal?: AbortSignal;
}

export interface FetchedBatch {
  /** The feed's own; undefined where it doesn't say. */
  readonly date?: Day;
  readonly entries: readonly PaperEntry[];
  /** Entries that could not be read. */
  readonly rejects?: readonly Reject[];
}

export interface Polled {
  /** The batch to judge; undefined where the server said that nothing changed. */
  readonly batch?: FetchedBatch;
  /** Others that came along, for what is new about their papers. */
  readonly others?: readonly FetchedBatch[];
  /** To be kept once the papers are. */
  readonly validators: readonly Validators[];
  /** Why this is less than the day's batch, though something came, or came before. */
  readonly shortfall?: string;
  /** What else could not be had, in plain words. */
  readonly problems?: readonly string[];
}

/** When a source brings batches, as far as can be known beforehand. */
export interface Calendar {
  /** The latest day whose batch should be there by now. */
  due(now: Date): Day;
  /** Whether no batch is to be expected today. */
  isQuiet(now: Date): boolean;
  /** The last day before that one with a batch of its own. */
  before(day: Day): Day;
  /** The next instant at which another batch is due. */
  nextDue(now: Date): Date;
}
