import type { Inline } from "../../src/message.ts";

/**
 * Slack's text markup. It has no escape for `*`, `_`, `~` and the backtick, so where they would format they are replaced
 * by characters that look the same; `&`, `<` and `>` have entities. The text objects carry `verbatim`, which keeps Slack
 * from linking names and addresses by itself.
 */

const lineEnds = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
// Controls, and what reorders or hides text. The two joiners stay: scripts and emoji need them.
const unprintable =
  /[\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/**
 * What limits of markup and of blocks are counted in here, UTF-8 bytes: whatever Slack counts, be it characters or code
 * units, is no more than that.
 */
export function sizeOf(text: string): number {
  return Buffer.byteLength(text);
}

/** Text from outside on one line, with nothing hidden in it. */
function cleanText(text: string): string {
  return text.toWellFormed().replace(lineEnds, " ").replace(unprintable, "");
}

/** For `plain_text` objects, which know entities but no markup; at most `longest` characters. */
export function plainText(text: string, longest: number): string {
  const clean = cleanText(text).trim();
  const escaped = escapeEntities(clean);
  if (escaped.length <= longest) return escaped;
  const fits = (length: number) => escapeEntities(clean.slice(0, length).toWellFormed()).length < longest;
  return `${escapeEntities(clean.slice(0, greatest(clean.length, fits)).toWellFormed()).trimEnd()}…`;
}

/** One markup text of at most `longest` bytes, cut where it is longer. */
export function mrkdwn(parts: readonly Inline[], longest: number): string {
  const [first = "", ...more] = mrkdwnTexts(parts, longest - sizeOf("…"));
  return more.length > 0 ? `${first.trimEnd()}…` : first;
}

/** The whole text in as many pieces of at most `longest` bytes as it takes. */
export function mrkdwnTexts(parts: readonly Inline[], longest: number): readonly string[] {
  const texts: string[] = [];
  let text = "";
  for (const [index, part] of parts.entries()) {
    let rest: Inline | undefined = part;
    while (rest !== undefined) {
      const [taken, left]: Taken = take(rest, longest - sizeOf(text), {
        atWordEnd: !/[\p{L}\p{N}]$/u.test(text),
        beforeWord: startsWithWord(parts[index + 1]),
        isAlone: text === "",
      });
      text += taken;
      rest = left;
      if (rest === undefined) continue;
      texts.push(text);
      text = "";
    }
  }
  return [...texts, text].map((line) => line.trim().replace(/^&gt;/, "›")).filter((line) => line !== "");
}

/** Text that keeps its lines, in fences of at most `longest` bytes each; a line is cut where it is longer. */
export function preformattedTexts(text: string, longest: number): readonly string[] {
  const room = longest - 2 * (fence.length + 1);
  const pieces: string[] = [];
  let piece = "";
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => cleanText(line).replaceAll(fence, "'''"));
  for (const line of lines.flatMap((whole) => cutToRoom(whole, room))) {
    if (piece !== "" && sizeOf(piece) + sizeOf(line) + 1 > room) {
      pieces.push(piece);
      piece = "";
    }
    piece += piece === "" ? line : `\n${line}`;
  }
  return [...pieces, piece].filter((lines) => lines !== "").map((lines) => `${fence}\n${lines}\n${fence}`);
}

const fence = "```";

/** A line in markup, in pieces that fit. */
function cutToRoom(line: string, room: number): readonly string[] {
  const pieces: string[] = [];
  let rest = line;
  while (sizeOf(escapeEntities(rest)) > room) {
    const most = greatest(
      Math.min(rest.length, room),
      (length) => sizeOf(escapeEntities(rest.slice(0, length))) <= room,
    );
    const end = wholeCharacters(rest, most);
    pieces.push(escapeEntities(rest.slice(0, end)));
    rest = rest.slice(end);
  }
  return [...pieces, escapeEntities(rest)];
}

/** An address Slack may link to, as it stands in markup; undefined for anything but http and https. */
export function safeUrl(url: string): string | undefined {
  const parsed = URL.parse(url);
  if (!parsed || (parsed.protocol !== "https:" && parsed.protocol !== "http:")) return undefined;
  const href = parsed.href.replaceAll("|", "%7C").replaceAll("<", "%3C").replaceAll(">", "%3E");
  return href.length > longestUrl ? undefined : href;
}

