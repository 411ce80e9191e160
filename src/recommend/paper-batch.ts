import type { Paper } from "../papers/paper.ts";
import { type AnalysedPaper, analysePaper } from "../search/analysed-paper.ts";
import { analyse } from "../search/analysis.ts";
import { categoryLabel, dayOfPaper, labelTerm, nearInOneName } from "../search/document.ts";
import {
  type AuthorClause,
  type Clause,
  type Leaf,
  namesAuthors,
  type PhraseClause,
  type Query,
} from "../search/query.ts";

/** The words of one paper as numbers of the batch's vocabulary: the title's, `betweenFields`, the abstract's. */
export interface BatchText {
  readonly words: Int32Array;
  /** The sentence each word belongs to, counted from 0. */
  readonly sentences: Uint16Array;
  /** Words of the title, function words included. */
  readonly titleEnd: number;
  /** Content words of title and abstract. */
  readonly length: number;
}

/** No word has this number, so that no phrase reaches from the title into the abstract. */
export const betweenFields = -1;

/** A word no paper of the batch has. */
const unknownWord = -2;

/**
 * The papers of some days as an inverted index in memory: analysed once, asked by every topic. It decides by the same
 * words and rules as the search index (fts-match.ts) whether a paper fulfils a query.
 */
export interface PaperBatch {
  readonly papers: readonly Paper[];
  /** Average number of content words. */
  readonly averageLength: number;
  text(paper: number): BatchText;
  /** The paper as queries see it; some are kept, because topics ask for the same papers. */
  analysed(paper: number): AnalysedPaper | undefined;
  /** What the texts know a term by. */
  wordOf(term: string): number;
  /** In how many papers' title or abstract a term stands. */
  frequency(term: string): number;
  /** Who fulfils a whole query: a byte for each paper, 1 or 0. */
  fulfilling(query: Query): Uint8Array;
  /** Who fulfils one clause of it. */
  fulfillingClause(clause: Clause): Uint8Array;
}

/** Of a paper's tokens, some 40 KB each. */
const mostAnalysedKept = 1_000;

/** `analysed`: the same papers, where they are at hand. */
export function createPaperBatch(papers: readonly Paper[], analysed?: readonly AnalysedPaper[]): PaperBatch {
  const vocabulary = new Map<string, number>();
  const inText: number[][] = [];
  const inAuthors = new Map<number, number[]>();
  const inCategory = new Map<string, number[]>();
  const masks = new WeakMap<Clause, Uint8Array>();
  const texts = papers.map(addPaper);
  const averageLength = Math.max(1, texts.reduce((sum, text) => sum + text.length, 0) / Math.max(1, texts.length));

  function addPaper(paper: Paper, index: number): BatchText {
    const { title, abstract, authors, categories } = analysed?.[index] ?? analysePaper(paper);
    const words = new Int32Array(title.length + 1 + abstract.length);
    const sentences = new Uint16Array(words.length);
    let at = 0;
    let sentence = 0;
    let length = 0;
    for (const tokens of [title, abstract]) {
      const text = tokens === title ? paper.title : paper.abstract;
      let end = 0;
      for (const token of tokens) {
        if (token.start > end + 1 && sentenceEnd.test(text.slice(end, token.start))) sentence++;
        end = token.end;
        const word = number(token.term);
        sentences[at] = sentence;
        words[at++] = word;
        if (!token.stop) length++;
        addOnce(inText[word], index);
      }
      if (tokens === title) words[at++] = betweenFields;
    }
    for (const token of authors.flat()) addOnce(listIn(inAuthors, number(token.term)), index);
    for (const category of categories) addOnce(listIn(inCategory, labelTerm(categoryLabel(category))), index);
    return { words, sentences, titleEnd: title.length, length };
  }

  const kept = new Map<number, AnalysedPaper>();

  function analysedAgain(index: number): AnalysedPaper | undefined {
    const known = kept.get(index);
    const paper = papers[index];
    if (known || !paper) return known;
    const made = analysePaper(paper);
    const [oldest] = kept.keys();
    if (kept.size >= mostAnalysedKept && oldest !== undefined) kept.delete(oldest);
    kept.set(index, made);
    return made;
  }

  function number(term: string): number {
    const known = vocabulary.get(term);
    if (known !== undefined) return known;
    vocabulary.set(term, inText.length);
    return inText.push([]) - 1;
  }

  const wordOf = (term: string) => vocabulary.get(term) ?? unknownWord;

  function fulfilling(query: Query): Uint8Array {
    const fulfilled = every(query.clauses);
    const { from = "", before = "a", code } = query;
    papers.forEach((paper, i) => {
      const day = dayOfPaper(paper);
      const fits = day >= from && day < before && (code === undefined || code === (paper.links.code !== undefined));
      if (!fits) fulfilled[i] = 0;
    });
    return fulfilled;
  }

  /** All of them; exclusions take away. Without any, every paper. */
  function every(clauses: readonly Clause[]): Uint8Array {
    const mask = new Uint8Array(papers.length).fill(1);
    for (const clause of clauses) {
      const excludes = clause.type === "not";
      const other = fulfillingClause(excludes ? clause.clause : clause);
      for (let i = 0; i < mask.length; i++) mask[i] = (mask[i] ?? 0) & ((other[i] ?? 0) ^ (excludes ? 1 : 0));
    }
    return mask;
  }

  /** Remembered for as long as the query lives: scores ask again which alternative it was. */
  function fulfillingClause(clause: Clause): Uint8Array {
    const known = masks.get(clause);
    if (known) return known;
    const mask = maskOf(clause);
    masks.set(clause, mask);
    return mask;
  }

  function maskOf(clause: Clause): Uint8Array {
    switch (clause.type) {
      case "all":
        return every(clause.clauses);
      case "not":
        return every([clause]);
      case "any":
      case "spelled": {
        const mask = new Uint8Array(papers.length);
        for (const other of clause.clauses.map(fulfillingClause))
          for (let i = 0; i < mask.length; i++) mask[i] = (mask[i] ?? 0) | (other[i] ?? 0);
        return mask;
      }
      default: {
        const mask = new Uint8Array(papers.length);
        for (const paper of holders(clause)) mask[paper] = 1;
        return mask;
      }
    }
  }

  function holders(leaf: Leaf): readonly number[] {
    switch (leaf.type) {
      case "word": {
        const word = wordOf(leaf.term);
        const found = inText[word] ?? [];
        if (!leaf.field) return [...found, ...(inAuthors.get(word) ?? [])];
        return found.filter((paper) => text(paper).words.subarray(0, text(paper).titleEnd).includes(word));
      }
      case "phrase": {
        const found = rarest(leaf.tokens.map((token) => inText[wordOf(token.term)])).filter(
          (paper) => phraseStarts(leaf, text(paper), wordOf).length > 0,
        );
        if (!namesAuthors(leaf)) return found;
        const named = rarest(leaf.tokens.map((token) => inAuthors.get(wordOf(token.term))));
        return [...found, ...named.filter((paper) => papers[paper]?.authors.some((name) => holdsRun(name, leaf)))];
      }
      case "author":
        return rarest(leaf.terms.map((term) => inAuthors.get(wordOf(term)))).filter((paper) =>
          papers[paper]?.authors.some((name) => isNamed(name, leaf)),
        );
      case "category":
        return inCategory.get(labelTerm(categoryLabel(leaf.category))) ?? [];
      default:
        return leaf satisfies never;
    }
  }

  function text(paper: number): BatchText {
    return texts[paper] ?? noText;
  }

  const frequency = (term: string) => inText[wordOf(term)]?.length ?? 0;

  return { papers, averageLength, text, analysed: analysedAgain, wordOf, frequency, fulfilling, fulfillingClause };
}

