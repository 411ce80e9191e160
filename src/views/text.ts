import type { Action, Inline } from "../message.ts";

/** Longest label every platform shows whole. */
const longestLabel = 38;

/** Cut at a word's end where one is near, never inside a character. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const start = text.slice(0, length - 1).toWellFormed();
  const lastBlank = start.lastIndexOf(" ");
  return `${(lastBlank > length * 0.6 ? start.slice(0, lastBlank) : start).trimEnd()}…`;
}

/** `1 paper`, `12 papers`, `1,204 entries`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString("en-GB")} ${number === 1 ? noun : plural}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerate(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** The same of words that are set apart. */
export function enumerateInline(items: readonly (readonly Inline[])[]): readonly Inline[] {
  return items.flatMap((item, index) => {
    const before = index === 0 ? [] : [index === items.length - 1 ? " and " : ", "];
    return [...before, ...item];
  });
}

/** Titles, in a message's one-line form. */
export function titlesOf(papers: readonly { readonly title: string }[]): string {
  return papers.map(({ title }) => cut(title, 80)).join("; ");
}

/** A sentence of ours: `quoted` words are what is typed, and an address is a link (`invite it by https://…`). */
export function withCode(sentence: string): readonly Inline[] {
  return sentence
    .split(/`([^`]+)`/)
    .flatMap((part, index) => (index % 2 === 1 ? [{ code: part }] : withLinks(part)))
    .filter((part) => part !== "");
}

function withLinks(text: string): readonly Inline[] {
  return text
    .split(/(https:\/\/\S*[^\s.,;:!?)])/)
    .map((part, index) => (index % 2 === 1 ? { link: "this link", url: part } : part));
}

export function button(label: string, run: string, more: Omit<Action, "label" | "run"> = {}): Action {
  return { label: cut(label, longestLabel), run, ...more };
}

/** Words alone, where nothing can be set apart. */
export function plainText(text: readonly Inline[]): string {
  return text
    .map((part) => {
      if (typeof part === "string") return part;
      if ("bold" in part) return part.bold;
      if ("code" in part) return part.code;
      return "time" in part ? part.time.toISOString() : part.link;
    })
    .join("");
}
