import { dayOf, daysAfter } from "../papers/day.ts";
import type { Day } from "../papers/paper.ts";
import { type BackfillDeps, backfill } from "./backfill.ts";
import type { Feed } from "./source.ts";

export interface MissedDeps extends Pick<BackfillDeps, "store" | "clock"> {
  readonly signal?: AbortSignal;
}

/** How far back it is worth it, in days: no digest shows older papers. */
const mostDays = 14;

/**
 * A feed tells its latest batch alone. Those that came while nobody asked (a night off, a feed that failed or was stale
 * for days) are asked for afterwards, each day once. What is known says which they are, so that nothing is forgotten
 * whatever stops it; days on which there was nothing are asked for like any other.
 * @returns how many papers nobody had told us of
 * @throws SourceError when a day can't be had; it is asked for again with the next poll
 */
export async function takeInMissed(feed: Feed, { store, clock, signal }: MissedDeps): Promise<number> {
  let added = 0;
  for (const batch of await missedBatches(feed, { store, clock })) {
    const report = await backfill(feed, feed.daysOf(batch), { store, clock, ...(signal && { signal }) });
    added += report.new;
    if (report.interrupted) break;
  }
  return added;
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