/** Where a phrase begins among a paper's words. */
export function phraseStarts(
  { tokens, field }: PhraseClause,
  { words, titleEnd }: BatchText,
  wordOf: (term: string) => number,
): number[] {
  const wanted = tokens.map((token) => wordOf(token.term));
  const first = wanted[0] ?? unknownWord;
  const end = field === "title" ? titleEnd : words.length;
  const starts: number[] = [];
  for (let at = words.indexOf(first); at >= 0 && at + wanted.length <= end; at = words.indexOf(first, at + 1))
    if (wanted.every((word, i) => words[at + i] === word)) starts.push(at);
  return starts;
}

/** All terms within one name, no farther apart than the search index allows. */
function isNamed(name: string, { terms }: AuthorClause): boolean {
  const words = analyse(name).map((token) => token.term);
  return words.some((_, at) => {
    const near = words.slice(at, at + nearInOneName + 2);
    return terms.every((term) => near.includes(term));
  });
}

/** Whether a name has the words side by side. */
function holdsRun(name: string, { tokens }: PhraseClause): boolean {
  const words = analyse(name).map((token) => token.term);
  return words.some((_, at) => tokens.every(({ term }, i) => words[at + i] === term));
}

/** Between two words: the end of a sentence or of a half that could be one. */
const sentenceEnd = /[.!?;:]["'”’)\]]*\s/u;

const noText: BatchText = { words: new Int32Array(0), sentences: new Uint16Array(0), titleEnd: 0, length: 0 };

function rarest(lists: readonly (readonly number[] | undefined)[]): readonly number[] {
  return lists.reduce<readonly number[]>(
    (shortest, list = []) => (list.length < shortest.length ? list : shortest),
    lists[0] ?? [],
  );
}

function addOnce(list: number[] | undefined, paper: number): void {
  if (list && list.at(-1) !== paper) list.push(paper);
}

function listIn<K>(lists: Map<K, number[]>, key: K): number[] {
  const known = lists.get(key);
  if (known) return known;
  const list: number[] = [];
  lists.set(key, list);
  return list;
}
