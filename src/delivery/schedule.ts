import { Temporal } from "temporal-polyfill";
import type { Day } from "../papers/paper.ts";

/** ISO 8601: Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** When a channel gets its post, on the wall clock of a place. A channel with no schedule (`off`) gets none. */
export interface Schedule {
  /** 0 to 23. */
  readonly hour: number;
  /** 0 to 59. */
  readonly minute: number;
  /** IANA name. */
  readonly timeZone: string;
  /** In order, each once, at least one. */
  readonly days: readonly Weekday[];
}

/** What a channel gets that never said when: nine in the morning, Monday to Friday. */
export function defaultSchedule(timeZone: string): Schedule {
  return { hour: 9, minute: 0, timeZone, days: [1, 2, 3, 4, 5] };
}

/** The calendar day that people in the zone call `instant`. */
export function localDay(instant: Date, timeZone: string): Day {
  return localDate(instant, timeZone).toString();
}

/** The first run strictly after an instant; undefined only for a schedule without days. */
export function nextRun(schedule: Schedule, after: Date): Date | undefined {
  const today = localDate(after, schedule.timeZone);
  for (let ahead = 0; ahead <= horizon; ahead++) {
    const run = runOn(schedule, today, ahead);
    if (run && run.instant > after.getTime()) return new Date(run.instant);
  }
  return undefined;
}

/** The first run after an instant that is of a later day. */
export function nextRunBehind(day: Day, schedule: Schedule, after: Date): Date | undefined {
  let run = nextRun(schedule, after);
  while (run && localDay(run, schedule.timeZone) <= day) run = nextRun(schedule, run);
  return run;
}

/** The day whose delivery is due now: today, if it is one of the schedule's days and its hour has come. */
export function dueDay(schedule: Schedule, now: Date): Day | undefined {
  return latestDue(schedule, now, 0);
}

/** The latest day whose hour has come, though it may have ended since: what a channel missed while nothing ran. */
export function lastDueDay(schedule: Schedule, now: Date): Day | undefined {
  return latestDue(schedule, now, horizon);
}

function latestDue(schedule: Schedule, now: Date, daysBack: number): Day | undefined {
  const today = localDate(now, schedule.timeZone);
  for (let back = 0; back <= daysBack; back++) {
    const run = runOn(schedule, today, -back);
    if (run && run.instant <= now.getTime()) return run.date.toString();
  }
  return undefined;
}

/** Two weeks: a zone that crosses the date line may skip the one weekday of a schedule. */
const horizon = 14;

interface Run {
  readonly date: Temporal.PlainDate;
  /** Milliseconds since 1970. */
  readonly instant: number;
}

/**
 * The run of the day so many days from `today`; undefined on days that are not the schedule's or that the zone skips.
 * Temporal's `compatible` reading settles the rest: an hour that occurs twice means its first time, an hour that clocks
 * skip means as much later (02:30 becomes 03:30). Where that would be the next day (Nuuk goes from 23:00 to 00:00) the
 * run comes as much earlier, so that every day of the calendar keeps its post.
 */
function runOn(schedule: Schedule, today: Temporal.PlainDate, offset: number): Run | undefined {
  const weekday = ((today.dayOfWeek - 1 + offset + 7 * horizon) % 7) + 1;
  if (!schedule.days.some((day) => day === weekday)) return undefined;
  const date = offset === 0 ? today : today.add({ days: offset });
  const wall = date.toPlainDateTime(new Temporal.PlainTime(schedule.hour, schedule.minute));
  for (const disambiguation of ["compatible", "earlier"] as const) {
    const run = wall.toZonedDateTime(schedule.timeZone, { disambiguation });
    if (run.day === date.day) return { date, instant: run.epochMilliseconds };
  }
  return undefined;
}

function localDate(instant: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
}
