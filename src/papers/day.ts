import type { Day } from "./paper.ts";

/** The day of an instant in UTC, the zone in which sources and files count their days. */
export function dayOf(instant: Date): Day {
  return instant.toISOString().slice(0, 10);
}

/** The day so many days later, or earlier where the number is negative. */
export function daysAfter(day: Day, days: number): Day {
  return dayOf(new Date(Date.parse(day) + days * millisecondsADay));
}

/** From one day to another; below 0 where that lies before it. */
export function daysBetween(from: Day, to: Day): number {
  return (Date.parse(to) - Date.parse(from)) / millisecondsADay;
}

const millisecondsADay = 86_400_000;
