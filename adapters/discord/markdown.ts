import type { Inline } from "../../src/message.ts";

const blanks = /[\s\p{Cc}\u2028\u2029]+/gu;
// What reorders or hides text: bidi marks, embeddings, overrides and isolates, zero-width blanks, tags. The two joiners
// stay: scripts and emoji need them.
const invisible = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
/** More marks than this on one letter are there to climb over other lines. */
const piledMarks = /(\p{M}{4})\p{M}+/gu;

/** Text from outside as one line of plain words. */
export function plain(text: string): string {
  const words = text.toWellFormed().replace(invisible, "").replace(blanks, " ").replace(piledMarks, "$1");
  return words.trim() === "" ? words.slice(0, 1) : words;
}

/** Cut to so many UTF-16 units, at a word's end where one is near, never inside a character. */
export function cutTo(text: string, length: number): string {
  if (text.length <= length) return text;
  const start = graphemes(text, length - 1);
  const lastBlank = start.lastIndexOf(" ");
  return `${(lastBlank > length * 0.6 ? start.slice(0, lastBlank) : start).trimEnd()}…`;
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

function graphemes(text: string, length: number): string {
  let end = 0;
  for (const { index, segment } of segmenter.segment(text.slice(0, length + 64))) {
    if (index + segment.length > length) break;
    end = index + segment.length;
  }
  // One endless cluster: what counts is that no surrogate pair is torn.
  return end === 0
    ? text
        .slice(0, length)
        .toWellFormed()
        .replace(/\ufffd$/u, "")
    : text.slice(0, end);
}

// Discord shows any of these as it is behind a backslash. The colon keeps addresses, emoji and time stamps from forming.
const markup = /[\\`*_~|[\]()<>:@#]/g;
/** What opens a list where a line begins. */
const lineOpener = /^( ?)(?:([-+])|(\d{1,9})(?=\.))/;

/** Words as Discord shows them and obeys nothing in them: no markup, no mention, no link. */
export function escapeMarkdown(text: string): string {
  return plain(text)
    .replace(markup, "\\$&")
    .replace(lineOpener, (_, blank: string, dash?: string, digits?: string) =>
      dash ? `${blank}\\${dash}` : `${blank}${digits}\\`,
    );
}

/** An http or https address as it may stand in a masked link; undefined for anything else, and for endless ones. */
function safeUrl(url: string): string | undefined {
  const parsed = URL.parse(url);
  if (!parsed || (parsed.protocol !== "https:" && parsed.protocol !== "http:")) return undefined;
  const href = parsed.href.replace(/[()<>\\*_~`|[\]]/g, percentEncoded);
  return href.length <= 500 ? href : undefined;
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

/**
 * A masked link, or the bare label where the address is no good. Discord obeys no backslash in a link's label and shows it
 * (https://github.com/discord/discord-api-docs/issues/6185), so a label that would need one stands in front of the link.
 */
export function maskedLink(label: string, url: string | undefined, length: number): string {
  const target = url === undefined ? undefined : safeUrl(url);
  if (target === undefined) return escaped(label, length);
  const words = cutTo(plain(label), length).trim();
  if (words === "") return `[link](${target})`;
  return isPlain(words) ? `[${words}](${target})` : `${escaped(label, length)} [link](${target})`;
}

/** What Discord takes for markup in a label, or what makes it show the whole link as it is written. */
const spoilsLabels = [
  /[\\`|]|<\S|:\/\/|@(?:everyone|here)|:[^\s:]+:/u,
  /([*_~]).*\1/u,
  /^(?:[-+*>]|#{1,3}|\d+\.)\s/u,
  /[\p{Extended_Pictographic}\p{Regional_Indicator}]/u,
];

function isPlain(label: string): boolean {
  const withoutPairs = label.replace(/\[[^[\]]*\]/gu, "");
  return !/[[\]]/u.test(withoutPairs) && !spoilsLabels.some((each) => each.test(label));
}

/** Escaped text of at most so many units once escaped. */
export function escaped(text: string, length: number): string {
  const words = plain(text);
  for (let room = length; room > 1; room = Math.floor(room * 0.8)) {
    const shown = escapeMarkdown(cutTo(words, room));
    if (shown.length <= length) return shown;
  }
  return "…";
}

/** Inline text as Markdown of at most `length` units; what does not fit is left out behind an ellipsis. */
export function markdown(text: readonly Inline[], length: number): string {
  let shown = "";
  for (const part of text) {
    const room = length - shown.length - 1;
    const next = inline(part, room);
    if (next.length > room) return `${shown}…`;
    shown += next;
    if (room < 2) return shown;
  }
  return shown;
}

function inline(part: Inline, room: number): string {
  if (typeof part === "string") return escaped(part, room);
  if ("time" in part) {
    const seconds = Math.floor(part.time.getTime() / 1_000);
    return Number.isFinite(seconds) ? `<t:${seconds}:f>` : "";
  }
  if ("bold" in part) return wrapped("**", escaped(part.bold, room - 4));
  if ("code" in part) return wrapped("`", cutTo(plain(part.code).replaceAll("`", "'"), Math.max(2, room - 2)));
  return maskedLink(part.link, part.url, Math.max(2, room - " [link]()".length - (safeUrl(part.url)?.length ?? 0)));
}

/** Marks around nothing, or with a blank inside, would show as they are. */
function wrapped(marks: string, text: string): string {
  const [, before = "", words = "", after = ""] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
  return words === "" ? text : `${before}${marks}${words}${marks}${after}`;
}
