import { analyse, termsOf } from "./analysis.ts";
import { bestByTerms, inverseFrequency, weigh } from "./bm25.ts";
import type { Catalogue } from "./catalogue.ts";
import { inEitherSpelling, type SpelledTerm } from "./either-spelling.ts";
import type { Fulfilment, PaperSet } from "./fulfilment.ts";
import type { Lsa } from "./lsa.ts";
import { docOf } from "./postings.ts";
import { type Query, typedLeaves } from "./query.ts";
import { rank } from "./rank.ts";
import type { Sort } from "./search-index.ts";
import { otherSpelling } from "./spelling.ts";
import type { DocNumber } from "./term-vectors.ts";
import type { Scored } from "./top.ts";

/** A stretch of an answer's list. */
export interface Answer {
  /** Papers in the whole list. */
  readonly total: number;
  /** Those at its head that fulfil the whole query. */
  readonly whole: number;
  readonly hits: readonly AnswerHit[];
}

export interface AnswerHit extends Scored {
  /** Fulfils a part of the query only. */
  readonly part: boolean;
}

interface Wanted {
  readonly offset: number;
  readonly limit: number;
  readonly sort: Sort;
}

/** The best so many are ranked with care; those behind them by their words alone, so that pages join. */
const ranked = 300;
/** A query of so many different words is a sentence rather than a choice of words. */
const wordsOfSentence = 4;
/** With so many papers that fulfil the whole query nobody asks for those that have a part of it. */
const plenty = 100;

/**
 * The papers of an answer in their order. Those that fulfil the whole query come first. Behind them, and in their
 * place where there are none, come papers that have a part of its plain words.
 */
