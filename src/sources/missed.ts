import { dayOf, daysAfter } from "../papers/day.ts";
import type { Day } from "../papers/paper.ts";
import type { SourceBatch } from "../store/store.ts";
import { type BackfillDeps, backfill } from "./backfill.ts";
import { usualSize } from "./freshness.ts";
import { SourceError } from "./http.ts";
import type { Feed } from "./source.ts";

export interface MissedDeps extends Pick<BackfillDeps, "store" | "clock"> {
  readonly signal?: AbortSignal;
}

export interface TakenInMissed {
  /** Papers nobody had told us of. */
  readonly new: number;
  /** Why days can't be had, in plain words; they are asked for again with the next poll. */
  readonly problems: readonly string[];
}

/** How far back it is worth it, in days: no digest shows older papers. */
const mostDays = 14;
/** One day that can't be had holds up no other; several are the server's trouble, which is left alone then. */
const mostProblems = 2;

/**
 * A feed tells its latest batch alone. Those that came while nobody asked (a night off, a feed that failed or was stale
 * for days) are asked for afterwards, each day once. What is known says which they are, so that nothing is forgotten
 * whatever stops it; days on which there was nothing are asked for like any other.
 *
 * @param earlier the feed's latest batches
 */
export async function takeInMissed(
  feed: Feed,
  earlier: readonly SourceBatch[],
  { store, clock, signal }: MissedDeps,
): Promise<TakenInMissed> {
  const asked = unlessEmpty(feed, usualSize(earlier, feed.isSteady));
  const problems: string[] = [];
  let added = 0;
  for (const day of await missedDays(feed, { store, clock })) {
    try {
      const report = await backfill(asked, { from: day, to: day }, { store, clock, ...(signal && { signal }) });
      added += report.new;
      // The poll is not over: the next start goes on with it at once.
      if (report.interrupted) signal?.throwIfAborted();
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      problems.push(`${day}: ${error.message}`);
      if (problems.length >= mostProblems) break;
    }
  }
  return { new: added, problems };
}

/** Where a batch has dozens of papers, an empty working day is an answer that went wrong, and not to be remembered. */
function unlessEmpty(feed: Feed, usual: number | undefined): Feed {
  return {
    ...feed,
    async day(day, signal) {
      const batch = await feed.day(day, signal);
      const isWorkingDay = feed.calendar.before(daysAfter(day, 1)) === day;
      if (batch.entries.length > 0 || usual === undefined || !isWorkingDay) return batch;
      throw new SourceError(`it gave nothing, where a batch has usually ${usual} papers`);
    },
  };
}

async function missedDays(feed: Feed, deps: Pick<MissedDeps, "store" | "clock">): Promise<readonly Day[]> {
  const days = new Set<Day>();
  for (const { from, to } of (await missedBatches(feed, deps)).map(feed.daysOf)) {
    for (let day = from; day <= to; day = daysAfter(day, 1)) days.add(day);
  }
  return [...days];
}

/** Oldest first. Nothing was missed before the first batch that is known. */
async function missedBatches(
  { name, calendar, daysOf }: Feed,
  { store, clock }: Pick<MissedDeps, "store" | "clock">,
): Promise<readonly Day[]> {
  const now = clock.now();
  const today = dayOf(now);
  const due = calendar.due(now);
  const known = await store.sources.days(name, "", due);
  const first = [...known].toSorted()[0] ?? due;
  const from = [first, daysAfter(today, -mostDays)].toSorted()[1] ?? due;
  const missed: Day[] = [];
  // At weekends the feed is empty already, and what was due on Friday is the last that may have been missed.
  for (let day = calendar.isQuiet(now) ? due : calendar.before(due); day > from; day = calendar.before(day)) {
    // What may still grow is the feed's own to tell.
    if (!known.has(day) && daysOf(day).to < daysAfter(today, -1)) missed.unshift(day);
  }
  return missed;
}
