import { stemmer } from "stemmer";
import { stopWords } from "./stop-words.ts";

/** A word of a text. `start` and `end` are UTF-16 offsets into that text, `term` is what the index knows it by. */
export interface Token {
  readonly term: string;
  readonly start: number;
  readonly end: number;
  /** A function word: kept here because phrases and snippets need every word, left out of `termsOf`. */
  readonly stop: boolean;
}

/**
 * Splits a text into words, the same way for papers and for queries. A word is a run of letters, digits and their
 * accents in any script; a hyphen or slash separates (`mixture-of-experts` = `mixture of experts`, `GPT-4` = `GPT 4`),
 * an English ending after an apostrophe belongs to its word (`Alzheimer's`), and `C++`, `C#`, `F#` and `A*`
 * are words.
 * Scripts that put no blanks between words (Chinese, Japanese, Thai) are split into their characters, so that several of
 * them are found wherever they stand next to each other. A term is folded (no accents, no case, no width or ligature
 * variants) and stemmed.
 */
export function analyse(text: string): readonly Token[] {
  const tokens: Token[] = [];
  scan(text, (word, start, end) => tokens.push({ term: word.term, start, end, stop: word.stop }));
  return tokens;
}

/** The terms of a text in their order, without stop words. */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  scan(text, (word) => {
    if (!word.stop) terms.push(word.term);
  });
  return terms;
}

/** The same of what was split already. */
export function contentTerms(tokens: readonly Token[]): string[] {
  return tokens.filter(({ stop }) => !stop).map(({ term }) => term);
}

/** A word's letters without accents and case: what two spellings of one word have in common before stemming. */
export function fold(word: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range is what is meant
  if (/^[\u0000-\u007f]*$/u.test(word)) return word.toLowerCase();
  return word
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/gu, (letter) => undecomposed[letter] ?? letter);
}

interface Word extends Pick<Token, "term" | "stop"> {
  /** It has characters of a script without blanks. */
  readonly isRun: boolean;
}

/** Letters with a stroke or joined letters that Unicode does not decompose. */
const undecomposed: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
};

const wordPattern = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’](?:s|t|re|ve|ll|d|m)(?![\p{L}\p{N}]))?/giu;

/** A longer run is no word but a hash, a base64 blob or a hostile text; its beginning stands for it. */
const longestWord = 64;

/** Words recur: with their terms remembered, an abstract costs its look-ups. Zipf's law keeps this small and full. */
const known = new Map<string, Word>();
const knownLimit = 50_000;

function scan(text: string, found: (word: Pick<Token, "term" | "stop">, start: number, end: number) => void): void {
  for (const match of text.matchAll(wordPattern)) {
    const surface = match[0];
    const start = match.index;
    const special =
      surface.length === 1 ? text.slice(start, start + 3).match(/^[cf]#|^c\+\+|^a\*(?![\p{L}\p{N}*])/iu) : null;
    if (special) {
      found({ term: special[0].toLowerCase(), stop: false }, start, start + special[0].length);
      continue;
    }
    const word = known.get(surface) ?? remember(surface);
    if (word.isRun && surface.length > 1) scanRun(surface, start, found);
    else found(word, start, start + surface.length);
  }
}

const withoutBlanks = String.raw`[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]`;
const ofScriptWithoutBlanks = new RegExp(withoutBlanks, "u");
/** One such character with its marks, or all up to the next one: `GPT模型` has three pieces. */
const pieceOfRun = new RegExp(String.raw`${withoutBlanks}\p{M}*|(?:(?!${withoutBlanks}).)+`, "gu");

function scanRun(run: string, start: number, found: Parameters<typeof scan>[1]): void {
  for (const { 0: piece, index } of run.matchAll(pieceOfRun)) {
    found(known.get(piece) ?? remember(piece), start + index, start + index + piece.length);
  }
}

function remember(surface: string): Word {
  // A slice of a text keeps the whole text in memory (V8); a copy does not.
  const copy = Buffer.from(surface.slice(0, longestWord)).toString();
  const folded = fold(copy.replace(/['’]s$/iu, "")).replace(/['’]/gu, "");
  const word = { term: stem(folded), stop: stopWords.has(folded), isRun: ofScriptWithoutBlanks.test(copy) };
  if (surface.length <= longestWord) {
    if (known.size >= knownLimit) known.clear();
    known.set(copy, word);
  }
  return word;
}

/** Porter's stemmer speaks English only; figures and words of other scripts stay as they are. */
function stem(folded: string): string {
  return /^[a-z]+$/u.test(folded) ? stemmer(folded) : folded;
}
