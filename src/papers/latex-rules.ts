import { groupAt, isLetter, type LatexSource, skipBlanks } from "./latex-source.ts";
import { textAccents } from "./latex-symbols.ts";

/** How far a closing quote or bracket is looked for. */
export const quoteReach = 200;

/** Prices come in pairs too (`$5 and $10`): a formula hugs its dollars and holds no running text. */
export function isFormula(inner: string, after: string | undefined): boolean {
  const content = inner.trim();
  if (content === "" || inner.endsWith("\\")) return false;
  const loose = inner.startsWith(" ") || inner.endsWith(" ");
  const startsLikePrice = /^\d/.test(inner);
  if (/[\\^_{]/.test(inner)) return !(startsLikePrice && inner.endsWith(" "));
  if (!/[\p{L}\p{N}]/u.test(content)) return true;
  if (after !== undefined && after >= "0" && after <= "9") return false;
  if (loose) return content.length <= 12 && !startsLikePrice && !/\p{L}{2}/u.test(content);
  if (startsLikePrice && / \p{L}{2}/u.test(inner)) return false;
  return !/\p{L}{3,}[ ,;]+\p{L}{3,}/u.test(inner);
}

/** `~` ties a word to its number or citation; between figures and before them it means about. */
export function isTie(text: string, at: number): boolean {
  const before = text[at - 1] ?? " ";
  const after = text[at + 1] ?? " ";
  if (/[\s/~]/.test(before.slice(-1)) || /[\s/~]/.test(after)) return false;
  if (after === "\\" || after === "$" || after === "[" || before === "." || before === ",") return true;
  if (/[\d)\]]/.test(before.slice(-1))) return /\p{L}/u.test(after);
  return /\p{L}{2}$/u.test(text.slice(Math.max(0, at - 4), at)) && /[\p{L}\p{N}(]/u.test(after);
}

/** Whether a single backquote is closed by an apostrophe, as LaTeX does, before another one opens. */
export function closesSingle(text: string, at: number, to: number): boolean {
  const end = Math.min(to, at + quoteReach);
  for (let i = at + 1; i < end; i++) {
    if (text[i] === "`") return false;
    if (text[i] === "'" && i > at + 1 && !isLetter(text.charCodeAt(i + 1))) return true;
  }
  return false;
}

export function accent(
  source: LatexSource,
  name: string,
  at: number,
  to: number,
): { text: string; next: number } | undefined {
  const mark = textAccents.get(name);
  if (mark === undefined) return undefined;
  const { text } = source;
  const group = groupAt(source, at, to);
  if (group !== undefined) {
    const base = dotless(text.slice(group.from, Math.min(group.to, group.from + 8)).trim());
    return base === undefined ? undefined : { text: (base + mark).normalize("NFC"), next: group.next };
  }
  const isSign = !isLetter(name.charCodeAt(0));
  if (text[at] === "\\" && (text[at + 1] === "i" || text[at + 1] === "j") && !isLetter(text.charCodeAt(at + 2)))
    return { text: ((text[at + 1] ?? "") + mark).normalize("NFC"), next: skipBlanks(text, at + 2, to) };
  const start = isSign ? at : skipBlanks(text, at, to);
  if (start >= to || (!isSign && start === at)) return undefined;
  const composed = ((text[start] ?? "") + mark).normalize("NFC");
  return isLetter(text.charCodeAt(start)) && composed.length === 1 ? { text: composed, next: start + 1 } : undefined;
}

function dotless(base: string): string | undefined {
  if (base === "\\i" || base === "\\j") return base.slice(1);
  return /^\p{L}$/u.test(base) ? base : undefined;
}

/** `\citet{vaswani2017attention}` reads `Vaswani (2017)`. */
export function citedAs(key: string): string | undefined {
  const [, author, year] = /^([A-Za-z]+)[^A-Za-z0-9,]?((?:19|20)\d\d)/.exec(key) ?? [];
  return author === undefined ? undefined : `${author.charAt(0).toUpperCase()}${author.slice(1)} (${year})`;
}

/** `~` for "about" must not be taken for a tie to the word before it. */
export function apart(before: string, piece: string): string {
  return piece.startsWith("~") && /[\w.,]$/.test(before.slice(-1)) ? ` ${piece}` : piece;
}

export function unescapeAddress(address: string): string {
  return address.replace(/\\([_%&#~-])/g, "$1");
}
