import type { Clock } from "../clock.ts";
import { dayOf, daysAfter } from "../papers/day.ts";
import type { Day, Reject } from "../papers/paper.ts";
import { filledDaysOf } from "../store/filled-days.ts";
import type { Store } from "../store/store.ts";
import type { Feed } from "./source.ts";
import { takeInEntries } from "./take-in-entries.ts";

export interface BackfillReport {
  /** Days asked for now, and days that were here. */
  readonly days: number;
  readonly known: number;
  readonly papers: number;
  readonly new: number;
  /** What could not be read; `file` names the feed and the day. */
  readonly rejected: readonly Reject[];
  readonly interrupted?: true;
}

export interface BackfillDeps {
  readonly store: Pick<Store, "papers" | "sources">;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** After each day, and once before the first. */
  readonly onProgress?: (progress: { done: number; total: number; papers: number }) => void;
}

/**
 * Takes in past days of a feed, oldest first. Each day is remembered when its papers are in, so that whatever stops it, it
 * goes on from there and never asks for a day again. Days that may still grow are not remembered.
 * @throws SourceError when a day can't be had; the days before it stay
 */
export async function backfill(
  feed: Feed,
  { from, to }: { from: Day; to: Day },
  { store, clock, signal, onProgress = () => {} }: BackfillDeps,
): Promise<BackfillReport> {
  const name = filledDaysOf(feed.name);
  const today = dayOf(clock.now());
  const last = to < today ? to : today;
  const known = await store.sources.days(name, from, last);
  const days: Day[] = [];
  for (let day = from; day <= last; day = daysAfter(day, 1)) if (!known.has(day)) days.push(day);
  const rejected: Reject[] = [];
  const report = { days: 0, known: known.size, papers: 0, new: 0, rejected };
  const progress = () => onProgress({ done: report.days, total: days.length, papers: report.papers });
  progress();
  for (const day of days) {
    if (signal?.aborted) return { ...report, interrupted: true };
    const askedAt = clock.now();
    const batch = await feed.day(day, signal).catch((error: unknown) => {
      if (signal?.aborted) return undefined;
      throw error;
    });
    if (batch === undefined) return { ...report, interrupted: true };
    const takenIn = await takeInEntries(batch.entries, { source: feed.source, askedAt, store });
    if (feed.isWhole(day, askedAt)) {
      const { entries } = batch;
      await store.sources.saveBatch({ feed: name, date: day, papers: entries.length, ids: [], askedAt: clock.now() });
    }
    for (const reject of batch.rejects ?? []) rejected.push({ ...reject, file: `${feed.name} ${day}` });
    report.days += 1;
    report.papers += takenIn.papers;
    report.new += takenIn.new;
    progress();
  }
  return report;
}
