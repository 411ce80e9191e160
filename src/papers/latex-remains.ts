/**
 * What is left of LaTeX where a feed or an author lost a part of it: `70times faster`, `sim6%`, `textbf{...}`,
 * `5{,}000`, an address in braces, a brace that none closes. Sets, placeholders and code keep their braces.
 */
export function mendRemains(text: string): string {
  if (!remains.test(text)) return text;
  const mended = mends.reduce((known, [from, to]) => known.replace(from, to), text);
  return mended.includes("{") || mended.includes("}") ? withoutStrayBraces(mended) : mended;
}

/** Only these begin something to mend. */
const remains = /[{}]|\dtimes|\bsim\d|text(?:bf|it)|\d\^∘|\p{Ll}`s\b|\S~|~\s?https?:/u;

const mends: readonly (readonly [RegExp, string])[] = [
  [/(?<=\d)(?:\{times\}|times(?!\p{L}))/gu, "×"],
  [/\{sim\}(?=\d)|(?<![\p{L}\p{N}])sim(?=\d[\d.]*%)/gu, "~"],
  [/(?<=\d)\{,\}(?=\d{3})/gu, ","],
  [/(?<=\d)\^∘/gu, "°"],
  [/(?<=\p{Ll})`(?=s\b)/gu, "'"],
  // `textbf{Warning}` and `textitObstacles`.
  [/(?<![\\\p{L}])(?:text(?:bf|it|tt|sc|rm|sf)|emph)\{([^{}]*)\}/gu, "$1"],
  [/(?<![\\\p{L}])text(?:bf|it|tt|sc|rm|sf)(?=[\p{Lu}\d{])/gu, ""],
  // An address is no set, and one named twice was a link.
  [/(?<![\\\p{L}])href(?=\{?https?:)/gu, ""],
  [/(https?:\/\/[^\s{}]{1,300})\}?\{(?:https?:\/\/)?[^\s{}]{1,300}\}?/gu, "$1"],
  [/\{(https?:\/\/[^\s{}]+)\}/gu, "$1"],
  // Ties that show once formulas and braces are read.
  [/(?<=[\p{L}⁰¹²³⁴-⁹°])~(?=\p{L}{2})|(?<=[–—])~|~(?=[–—]|\s?https?:)|(?<=\d)~(?=\(\p{L})/gu, " "],
];

/** Takes away braces without a partner, and those around running text. */
function withoutStrayBraces(text: string): string {
  const open: number[] = [];
  const stray = new Set<number>();
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "{") open.push(at);
    if (text[at] !== "}") continue;
    const from = open.pop();
    if (from === undefined) stray.add(at);
    else if (isProse(text, from, at)) stray.add(from).add(at);
  }
  for (const at of open) stray.add(at);
  if (stray.size === 0) return text;
  return text.replace(/[{}]/g, (brace, at: number) => (stray.has(at) ? insteadOf(text, at) : brace));
}

/** `(IFDecorator},` meant a bracket, `PRMBench}comprises` a blank. */
function insteadOf(text: string, at: number): string {
  if (text[at] === "{") return "";
  const before = text.slice(Math.max(0, at - bracketReach), at);
  if (/\([^)}]*$/.test(before) && text[at + 1] !== ")") return ")";
  return /\w\w$/.test(before) && /\w/.test(text[at + 1] ?? "") ? " " : "";
}

/** Nobody's set or placeholder is longer. */
const longestSet = 400;
const plainWords = /^(?=.*\p{L}{3})[\p{L}\p{N} .'’()%+-]+$/u;
/** So many words make a sentence, whatever signs it has. */
const fewestOfSentence = 8;
/** Belongs to what stands before: a command's or function's argument, an index, a placeholder, an acronym spelt out. */
const belongs = /[\p{L}\p{N}_^\])}:>-]$|[:>]\s$|(?<!\p{L})(?=\p{L}*\p{Lu}\p{L}*\p{Lu})\p{L}+\s$/u;
/** How far a quotation mark is looked for. */
const quoteReach = 200;
const bracketReach = 40;

function isProse(text: string, from: number, to: number): boolean {
  if (to - from > longestSet || /[_^]/.test(text[to + 1] ?? "")) return false;
  const before = text.slice(Math.max(0, from - quoteReach), from);
  if (belongs.test(before) || isInQuotes(before)) return false;
  const content = text.slice(from + 1, to).trim();
  return plainWords.test(content) || (content.match(/\p{L}{2,}/gu) ?? []).length >= fewestOfSentence;
}

function isInQuotes(before: string): boolean {
  return before.lastIndexOf("“") > before.lastIndexOf("”") || before.split('"').length % 2 === 0;
}
