import type { Paper } from "../papers/paper.ts";
import type { AnalysedPaper } from "../search/analysed-paper.ts";
import { fold, type Token } from "../search/analysis.ts";
import { neverFirst, neverInTopic, neverLast, wellKnownNames } from "./generic-words.ts";

/** A run of words that may name a topic, where it stands in a paper. */
export interface Phrase {
  /** The stems, joined by blanks: what `model` and `models` have in common. */
  readonly stems: string;
  readonly words: number;
  readonly paper: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly inTitle: boolean;
}

const longestPhrase = 4;

/**
 * The phrases of a paper that look like the name of a subject: two to four words side by side without a function word
 * or punctuation between them, none of them generic, ending in what may be a noun; and acronyms. Cheap stand-ins for a
 * part-of-speech tagger, which the ranking (suggest-topics.ts) makes up for.
 */
export function topicPhrases(
  paper: Pick<Paper, "title" | "abstract">,
  analysed: Pick<AnalysedPaper, "title" | "abstract">,
  index: number,
): Phrase[] {
  const phrases: Phrase[] = [];
  for (const field of ["title", "abstract"] as const) {
    const text = paper[field];
    for (const run of runs(text, analysed[field])) {
      for (let from = 0; from < run.length; from++) {
        const first = run[from];
        if (!first || run[from - 1]?.bound || !first.kind.begins) continue;
        let stems = "";
        for (let to = from; to < Math.min(run.length, from + longestPhrase); to++) {
          const last = run[to];
          if (!last) break;
          stems += to === from ? last.token.term : ` ${last.token.term}`;
          if (to === from ? !isAcronym(last) : !mayEnd(last, run[to - 1]) || isModifier(run, from, to)) continue;
          const place = { paper: index, text, start: first.token.start, end: last.token.end };
          phrases.push({ stems, words: to - from + 1, ...place, inTitle: field === "title" });
        }
      }
    }
  }
  return phrases;
}

/**
 * The spelling most abstracts use, with as few capitals as any fair number of them does: titles and beginnings of
 * sentences capitalise what is no name.
 */
export function spellingOf(phrases: readonly Phrase[]): string {
  const votes = new Map<string, Map<string, number>>();
  for (const phrase of phrases) {
    const { text, start, end } = phrase;
    const spelling = text.slice(start, end).replace(/\s+/gu, " ");
    const spellings = votes.get(spelling.toLowerCase()) ?? new Map<string, number>();
    votes.set(spelling.toLowerCase(), spellings);
    spellings.set(spelling, (spellings.get(spelling) ?? 0) + (isCapitalised(phrase) ? 0.01 : 1));
  }
  const total = (spellings: ReadonlyMap<string, number>) =>
    [...spellings.values()].reduce((sum, some) => sum + some, 0);
  const [most = new Map<string, number>()] = [...votes.values()].sort((a, b) => total(b) - total(a));
  const [name = ""] = [...most]
    .filter(([, some]) => some >= 0.05 * total(most))
    .sort((a, b) => capitals(a[0]) - capitals(b[0]) || b[1] - a[1])
    .map(([spelling]) => spelling);
  return name;
}

/** Stands where any word gets a capital. */
export function isCapitalised({ text, start, inTitle }: Phrase): boolean {
  return inTitle || /(?:^|[.?!:]\s+)$/u.test(text.slice(Math.max(0, start - 3), start));
}

function capitals(text: string): number {
  return text.match(/\p{Lu}/gu)?.length ?? 0;
}

interface Word {
  readonly token: Token;
  readonly kind: Kind;
  /** A hyphen binds it to the next word: no topic ends here, or begins behind it. */
  bound: boolean;
}

