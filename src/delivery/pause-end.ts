import { Temporal } from "temporal-polyfill";
import { dueDay, localDay, type Schedule } from "./schedule.ts";

/**
 * The end of a pause of so many days: midnight in the schedule's zone, so that whole days are left out. Today is the first
 * of them, unless its post has come already.
 */
export function pauseEnd(schedule: Schedule, now: Date, days: number): Date {
  const isTodayOver = dueDay(schedule, now) !== undefined;
  const end = Temporal.PlainDate.from(localDay(now, schedule.timeZone)).add({ days: isTodayOver ? days + 1 : days });
  return new Date(end.toZonedDateTime(schedule.timeZone).epochMilliseconds);
}
