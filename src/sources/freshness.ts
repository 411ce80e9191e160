import type { Day } from "../papers/paper.ts";
import type { Freshness, SourceBatch, SourceState } from "../store/store.ts";
import { isYetToCome } from "./calendar.ts";
import type { Calendar } from "./source.ts";

export interface Judgement {
  readonly freshness: Freshness;
  /** In plain words, why it is stale. */
  readonly detail?: string;
}

/** A batch as far as its freshness goes. */
export interface JudgedBatch {
  /** The feed's own. */
  readonly date?: Day;
  readonly ids: readonly string[];
}

export interface JudgeContext {
  readonly calendar: Calendar;
  readonly isSteady: boolean;
  readonly now: Date;
}

/** As many papers as make a batch's usual size worth comparing with. */
const comparable = 20;
/** A batch below this share of the usual size is a broken one. */
const fraction = 0.25;
/** Fewer papers may well come back all of them. */
const telling = 3;
/** Two batches that share this much of the smaller one are one batch under two dates. */
const same = 0.9;

/**
 * Whether a batch is the day's. Its own date tells, but not alone: a stale feed looks like a quiet day, and was seen to
 * carry the new date with a few of the day's papers.
 *
 * @param earlier batches of the feed that were new, latest first
 */
export function judge(
  batch: JudgedBatch,
  earlier: readonly SourceBatch[],
  { calendar, isSteady, now }: JudgeContext,
): Judgement {
  const due = calendar.due(now);
  if (batch.ids.length === 0) return { freshness: "quiet" };
  if (batch.date === undefined) {
    const known = new Set(earlier.flatMap(({ ids }) => ids));
    return { freshness: batch.ids.some((id) => !known.has(id)) ? "new" : "quiet" };
  }
  if (isYetToCome(batch.date, now)) {
    return { freshness: "stale", detail: `it is dated ${batch.date}, which is yet to come` };
  }
  if (batch.date < due) {
    return { freshness: "stale", detail: `it still shows the batch of ${batch.date}` };
  }
  const { date } = batch;
  const before = earlier.filter((one) => one.date < date);
  const [last] = before;
  if (last && last.ids.length >= telling && overlap(batch.ids, last.ids) >= same) {
    return { freshness: "stale", detail: `it shows the papers of ${last.date} again, dated ${date}` };
  }
  const usual = usualSize(before, isSteady);
  if (usual !== undefined && batch.ids.length < usual * fraction) {
    return { freshness: "stale", detail: `${batch.ids.length} papers where there are usually ${usual}` };
  }
  return { freshness: calendar.isQuiet(now) ? "quiet" : "new" };
}

/** Papers of a batch, where that is worth comparing with. */
export function usualSize(batches: readonly SourceBatch[], isSteady: boolean): number | undefined {
  const usual = median(batches.map(({ papers }) => papers).filter((papers) => papers > 0));
  return isSteady && usual >= comparable ? usual : undefined;
}

/** Share of the smaller batch that is in the other; 0 unless both are there. */
function overlap(ids: readonly string[], others: readonly string[]): number {
  if (ids.length === 0 || others.length === 0) return 0;
  const known = new Set(others);
  const shared = ids.filter((id) => known.has(id)).length;
  return shared / Math.min(ids.length, others.length);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}

const minute = 60_000;
const hour = 60 * minute;

export interface PollPlan {
  readonly calendar: Calendar;
  /** Milliseconds. */
  readonly refreshEvery: number;
  readonly now: Date;
  /** 0 to 1. */
  readonly random: () => number;
}

/** When to ask again: soon while something is missing, later when the day's batch is there. */
export function nextPollAt(
  { freshness, failures, retryAt }: { freshness: Freshness; failures: number; retryAt?: Date },
  { calendar, refreshEvery, now, random }: PollPlan,
): Date {
  const jitter = 0.8 + 0.4 * random();
  const after = (milliseconds: number) => new Date(now.getTime() + milliseconds);
  const nextDue = after(calendar.nextDue(now).getTime() - now.getTime() + 10 * minute * jitter);
  switch (freshness) {
    case "new":
      return earliest(nextDue, after(refreshEvery * jitter));
    case "quiet":
      return earliest(nextDue, after((calendar.isQuiet(now) ? 6 * hour : hour) * jitter));
    case "stale":
      return after(30 * minute * jitter);
    case "failed": {
      const backOff = after(Math.min(2 * hour, 5 * minute * 2 ** Math.min(failures - 1, 10)) * jitter);
      return retryAt !== undefined && retryAt > backOff ? retryAt : backOff;
    }
    default:
      return freshness satisfies never;
  }
}

function earliest(one: Date, other: Date): Date {
  return one < other ? one : other;
}

/** A feed is in an outage while it is failed or stale. */
export function isOut({ freshness }: Pick<SourceState, "freshness">): boolean {
  return freshness === "failed" || freshness === "stale";
}

/**
 * Whether the feed's batch that should be here by now is still to come. An empty feed is an answer, if it was asked since:
 * nothing comes.
 */
export function isAwaited(state: SourceState | undefined, calendar: Calendar, now: Date): boolean {
  if (state === undefined) return true;
  if (calendar.isQuiet(now) || !lacks(state, calendar, now)) return false;
  return state.freshness !== "quiet" || calendar.due(state.askedAt) < calendar.due(now);
}

/** Whether the batch that is due by now has not come, for whatever reason. */
export function lacks({ freshness, batch }: SourceState, calendar: Calendar, now: Date): boolean {
  // A feed that names no days can't be behind.
  return batch === undefined ? freshness !== "new" : batch.date < calendar.due(now);
}