export function answer(
  query: Query,
  { whole, total, allowed, plain }: Fulfilment,
  { catalogue, lsa }: { readonly catalogue: Catalogue; readonly lsa: Lsa | undefined },
  { offset, limit, sort }: Wanted,
): Answer {
  const { vectors, terms } = inEitherSpelling(catalogue.vectors, wantedTerms(query));
  const end = offset + limit;

  /** The first `end` of a set, best first. */
  function best(set: PaperSet | undefined): Scored[] {
    const accept = set && ((doc: DocNumber) => set[doc] === 1);
    const options = { limit: ranked, ...(accept && { accept }) };
    const head = rank(vectors, lsa, terms, options);
    if (head.length < ranked || end <= ranked) return head;
    const known = new Set(head.map(({ doc }) => doc));
    const all = bestByTerms(vectors, weigh(vectors, terms), vectors.count, options);
    const tail = all.filter(({ doc }) => !known.has(doc));
    return [...head, ...below(tail, head.at(-1)?.score ?? 0)];
  }

  /** Behind the ranked ones those without any of the words in title or abstract (found by author, category, day). */
  function wholeByRelevance(): Scored[] {
    const found = best(whole);
    if (found.length >= Math.min(end, total)) return found;
    const known = new Set(found.map(({ doc }) => doc));
    return [...found, ...newest(whole, (doc) => !known.has(doc)).map((doc) => ({ doc, score: 0 }))];
  }

  function newest(set: PaperSet, accept: (doc: DocNumber) => boolean): DocNumber[] {
    const dated: number[] = [];
    for (let doc = 0; doc < set.length; doc++)
      if (set[doc] === 1 && accept(doc)) dated.push(catalogue.day(doc) * docRange + doc);
    return Array.from(Float64Array.from(dated).sort().reverse(), (each) => each % docRange);
  }

  function wholeByDate(): Scored[] {
    const scores = new Map(best(whole).map(({ doc, score }) => [doc, score]));
    return newest(whole, () => true).map((doc) => ({ doc, score: scores.get(doc) ?? 0 }));
  }

  /** Of papers with a part of the words, the ones half as good as the best come first: else any new paper would. */
  function partsByDate(parts: readonly Scored[]): Scored[] {
    const bar = (parts[0]?.score ?? 0) / 2;
    const good = parts.filter(({ score }) => score >= bar);
    good.sort((a, b) => catalogue.day(b.doc) - catalogue.day(a.doc) || b.doc - a.doc);
    return [...good, ...parts.slice(good.length)];
  }

  /**
   * Papers that have a part of the query and not the whole. In a short query each word matters: they have the better
   * part of it, by how much each word says. Of a sentence, or where no paper has it all, any word will do.
   */
  function partsBesides(): { readonly set: PaperSet; readonly count: number } {
    const weights = new Map(terms.filter((term) => term >= 0).map((term) => [term, inverseFrequency(vectors, term)]));
    const anyWord = total === 0 || new Set(terms).size >= wordsOfSentence;
    const enough = anyWord ? 0 : sum(weights.values()) / 2;
    const found = new Float32Array(vectors.end);
    for (const [term, weight] of weights) {
      const postings = vectors.postings.read(term);
      for (let i = 0; i < postings.length; i++) {
        const doc = docOf(postings[i] ?? 0);
        found[doc] = (found[doc] ?? 0) + weight;
      }
    }
    const set = new Uint8Array(vectors.end);
    let count = 0;
    for (let doc = 0; doc < found.length; doc++) {
      const weight = found[doc] ?? 0;
      if (weight <= 0 || weight < enough || whole[doc] === 1 || !vectors.has(doc)) continue;
      if (allowed && allowed[doc] !== 1) continue;
      set[doc] = 1;
      count++;
    }
    return { set, count };
  }

  /** Those that fulfil the whole query first, then the others: ranked in one go, since ranking is what takes long. */
  function togetherByRelevance(besides: PaperSet): AnswerHit[] {
    const either = besides.slice();
    for (let doc = 0; doc < either.length; doc++) if (whole[doc] === 1) either[doc] = 1;
    const found = best(either);
    const first = found.filter(({ doc }) => whole[doc] === 1);
    const known = new Set(first.map(({ doc }) => doc));
    const last = first.at(-1)?.score ?? 0;
    const missed = newest(whole, (doc) => !known.has(doc)).map((doc) => ({ doc, score: last }));
    const parts = found.filter(({ doc }) => whole[doc] !== 1);
    return [...asWhole([...first, ...missed]), ...asParts(total === 0 ? parts : below(parts, last))];
  }

  const fewest = total === 0 ? 1 : 2;
  if (total >= plenty || plain.length < fewest || terms.length === 0) {
    const found = sort === "date" ? wholeByDate() : wholeByRelevance();
    return { total, whole: total, hits: asWhole(found.slice(offset, end)) };
  }
  const { set, count } = partsBesides();
  const all =
    sort === "date"
      ? [...asWhole(wholeByDate()), ...(end > total ? asParts(partsByDate(best(set))) : [])]
      : togetherByRelevance(set);
  return { total: total + count, whole: total, hits: all.slice(offset, end) };
}

const asWhole = (hits: readonly Scored[]): AnswerHit[] => hits.map((hit) => ({ ...hit, part: false }));
const asParts = (hits: readonly Scored[]): AnswerHit[] => hits.map((hit) => ({ ...hit, part: true }));

/** The content words that a query looks for, as often and in the order they were typed. */
function wantedTerms(query: Query): SpelledTerm[] {
  return typedLeaves(query.clauses).flatMap((leaf) => {
    if (leaf.type !== "word" && leaf.type !== "phrase") return [];
    return analyse(leaf.typed).flatMap(({ term, start, end, stop }) => {
      if (stop && leaf.type === "phrase") return [];
      const other = otherSpelling(leaf.typed.slice(start, end));
      return { term, ...(other !== undefined && { other: termsOf(other)[0] ?? "" }) };
    });
  });
}

/** The same order, with scores that fit below another list's last. */
function below(scored: readonly Scored[], bar: number): Scored[] {
  const best = scored[0]?.score ?? 0;
  return best <= bar ? [...scored] : scored.map(({ doc, score }) => ({ doc, score: (score / best) * bar }));
}

/** Larger than any document number; with days of eight digits the product still fits a double exactly. */
const docRange = 2 ** 26;

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const each of numbers) total += each;
  return total;
}
