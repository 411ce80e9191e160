import { dayOf, daysAfter } from "../papers/day.ts";
import type { Day } from "../papers/paper.ts";
import type { Calendar } from "./source.ts";

const hour = 3_600_000;

/**
 * A batch each weekday, there by an hour of the source's own zone. Holidays are not known: on them the feed is empty,
 * which it says itself.
 */
export function weekdayCalendar({ timeZone, readyHour }: { timeZone: string; readyHour: number }): Calendar {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    hourCycle: "h23",
  });
  const local = (instant: Date): { day: Day; hour: number } => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
    return {
      day: `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`,
      hour: Number(parts.get("hour")),
    };
  };
  const due = (now: Date): Day => {
    const today = local(now);
    return today.hour >= readyHour && !isWeekend(today.day) ? today.day : weekdayBefore(today.day);
  };
  return {
    due,
    before: weekdayBefore,
    isQuiet: (now) => isWeekend(local(now).day),
    nextDue(now) {
      const before = due(now);
      let next = new Date(Math.floor(now.getTime() / hour) * hour + hour);
      while (due(next) === before) next = new Date(next.getTime() + hour);
      return next;
    },
  };
}

/** In no place of the world it is that day yet: a source that says so is wrong. */
export function isYetToCome(day: Day, now: Date): boolean {
  return day > daysAfter(dayOf(now), 1);
}

function weekdayBefore(day: Day): Day {
  const before = daysAfter(day, -1);
  return isWeekend(before) ? weekdayBefore(before) : before;
}

function isWeekend(day: Day): boolean {
  const weekday = new Date(day).getUTCDay();
  return weekday === 0 || weekday === 6;
}
