import type { Day } from "../papers/paper.ts";

const days = new Intl.DateTimeFormat("en-GB", {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

/** `Wednesday 11 March 2026`. */
export function dayInWords(day: Day): string {
  return days.format(new Date(day)).replaceAll(",", "");
}
