import type { Day } from "../papers/paper.ts";

/** A day as a page writes it: `Mar 11` names no year. */
export interface WrittenDay {
  readonly year?: number;
  readonly month: number;
  readonly day: number;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const monthPattern = String.raw`(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`;
const dayPattern = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;
const yearPattern = String.raw`(?:,? +((?:19|20)\d\d))?`;
const monthFirstPattern = new RegExp(`^${monthPattern} +${dayPattern}${yearPattern}$`, "i");
const dayFirstPattern = new RegExp(`^${dayPattern}\\.? +(?:of +)?${monthPattern}${yearPattern}$`, "i");
const yearFirstPattern = /^((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]\d\d:\d\d\S{0,30})?$/;
const weekday = /^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? +(?=\S)/i;

/** Reads a text that is a date and nothing else; undefined for anything more or less. */
export function parseWrittenDay(text: string): WrittenDay | undefined {
  if (text.length > 60) return undefined;
  const bare = text.trim().replace(/\s+/g, " ").replace(weekday, "");
  const iso = yearFirstPattern.exec(bare);
  if (iso) return valid(Number(iso[1]), Number(iso[3]), Number(iso[4]));
  const monthFirst = monthFirstPattern.exec(bare);
  if (monthFirst) return valid(yearOf(monthFirst[3]), monthOf(monthFirst[1]), Number(monthFirst[2]));
  const dayFirst = dayFirstPattern.exec(bare);
  if (dayFirst) return valid(yearOf(dayFirst[3]), monthOf(dayFirst[2]), Number(dayFirst[1]));
  return undefined;
}

/** The calendar day; without a year, in the latest year that does not lie after `notAfter`. */
export function resolveDay(written: WrittenDay, notAfter: Day): Day {
  if (written.year !== undefined) return format(written.year, written.month, written.day);
  let year = Number(notAfter.slice(0, 4));
  // February 29 may have to go back over a century's missing leap year: eight years at most.
  while (!exists(year, written.month, written.day) || format(year, written.month, written.day) > notAfter) year -= 1;
  return format(year, written.month, written.day);
}

function valid(year: number | undefined, month: number, day: number): WrittenDay | undefined {
  // 2024 is a leap year: it holds every day a date without a year can name.
  if (!exists(year ?? 2024, month, day)) return undefined;
  return year === undefined ? { month, day } : { year, month, day };
}

function exists(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function yearOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function monthOf(name: string | undefined): number {
  return months.indexOf((name ?? "").slice(0, 3).toLowerCase()) + 1;
}

function format(year: number, month: number, day: number): Day {
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
