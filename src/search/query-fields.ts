import { UserError } from "../errors.ts";
import { dayOf } from "../papers/day.ts";
import type { Day } from "../papers/paper.ts";

/** The fields of the query language, and what an example of each looks like. */
export const fieldExamples = {
  author: "author:hinton",
  cat: "cat:cs.CL",
  title: "title:transformer",
  since: "since:30d",
  is: "is:code",
} as const;

export type Field = keyof typeof fieldExamples;

export function isField(name: string): name is Field {
  return Object.hasOwn(fieldExamples, name);
}

/** The field a person probably meant by a name that is none; undefined where the name looks like part of a text. */
export function nearField(name: string): Field | undefined {
  const known = otherNames[name];
  if (known) return known;
  if (name.length < 4) return undefined;
  return (["author", "title", "since"] as const).find((field) => isOneSlipAway(name, field));
}

/**
 * The first day of `since:VALUE`: `30d`, `2w`, `6m`, `1y` back from today, or a year, month or day.
 * Throws a UserError that names the column where the value is none of these.
 */
export function readSince(value: string, today: Day, column: number): Day {
  const back = /^(\d{1,4})([dwmy])$/iu.exec(value);
  if (back) return daysBack(today, Number(back[1]), (back[2] ?? "d").toLowerCase());
  const date = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/u.exec(value);
  if (date) {
    const day = [date[1], (date[2] ?? "1").padStart(2, "0"), (date[3] ?? "1").padStart(2, "0")].join("-");
    const time = Date.parse(`${day}T00:00:00Z`);
    if (!Number.isNaN(time) && dayFrom(new Date(time)) === day) return day;
  }
  throw new UserError(
    "query",
    `since:${quoted(value)} (column ${column}) is no date: write since:30d, since:2w, since:6m, since:1y, since:2024, since:2024-05 or since:2024-05-01.`,
  );
}

/** What a person typed, fit for one short sentence. */
export function quoted(value: string): string {
  const line = value.replace(/\s+/gu, " ");
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}

const otherNames: Readonly<Record<string, Field>> = {
  authors: "author",
  by: "author",
  category: "cat",
  categories: "cat",
  cats: "cat",
  after: "since",
  year: "since",
  date: "since",
  has: "is",
};

function daysBack(today: Day, count: number, unit: string): Day {
  const from = new Date(`${today}T00:00:00Z`);
  if (unit === "d" || unit === "w") {
    from.setUTCDate(from.getUTCDate() - count * (unit === "w" ? 7 : 1));
    return dayFrom(from);
  }
  const day = from.getUTCDate();
  from.setUTCDate(1);
  from.setUTCMonth(from.getUTCMonth() - count * (unit === "y" ? 12 : 1));
  // A month back from the 31st is the last day of a shorter month, not the first of the next.
  const lastOfMonth = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 0)).getUTCDate();
  from.setUTCDate(Math.min(day, lastOfMonth));
  return dayFrom(from);
}

/** Years before 1 have no `YYYY-MM-DD`; nothing was published then. */
function dayFrom(date: Date): Day {
  return date.getUTCFullYear() < 1 ? "0001-01-01" : dayOf(date);
}

/** One letter wrong, missing, too many, or two swapped. */
function isOneSlipAway(typed: string, field: string): boolean {
  let head = 0;
  while (head < typed.length && typed[head] === field[head]) head++;
  const [a, b] = [typed.slice(head), field.slice(head)];
  if (a === b) return false;
  const swapped = a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
  return swapped || a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1);
}
