import { daysBetween } from "../papers/day.ts";
import type { Day, Paper } from "../papers/paper.ts";
import { contentTerms } from "../search/analysis.ts";
import type { Clause, PhraseClause, WordClause } from "../search/query.ts";
import { betweenFields, type PaperBatch, phraseStarts } from "./paper-batch.ts";

/** How much a paper is about a topic. */
export interface Aboutness {
  /** 0 to 1, comparable between topics. */
  readonly value: number;
  /**
   * The topic's plain words stand too far apart to be about one thing. Only positions decide, never the other papers,
   * so that a preview and a digest leave out the same.
   */
  readonly strewn: boolean;
}

/**
 * How much a paper that fulfils the clauses is about them. Each word or phrase brings its saturated frequency, as in
 * BM25, and whether the title has it; they are weighed by how rare they are, and count for more the closer together
 * they stand. Of alternatives the best one speaks. Filters (author, category) have a say where nothing else has.
 */
export function aboutness(clauses: readonly Clause[], batch: PaperBatch, paper: number): Aboutness {
  return ofAll(clauses, { batch, paper });
}

/** Votes of other readers and freshness decide between papers that are equally on topic; 0 to 1. */
export function appeal(paper: Paper, today: Day): number {
  const { upvotes, freshness } = appealParts(paper, today);
  return upvotes + freshness;
}

/** What a paper's appeal is the sum of. */
export function appealParts(
  paper: Pick<Paper, "upvotes" | "listed">,
  today: Day,
): { readonly upvotes: number; readonly freshness: number } {
  const days = Math.max(0, daysBetween(paper.listed, today)) || 0;
  const votes = Math.min(1, Math.log10(1 + (paper.upvotes ?? 0)) / 3);
  return { upvotes: 0.6 * votes, freshness: 0.4 * 0.5 ** (days / 7) };
}

/** BM25's k1 and b, as in search/rank.ts. */
const k1 = 0.9;
const b = 0.9;
/** The share of the score that the title decides: a title says what a paper is about, an abstract what it touches. */
const titleShare = 0.5;
/** What is left of the score when the words of the topic have nothing to do with each other. */
const apartShare = 0.4;
/**
 * Plain words belong together when a stretch of so many words for each has them all: some three words apart, or as far
 * as a sentence reaches where the title has one of them. Read off 4,000 abstracts: of the 389 with both
 * `code` and `generation` 69 stay, and the 27 that say "code generation" are among them.
 */
const nearStretch = 3.4;
const sentenceStretch = 10;
/** The end of a sentence parts two words as this many words between them do (`... generation. Code is available`). */
const sentenceGap = 8;
/** A word counted among the authors only: certain, though not a subject. */
const authorsOnly = 0.5;

interface Place {
  readonly batch: PaperBatch;
  readonly paper: number;
}

interface Part extends Aboutness {
  readonly weight: number;
  /** Where it stands among the paper's words; for words and phrases only. */
  readonly positions?: readonly number[];
  /** Typed without quotes or field. */
  readonly plain?: boolean;
}

function ofAll(clauses: readonly Clause[], place: Place): Part {
  const parts = clauses.flatMap((clause) => (clause.type === "not" ? [] : [ofClause(clause, place)]));
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const weight = sum(parts.map((part) => part.weight));
  const strewn = parts.some((part) => part.strewn) || areStrewn(parts, place);
  if (weight === 0) return { value: Math.max(0, ...parts.map((part) => part.value)), weight, strewn };
  const value = sum(parts.map((part) => part.weight * part.value)) / weight;
  const closeness = Math.min(
    1,
    1 /
      stretch(
        parts.map((part) => part.positions ?? []),
        place,
      ),
  );
  return { value: value * (apartShare + (1 - apartShare) * closeness), weight, strewn };
}

