import { daysAfter } from "../papers/day.ts";
import type { Day } from "../papers/paper.ts";
import type { ChannelSchedule, Delivery, FilledDay } from "../store/store.ts";
import { lastDueDay, localDay, nextRun } from "./schedule.ts";

/** What a look at a schedule says. */
export interface Look {
  /** The day whose delivery is to be made now, if it was not made before. */
  readonly due?: Day;
  /** Not worth a look before. */
  readonly next: Date;
}

/** A missed run is left to the next one where that comes so soon: two posts within a morning are one too many. */
const soon = 6 * 60 * 60 * 1_000;
/** Sources list papers late, or under the day before: so many days are looked at again (shown papers stay out). */
const lateDays = 2;
/** A first digest shows some days, so that it is not empty on a Monday. */
const firstDays = 3;
/** How far back a post looks at most, in days. */
export const mostDays = 14;
/** Milliseconds between a look at what is due and the claim, with many channels due at once. */
const longestComposing = 60 * 60 * 1_000;
const dayLength = 86_400_000;

/** The last delivery whose papers reached the channel, or may have. */
type Covered = Pick<Delivery, "day" | "claimedAt">;

/**
 * The latest run whose time has come, today's or one that was missed: several missed runs are made up for by one. Runs
 * before the schedule was set or resumed do not count, nor those within a pause.
 */
export function lookAt(schedule: ChannelSchedule, now: Date): Look {
  const { pause, timeZone } = schedule;
  if (pause?.until && isPaused(schedule, now)) return { next: pause.until };
  const next = nextRun(schedule, now) ?? new Date(now.getTime() + mostDays * dayLength);
  const due = lastDueDay(schedule, now);
  const before = lastDueDay(schedule, startOf(schedule));
  if (due === undefined || (before !== undefined && due <= before)) return { next };
  const isMissed = due !== localDay(now, timeZone);
  return isMissed && next.getTime() - now.getTime() <= soon ? { next } : { due, next };
}

export function isPaused({ pause }: ChannelSchedule, now: Date): boolean {
  return pause !== undefined && (pause.until === undefined || now < pause.until);
}

/**
 * The first day whose papers a delivery may show: some days before the last day that was covered, or before a day whose
 * papers came later than that, and no further back than a fortnight.
 * @param filled days that sources were asked for after their time, over the last fortnight at least
 */
export function firstDayOf(
  schedule: ChannelSchedule,
  due: Day,
  lastCovered: Covered | undefined,
  filled: readonly FilledDay[],
): Day {
  const earliest = daysAfter(due, -mostDays);
  const from =
    lastCovered === undefined
      ? daysAfter(localDay(startOf(schedule), schedule.timeZone), -firstDays)
      : [lastCovered.day, ...filledSince(lastCovered, filled)].map((day) => daysAfter(day, -lateDays)).toSorted()[0];
  return from !== undefined && from > earliest ? from : earliest;
}

/** What came while that delivery was composed may be missing in it. */
function filledSince({ claimedAt }: Covered, filled: readonly FilledDay[]): readonly Day[] {
  const composedAt = claimedAt.getTime() - longestComposing;
  return filled.filter(({ askedAt }) => askedAt.getTime() >= composedAt).map(({ date }) => date);
}

/** True where a run between the last day covered and this one was missed. */
export function isCatchUp({ days }: ChannelSchedule, due: Day, lastCovered: Day | undefined): boolean {
  if (lastCovered === undefined) return false;
  for (let missed = daysAfter(due, -1); missed > lastCovered; missed = daysAfter(missed, -1)) {
    if (days.some((weekday) => weekday === weekdayOf(missed))) return true;
  }
  return false;
}

/** Since when runs count. */
function startOf({ activeFrom, pause }: ChannelSchedule): Date {
  return pause?.until && pause.until > activeFrom ? pause.until : activeFrom;
}

function weekdayOf(date: Day): number {
  return new Date(date).getUTCDay() || 7;
}
