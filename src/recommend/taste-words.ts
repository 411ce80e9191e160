import { setImmediate } from "node:timers/promises";
import { analyse, type Token, termsOf } from "../search/analysis.ts";
import { type PaperText, withoutAddresses } from "./shared-terms.ts";
import { mayNameAlone, type Phrase, spellingOf, topicPhrases } from "./topic-phrases.ts";

/** What a taste comes to in words. */
export interface TasteWords {
  /** Subjects that liked papers are about, the most telling first, as they write them. */
  readonly more: readonly string[];
  readonly less: readonly string[];
}

export interface WeighedText {
  readonly text: PaperText;
  /** Positive for what was liked. */
  readonly weight: number;
}

/** What is known of all papers. */
export interface KnownWords {
  readonly papers: number;
  /** A term's inverse document frequency; of 0 or less it tells nothing. */
  rarity(term: string): number;
  /** How many papers say a phrase. */
  papersWith(words: string): Promise<number>;
}

const mostWords = 8;
/** Where nothing is said often. */
const mostInPassing = 3;
/** Candidates that all papers are asked for. */
const considered = 50;
/** A phrase that fewer of many papers say is one author's turn of speech; of few papers each one counts. */
const fewestPapers = (papers: number): number => Math.min(4, Math.ceil(papers / 250));
/** What several of the papers say is what they have in common; a single one may say anything, unless it is its title. */
const fewestTexts = 2;
/** A word of a title says what a paper is about, one of an abstract what it touches. */
const titleTimes = 2;
/** Some 15 ms of work. */
const textsAStep = 20;

/**
 * The names and words whose TF-IDF weights, summed over the papers with their votes, come out largest and smallest:
 * what stands in several of the papers or in a title, and what other papers say too.
 */
export async function tasteWords(
  texts: readonly WeighedText[],
  known: KnownWords,
  leftOut: readonly string[],
): Promise<TasteWords> {
  const gone = leftOut.map(termsOf).filter((terms) => terms.length > 0);
  const candidates = await candidatesOf(texts, known, gone);
  const sorted = candidates.sort((a, b) => b.weight - a.weight || (a.stems < b.stems ? -1 : 1));
  return {
    more: await named(
      sorted.filter(({ weight }) => weight > 0),
      ({ more }) => more >= fewestTexts,
      known,
    ),
    less: await named(sorted.filter(({ weight }) => weight < 0).reverse(), ({ less }) => less >= fewestTexts, known),
  };
}

interface Candidate {
  readonly stems: string;
  readonly places: Phrase[];
  weight: number;
  /** Liked papers that have it, one with it in the title as several. */
  more: number;
  less: number;
}

/** Every phrase with its weight in all of the texts, which are read in steps that let others run. */
async function candidatesOf(
  texts: readonly WeighedText[],
  known: KnownWords,
  gone: readonly (readonly string[])[],
): Promise<Candidate[]> {
  const candidates = new Map<string, Candidate>();
  for (const [index, { text, weight }] of texts.entries()) {
    if (index % textsAStep === textsAStep - 1) await setImmediate();
    const phrases = Map.groupBy(phrasesOf(text, index, gone), ({ stems }) => stems);
    const weights = new Map([...phrases].map(([stems, places]) => [stems, weightOf(stems, places, known)]));
    const length = Math.sqrt([...weights.values()].reduce((squares, one) => squares + one ** 2, 0)) || 1;
    for (const [stems, places] of phrases) {
      const candidate = candidates.get(stems) ?? { stems, weight: 0, places: [], more: 0, less: 0 };
      candidate.weight += (weight * (weights.get(stems) ?? 0)) / length;
      candidate.places.push(...places);
      const count = isItsSubject(places) ? fewestTexts : 1;
      if (weight > 0) candidate.more += count;
      else candidate.less += count;
      candidates.set(stems, candidate);
    }
  }
  return [...candidates.values()];
}

/** A title names the subject; a single word of it does where the paper comes back to it. */
function isItsSubject(places: readonly Phrase[]): boolean {
  return places.some(({ inTitle, words }) => inTitle && (words > 1 || places.length > 1));
}