/** Slack allows 3,000; with its entities an address must leave room for its label in a section of 3,000. */
const longestUrl = 1_500;

interface Place {
  readonly atWordEnd: boolean;
  readonly beforeWord: boolean;
  readonly isAlone: boolean;
}

/** Markup that fits into `room`, and what is left of the part. */
type Taken = readonly [markup: string, left: Inline | undefined];

function take(part: Inline, room: number, place: Place): Taken {
  const whole = markup(part, place);
  if (sizeOf(whole) <= room) return [whole, undefined];
  if (typeof part === "object" && ("link" in part || "time" in part)) {
    if (!place.isAlone) return ["", part];
    return "link" in part ? take(part.link, room, place) : [whole, undefined];
  }
  const raw = rawText(part);
  const prefix = (length: number) => markup(withText(part, raw.slice(0, length).toWellFormed()), place);
  const most = greatest(raw.length, (length) => sizeOf(prefix(length)) <= room);
  const lastBlank = raw.lastIndexOf(" ", most);
  const end = lastBlank > most * 0.6 ? lastBlank : wholeCharacters(raw, most);
  if (end === 0) return place.isAlone ? ["", undefined] : ["", part];
  return [prefix(end), withText(part, raw.slice(end))];
}

function markup(part: Inline, place: Place): string {
  if (typeof part === "string") return escapeMarkup(cleanText(part));
  if ("bold" in part) return wrapped(escapeMarkup(cleanText(part.bold)), "*", place);
  if ("code" in part) return wrapped(escapeEntities(cleanText(part.code).replaceAll("`", "'")), "`", place);
  if ("time" in part) return dateMarkup(part.time);
  const url = safeUrl(part.url);
  const label = escapeMarkup(cleanText(part.link).trim()).replaceAll("|", "¦");
  if (url === undefined) return label;
  return `<${escapeEntities(url)}${label === "" ? "" : `|${label}`}>`;
}

/** Marks only format at the edges of words; in the middle of one they would be shown. */
function wrapped(content: string, mark: string, { atWordEnd, beforeWord }: Place): string {
  const [, before = "", middle = "", after = ""] = /^(\s*)(.*?)(\s*)$/s.exec(content) ?? [];
  const formats = middle !== "" && (before !== "" || atWordEnd) && (after !== "" || !beforeWord);
  return formats ? `${before}${mark}${middle}${mark}${after}` : content;
}

/** Shown on each reader's own clock; the part behind the bar is for programs that do not know dates. */
function dateMarkup(time: Date): string {
  const iso = time.toISOString();
  return `<!date^${Math.floor(time.getTime() / 1_000)}^{date_short_pretty} {time}|${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC>`;
}

function escapeMarkup(text: string): string {
  const literal = text
    .replaceAll("*", "∗")
    .replaceAll("~", "∼")
    .replaceAll("`", "ˋ")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "ˍ")
    .replace(/:(?=[a-z0-9_+'-]{1,100}:)/gi, "꞉");
  return escapeEntities(literal);
}

function escapeEntities(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function rawText(part: Inline): string {
  if (typeof part === "string") return part;
  if ("bold" in part) return part.bold;
  if ("code" in part) return part.code;
  return "link" in part ? part.link : "";
}

function withText(part: Inline, text: string): Inline {
  if (typeof part === "string") return text;
  return "bold" in part ? { bold: text } : { code: text };
}

/** A length that does not cut a surrogate pair in two. */
function wholeCharacters(text: string, length: number): number {
  const cutsPair = /[\ud800-\udbff]/.test(text[length - 1] ?? "") && /[\udc00-\udfff]/.test(text[length] ?? "");
  return cutsPair ? length - 1 : length;
}

function startsWithWord(part: Inline | undefined): boolean {
  return part !== undefined && /^[\p{L}\p{N}]/u.test(rawText(part));
}

/** The greatest length for which `fits` holds; it holds for all lengths up to that one. */
function greatest(longest: number, fits: (length: number) => boolean): number {
  let low = 0;
  let high = longest;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
