import type { Reading } from "./schedule-days.ts";

export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

export const timeWords: readonly string[] = ["noon", "midday", "midnight"];

/** Reads a time at a word (all in lower case): `09:00`, `9.30pm`, `9 am`, `17h`, `17h30`, `0900`, `9`, `noon`. */
export function readTime(words: readonly string[], at: number): Reading<TimeOfDay> | undefined {
  const word = words[at] ?? "";
  if (timeWords.includes(word)) return { value: { hour: word === "midnight" ? 0 : 12, minute: 0 }, words: 1 };
  const figures = clock.exec(word) ?? /^(\d\d)(\d\d)$/u.exec(word);
  if (!figures) return undefined;
  const [, hour, minute = 0, suffix = ""] = figures;
  const following = words[at + 1] ?? "";
  const half = half12(suffix);
  const nextHalf = half ? undefined : half12(following);
  const value = timeOfDay(Number(hour), Number(minute), half ?? nextHalf);
  return value && { value, words: nextHalf || hourWords.has(following) ? 2 : 1 };
}

const clock = /^(\d{1,2})(?:[:.h](\d\d))?(h|am|pm|a\.m\.?|p\.m\.?)?$/u;
const hourWords = new Set(["h", "hours", "hrs", "o'clock", "o\u2019clock", "uhr"]);

function half12(word: string): "am" | "pm" | undefined {
  const letters = word.replaceAll(".", "");
  return letters === "am" || letters === "pm" ? letters : undefined;
}

function timeOfDay(hour: number, minute: number, half: "am" | "pm" | undefined): TimeOfDay | undefined {
  if (minute > 59 || hour > 23) return undefined;
  if (half === undefined) return { hour, minute };
  if (hour < 1 || hour > 12) return undefined;
  return { hour: (hour % 12) + (half === "pm" ? 12 : 0), minute };
}