function ofClause(clause: Exclude<Clause, { type: "not" }>, place: Place): Part {
  switch (clause.type) {
    case "all":
      return ofAll(clause.clauses, place);
    case "any":
    case "spelled":
      return clause.clauses
        .filter((alternative) => place.batch.fulfillingClause(alternative)[place.paper] === 1)
        .map((alternative) => ofAll([alternative], place))
        .reduce((best, part) => (isBetter(part, best) ? part : best), { value: 0, weight: 0, strewn: true });
    case "author":
      return { value: 1, weight: 0, strewn: false };
    case "category":
      return { value: 0.25, weight: 0, strewn: false };
    default:
      return ofText(clause, place);
  }
}

function isBetter(part: Part, best: Part): boolean {
  return part.strewn === best.strewn ? part.value > best.value : best.strewn;
}

function areStrewn(parts: readonly Part[], place: Place): boolean {
  const plain = parts.flatMap((part) => (part.plain && part.positions?.length ? [part.positions] : []));
  const { titleEnd } = place.batch.text(place.paper);
  const inTitle = plain.some((positions) => (positions[0] ?? titleEnd) < titleEnd);
  return stretch(plain, place) > (inTitle ? sentenceStretch : nearStretch);
}

function ofText(leaf: WordClause | PhraseClause, { batch, paper }: Place): Part {
  const text = batch.text(paper);
  const positions =
    leaf.type === "phrase" ? phraseStarts(leaf, text, batch.wordOf) : wordPositions(leaf, { batch, paper });
  const terms = leaf.type === "word" ? [leaf.term] : contentTerms(leaf.tokens);
  const weight = sum(terms.map((term) => rarity(batch.frequency(term), batch.papers.length)));
  if (positions.length === 0) return { value: authorsOnly, weight, strewn: false };
  const inTitle = positions.some((at) => at < text.titleEnd);
  const length = 1 - b + b * (text.length / batch.averageLength);
  const frequency = positions.length / (positions.length + k1 * length);
  const value = titleShare * Number(inTitle) + (1 - titleShare) * frequency;
  return { value, weight, strewn: false, positions, plain: !leaf.field && !(leaf.type === "phrase" && leaf.quoted) };
}

function wordPositions({ term, field }: WordClause, { batch, paper }: Place): number[] {
  const { words, titleEnd } = batch.text(paper);
  const word = batch.wordOf(term);
  const end = field === "title" ? titleEnd : words.length;
  const positions: number[] = [];
  for (let at = words.indexOf(word); at >= 0 && at < end; at = words.indexOf(word, at + 1)) positions.push(at);
  return positions;
}

/**
 * Words per sought word in the shortest stretch of one field that has them all: 1 for neighbours and for a single one,
 * infinite where no field has them all. Found by moving the leftmost one on, as in a merge.
 */
function stretch(sought: readonly (readonly number[])[], { batch, paper }: Place): number {
  const placed = sought.filter((positions) => positions.length > 0);
  if (placed.length < 2) return 1;
  const { words, sentences } = batch.text(paper);
  const gap = words.indexOf(betweenFields);
  const span = (first: number, last: number) =>
    last - first + 1 + sentenceGap * ((sentences[last] ?? 0) - (sentences[first] ?? 0));
  const at = placed.map(() => 0);
  let shortest = Number.POSITIVE_INFINITY;
  for (;;) {
    const here = placed.map((positions, i) => positions[at[i] ?? 0] ?? 0);
    const first = Math.min(...here);
    const last = Math.max(...here);
    if (first > gap || last < gap) shortest = Math.min(shortest, span(first, last));
    const leftmost = here.indexOf(first);
    at[leftmost] = (at[leftmost] ?? 0) + 1;
    if ((at[leftmost] ?? 0) >= (placed[leftmost]?.length ?? 0)) break;
  }
  return Math.max(1, shortest / placed.length);
}

/** Inverse document frequency, as in BM25; never nothing, also for a word that every paper of a small batch has. */
function rarity(holders: number, papers: number): number {
  return Math.log(1 + (papers - holders + 0.5) / (holders + 0.5)) + 0.1;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
