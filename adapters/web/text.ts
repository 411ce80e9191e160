const blanks = /[\s\p{Cc}\u2028\u2029]+/gu;
// What reorders or hides text: bidi marks, embeddings, overrides and isolates, zero-width blanks, tags. The two joiners
// stay: scripts and emoji need them.
const invisible = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
/** More marks than this on one letter are there to climb over other lines. */
const piledMarks = /(\p{M}{4})\p{M}+/gu;

/** Text from outside as one line with nothing hidden in it; escaping is `html`'s part. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(invisible, "").replace(blanks, " ").replace(piledMarks, "$1");
}

/** The same for text whose lines count, and how far they are set in, as those of a file. */
export function cleanLines(text: string): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => `${/^ {0,20}/.exec(line)?.[0] ?? ""}${cleanText(line).trimStart()}`)
    .join("\n");
}

/** An address that a page may link to; undefined for anything but http and https. */
export function safeUrl(url: string): string | undefined {
  const parsed = URL.parse(url);
  return parsed && (parsed.protocol === "https:" || parsed.protocol === "http:") ? parsed.href : undefined;
}