/** Words that stand next to each other, with nothing but a blank or a hyphen between them. */
function runs(text: string, tokens: readonly Token[]): Word[][] {
  const all: Word[][] = [];
  let run: Word[] = [];
  let end = 0;
  const isNamed = namedWords(text, tokens);
  for (const token of tokens) {
    const hyphen = token.start === end + 1 && text[end] === "-";
    const blank = token.start > end && text.slice(end, token.start).trim() === "";
    const kind = isNamed.has(token) ? partOfName : kindOf(text.slice(token.start, token.end));
    const last = run.at(-1);
    if (last && hyphen) last.bound = true;
    // `mixture-of-experts`: hyphens on both sides make a function word part of the name.
    const inner = token.stop && hyphen && last !== undefined && text[token.end] === "-";
    const wanted = inner || (!token.stop && !kind.generic);
    if (run.length > 0 && !(wanted && (hyphen || blank))) {
      all.push(run);
      run = [];
    }
    // What hangs on a generic word by a hyphen goes with it.
    if (wanted && !(hyphen && run.length === 0)) run.push({ token, kind, bound: false });
    end = token.end;
  }
  if (run.length > 0) all.push(run);
  return all;
}

/** Both words of each well-known name. */
function namedWords(text: string, tokens: readonly Token[]): ReadonlySet<Token> {
  const named = new Set<Token>();
  tokens.forEach((token, at) => {
    const next = tokens[at + 1];
    if (!next) return;
    const words = fold(text.slice(token.start, next.end)).replaceAll("-", " ");
    if (wellKnownNames.has(words)) named.add(token).add(next);
  });
  return named;
}

function mayEnd({ kind, bound, token }: Word, before: Word | undefined): boolean {
  return !bound && !token.stop && kind.ends && (before?.bound === true || !kind.adjective);
}

/** `large-scale`, `multi-modal`: only a name where something is done (`meta-learning`) or a proper one (`SWE-bench`). */
function isModifier(run: readonly Word[], from: number, to: number): boolean {
  const last = run[to]?.kind;
  for (let at = from; at < to; at++) if (!run[at]?.bound) return last?.adjective === true;
  if (last?.adjective) return true;
  const words = run.slice(from, to + 1);
  return !last?.doing && !words.some(({ kind, token }) => kind.capitals || token.term === "of");
}

/** `LLM`, `RAG`, `LoRA`, `VLMs`. */
function isAcronym({ kind, bound }: Word): boolean {
  return kind.acronym && !bound;
}

/** What a spelling tells of a word. */
interface Kind {
  readonly generic: boolean;
  readonly begins: boolean;
  readonly ends: boolean;
  readonly adjective: boolean;
  /** Ends in -ing. */
  readonly doing: boolean;
  /** Begins with two capitals. */
  readonly capitals: boolean;
  /** Capitals after the first letters, as in no ordinary word. */
  readonly acronym: boolean;
}

/** Not by its ending an adjective or adverb, and not a word of any paper. */
export function mayNameAlone(word: string): boolean {
  const { generic, adjective } = kindOf(word);
  return !generic && !adjective;
}

const partOfName: Kind = {
  generic: false,
  begins: true,
  ends: true,
  adjective: false,
  doing: false,
  capitals: false,
  acronym: false,
};

/** Words recur: judged once, a text costs its look-ups. */
const kinds = new Map<string, Kind>();
const mostKinds = 50_000;

function kindOf(word: string): Kind {
  const known = kinds.get(word);
  if (known) return known;
  const lower = fold(word);
  const kind = {
    generic: neverInTopic.has(lower) || /^(?:\d.*|.|..+ly)$/u.test(lower),
    begins: !neverFirst.has(lower),
    ends: !neverLast.has(lower),
    adjective: /(?:ous|ful|ible|able|ical|ional|ual|ed|less|ic|ive|ary|ural|aware|based)$/u.test(lower),
    doing: /..ing$/u.test(lower),
    capitals: /^\p{Lu}{2}/u.test(word),
    acronym: word.length <= 7 && /^\p{Lu}\p{Ll}{0,2}\p{Lu}+s?$/u.test(word),
  };
  if (kinds.size >= mostKinds) kinds.clear();
  kinds.set(word, kind);
  return kind;
}
