import { stripVTControlCharacters } from "node:util";

const toBlank = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
// C0 and C1 controls, and what reorders or hides text: bidi marks, embeddings, overrides and isolates, zero-width
// blanks, tags. The two joiners stay: scripts and emoji need them.
const unprintable =
  /[\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Text from outside as it may stand on a terminal: one line, nothing in it that a terminal obeys. */
export function safeText(text: string): string {
  return stripVTControlCharacters(text.toWellFormed()).replace(toBlank, " ").replace(unprintable, "");
}

/** An address a terminal may be given as a link, in ASCII; undefined for anything but http and https. */
export function safeUrl(url: string): string | undefined {
  const parsed = URL.parse(url);
  return parsed && (parsed.protocol === "https:" || parsed.protocol === "http:") ? parsed.href : undefined;
}
