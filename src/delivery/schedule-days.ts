import type { Weekday } from "./schedule.ts";

/** A piece of a schedule, and how many words it took. */
export interface Reading<T> {
  readonly value: T;
  readonly words: number;
}

export const weekdayNames: Readonly<Record<Weekday, string>> = {
  1: "Monday",
  2: "Tuesday",
  3: "Wednesday",
  4: "Thursday",
  5: "Friday",
  6: "Saturday",
  7: "Sunday",
};

/** Reads days at a word (all in lower case): `weekdays`, `mon`, `mon-fri`, `mon/thu`, `monday to friday`, `every day`. */
export function readDays(words: readonly string[], at: number): Reading<readonly Weekday[]> | undefined {
  const word = words[at] ?? "";
  const two = sets.get(`${word} ${words[at + 1]}`);
  if (two) return { value: two, words: 2 };
  const from = weekdayOf(word);
  const to = from && rangeWords.has(words[at + 1] ?? "") ? weekdayOf(words[at + 2] ?? "") : undefined;
  if (from && to) return { value: range(from, to), words: 3 };
  const value = sets.get(word) ?? (from ? [from] : (rangeIn(word) ?? listIn(word)));
  return value && { value, words: 1 };
}

const all: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const working: readonly Weekday[] = [1, 2, 3, 4, 5];

const sets: ReadonlyMap<string, readonly Weekday[]> = new Map<string, readonly Weekday[]>([
  ["daily", all],
  ["everyday", all],
  ["every day", all],
  ["each day", all],
  ["weekdays", working],
  ["weekday", working],
  ["workdays", working],
  ["week days", working],
  ["working days", working],
  ["weekends", [6, 7]],
  ["weekend", [6, 7]],
]);

const rangeWords = new Set(["-", "to", "through", "thru", "until", "till"]);

/** What a misspelt word is compared with. */
export const dayWords: readonly string[] = [
  ...Object.values(weekdayNames),
  ...[...sets.keys()].filter((name) => !name.includes(" ")),
  "weekly",
];

/** Any beginning of a day's name from three letters on, also in the plural: `tue`, `tues`, `thursdays`. */
function weekdayOf(word: string, fewest = 3): Weekday | undefined {
  const stem = word.replace(/[s.]$/u, "");
  if (stem.length < fewest) return undefined;
  return all.find((day) => weekdayNames[day].toLowerCase().startsWith(stem));
}

function rangeIn(word: string): readonly Weekday[] | undefined {
  const [from, to, ...rest] = word.split("-").map((part) => weekdayOf(part, 2));
  return from && to && rest.length === 0 ? range(from, to) : undefined;
}

function listIn(word: string): readonly Weekday[] | undefined {
  const parts = word.split(/[/+&]/u);
  const days = parts.map((part) => weekdayOf(part)).filter((day) => day !== undefined);
  return days.length > 1 && days.length === parts.length ? days : undefined;
}

/** Over the end of the week too: Saturday to Monday. */
function range(from: Weekday, to: Weekday): readonly Weekday[] {
  return all.filter((day) => (from <= to ? day >= from && day <= to : day >= from || day <= to));
}
