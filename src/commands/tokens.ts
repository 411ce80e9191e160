import { UserError } from "../errors.ts";

/** Longest line read, in UTF-16 units. */
const longestLine = 4_000;

const quotesLikeDouble = /[\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02]/g;
const quotesLikeSingle = /[\u2018\u2019\u201a\u201b\u2032]/g;
/** Marks of direction, soft hyphens and places to break a word, which come along with copied text. */
const invisible = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const blanks = /[\s\p{Cc}]/gu;

/**
 * What a person meant to type, after their keyboard and the platform's editor improved it: plain quotes and blanks,
 * composed letters.
 *
 * @throws UserError `line-too-long`
 */
export function normaliseLine(line: string): string {
  if (line.length > longestLine) {
    // How long it was nobody knows here: a pipe hands on no more than is surely too long.
    const longest = longestLine.toLocaleString("en-GB");
    throw new UserError("line-too-long", `That line is too long: at most ${longest} characters are read.`);
  }
  return line
    .toWellFormed()
    .normalize("NFC")
    .replace(quotesLikeDouble, '"')
    .replace(quotesLikeSingle, "'")
    .replace(invisible, "")
    .replace(blanks, " ");
}

/** Splits at blanks outside double quotes and keeps the quotes; a quote that is never closed is an ordinary character. */
export function tokenise(line: string): readonly string[] {
  return line.match(/(?:"[^"]*"|\S)+/g) ?? [];
}

/** The text of a token whose quotes only held it together. */
export function unquote(token: string): string {
  return token.replaceAll('"', "").trim();
}

/** The tokens behind the bot's own name, if the line begins with it, once or twice: `/papers`, `papers`, in any case. */
export function withoutPrefix(tokens: readonly string[], prefix: string): readonly string[] {
  const isName = (token = "") => isPrefix(token, prefix);
  if (!isName(tokens[0])) return tokens;
  return tokens.slice(isName(tokens[1]) ? 2 : 1);
}

export function isPrefix(token: string, prefix: string): boolean {
  const bare = (text: string) => text.toLowerCase().replace(/^[/@]/, "");
  return token !== "" && bare(token) === bare(prefix);
}

/** What a person typed, short enough for a sentence and set apart in it. */
export function inCode(typed: string): string {
  const cut = typed.length > 60 ? `${typed.slice(0, 59).toWellFormed()}…` : typed;
  return `\`${cut.replaceAll("`", "'")}\``;
}