/** A text without the sequences that do not count, wherever their terms stand side by side. */
export function without(terms: Uint32Array, sequences: readonly (readonly number[])[]): Uint32Array {
  const gone = placesOf(terms, sequences);
  return gone.size === 0 ? terms : terms.filter((_, at) => !gone.has(at));
}

function placesOf<T>(terms: ArrayLike<T>, sequences: readonly (readonly T[])[]): ReadonlySet<number> {
  const places = new Set<number>();
  for (let at = 0; at < terms.length; at++) {
    for (const sequence of sequences) {
      if (sequence.every((term, i) => terms[at + i] === term)) sequence.forEach((_term, i) => void places.add(at + i));
    }
  }
  return places;
}

/** Names of subjects, and the words that may be one. */
function phrasesOf({ title, abstract }: PaperText, paper: number, gone: readonly (readonly string[])[]): Phrase[] {
  const texts = { title: withoutAddresses(title), abstract: withoutAddresses(abstract) };
  const tokens = { title: tokensOf(texts.title, gone), abstract: tokensOf(texts.abstract, gone) };
  const words = (["title", "abstract"] as const).flatMap((field) =>
    tokens[field].filter(mayTell(texts[field])).map(
      ({ term, start, end }): Phrase => ({
        stems: term,
        words: 1,
        paper,
        text: texts[field],
        start,
        end,
        inTitle: field === "title",
      }),
    ),
  );
  return [...topicPhrases(texts, tokens, paper).filter((phrase) => phrase.words > 1), ...words];
}

function tokensOf(text: string, gone: readonly (readonly string[])[]): readonly Token[] {
  const tokens = analyse(text);
  const told = tokens.filter(({ stop }) => !stop);
  const places = placesOf(
    told.map(({ term }) => term),
    gone,
  );
  const left = new Set(told.filter((_, at) => places.has(at)));
  return tokens.filter((token) => !left.has(token));
}

/** A figure or a single letter is shared by chance, a part of a hyphenated word is none. */
function mayTell(text: string): (token: Token) => boolean {
  return ({ term, stop, start, end }) =>
    !stop && term.length > 1 && text[start - 1] !== "-" && text[end] !== "-" && mayNameAlone(text.slice(start, end));
}

function weightOf(stems: string, places: readonly Phrase[], { rarity }: KnownWords): number {
  const rare = stems.split(" ").reduce((sum, term) => sum + Math.max(0, rarity(term)), 0);
  const times = places.reduce((sum, { inTitle }) => sum + (inTitle ? titleTimes : 1), 0);
  return (1 + Math.log(times)) * rare;
}

/** From the best down what is said often enough, and else a little of the rest. */
async function named(
  sorted: readonly Candidate[],
  isOften: (candidate: Candidate) => boolean,
  { papers, papersWith }: KnownWords,
): Promise<string[]> {
  const chosen: { readonly terms: readonly string[]; readonly name: string }[] = [];
  const take = async (candidates: readonly Candidate[], most: number): Promise<void> => {
    for (const { stems, places } of candidates.slice(0, considered)) {
      if (chosen.length >= most) break;
      const terms = stems.split(" ");
      const name = spellingOf(places).replace(/['’]s$/u, "");
      const isNew = chosen.every(
        (other) =>
          !other.terms.some((term) => terms.includes(term)) &&
          !isShortFor(name, other.name) &&
          !isShortFor(other.name, name),
      );
      if (isNew && (await papersWith(name)) >= fewestPapers(papers)) chosen.push({ terms, name });
    }
  };
  await take(sorted.filter(isOften), mostWords);
  if (chosen.length === 0) await take(sorted, mostInPassing);
  return chosen.map(({ name }) => name);
}

/** `MoE`, or `sparse MoE`, beside `mixture of experts` says it twice. */
function isShortFor(name: string, long: string): boolean {
  const letters = long.toLowerCase().match(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu) ?? [];
  return (
    letters.length > 1 &&
    name
      .toLowerCase()
      .split(" ")
      .some((word) => word.replace(/s$/u, "") === letters.join(""))
  );
}
