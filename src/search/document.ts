import type { Day, Paper } from "../papers/paper.ts";
import { type AnalysedPaper, analysePaper } from "./analysed-paper.ts";
import { contentTerms, fold, type Token } from "./analysis.ts";

/** A paper as the index keeps it: columns for FTS5, and what ranking and completion need without the store. */
export interface Document {
  readonly key: string;
  /** The columns of the FTS5 table: terms joined by blanks. */
  readonly columns: readonly [title: string, abstract: string, labels: string];
  /** The content words of title and abstract in their order, for the term vectors. */
  readonly titleTerms: readonly string[];
  readonly abstractTerms: readonly string[];
  readonly day: Day;
  readonly title: string;
  /** The title's words, folded but not stemmed, joined by blanks: what completion compares with. */
  readonly foldedTitle: string;
}

export function toDocument(paper: Paper): Document {
  const analysed = analysePaper(paper);
  return {
    key: paper.key,
    columns: [joined(analysed.title), joined(analysed.abstract), labelsOf(paper, analysed)],
    titleTerms: contentTerms(analysed.title),
    abstractTerms: contentTerms(analysed.abstract),
    day: dayOfPaper(paper),
    title: paper.title,
    foldedTitle: foldTitle(paper.title, analysed.title),
  };
}

/** The day that `since:` compares with: of publication, else the one it was first listed on. */
export function dayOfPaper({ published, listed }: Pick<Paper, "published" | "listed">): Day {
  return published ?? listed;
}

/** Stands between two authors, so that words of two names are never near each other (see `nearInOneName`). */
const betweenAuthors = "-- -- -- -- --";

/** Words of one name may stand this far apart (`Maria del Carmen Ruiz`); the separator is longer. */
export const nearInOneName = 4;

/** Every document carries this label: it stands for "any paper" where a query only excludes. */
export const anyPaper = "is:paper";
export const withCode = "is:code";
/** A word of an author's name: told apart from the same word of a text, so that asking for it reads names only. */
export const authorTerm = (term: string) => `by:${term}`;
export const categoryLabel = (category: string) => `cat:${category}`;

/** A label as one token of FTS5's ascii tokenizer (see index-file.ts), whatever a source writes as a category. */
export function labelTerm(label: string): string {
  return label.replace(/[^a-z0-9.:+#\u0080-\uffff-]+/gu, "-");
}

/** A title's words as people type them: folded, not stemmed, joined by blanks. */
function foldTitle(title: string, tokens: readonly Token[]): string {
  return tokens
    .map((token) => surfaceOf(title, token))
    .filter(Boolean)
    .join(" ");
}

/** A word as it was written, folded: one token of the FTS5 table of titles. */
export function surfaceOf(text: string, token: Token): string {
  return fold(text.slice(token.start, token.end)).replace(/[^\p{L}\p{N}+#]+/gu, "");
}

/** FNV-1a over UTF-16 units. */
export function hashTerm(term: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < term.length; i++) hash = Math.imul(hash ^ term.charCodeAt(i), 0x01000193);
  return hash | 0;
}

function joined(tokens: readonly Token[]): string {
  return tokens.map((token) => token.term).join(" ");
}

function labelsOf(paper: Paper, analysed: AnalysedPaper): string {
  const labels = [anyPaper, ...analysed.categories.map(categoryLabel)];
  if (paper.links.code !== undefined) labels.push(withCode);
  const authors = analysed.authors.map((name) => name.map((token) => authorTerm(token.term)).join(" "));
  return [...labels.map(labelTerm), betweenAuthors, authors.join(` ${betweenAuthors} `)].join(" ");
}
