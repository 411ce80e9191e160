import type { Day, Paper } from "../papers/paper.ts";
import { type AnalysedPaper, analysePaper } from "./analysed-paper.ts";
import { fold, type Token } from "./analysis.ts";

/** A paper as the index keeps it: columns for FTS5, and what ranking and completion need without the store. */
export interface Document {
  readonly key: string;
  /** The columns of the FTS5 table: terms joined by blanks. */
  readonly columns: readonly [title: string, abstract: string, authors: string, labels: string];
  /** See `packTerms`. */
  readonly terms: Uint8Array;
  /** Day of publication, or the day it was first listed. */
  readonly day: Day;
  readonly title: string;
  /** The title's words, folded but not stemmed, joined by blanks: what completion compares with. */
  readonly foldedTitle: string;
}

export function toDocument(paper: Paper): Document {
  const analysed = analysePaper(paper);
  return {
    key: paper.key,
    columns: [
      joined(analysed.title),
      joined(analysed.abstract),
      analysed.authors.map(joined).join(` ${betweenAuthors} `),
      labelsOf(paper, analysed).map(labelTerm).join(" "),
    ],
    terms: packTerms(analysed),
    day: paper.published ?? paper.listed,
    title: paper.title,
    foldedTitle: foldTitle(paper.title, analysed.title),
  };
}

/** Stands between two authors, so that words of two names are never near each other (see `nearInOneName`). */
const betweenAuthors = "-- -- -- -- --";

/** Words of one name may stand this far apart (`Maria del Carmen Ruiz`); the separator is longer. */
export const nearInOneName = 4;

/** Every document carries this label: it stands for "any paper" where a query only excludes. */
export const anyPaper = "is:paper";
export const withCode = "is:code";
export const categoryLabel = (category: string) => `cat:${category}`;

/** A label as one token of FTS5's ascii tokenizer (see index-file.ts), whatever a source writes as a category. */
export function labelTerm(label: string): string {
  return label.replace(/[^a-z0-9.:+#\u0080-\uffff-]+/gu, "-");
}

/** A title's words as people type them: folded, not stemmed, joined by blanks. */
export function foldTitle(title: string, tokens: readonly Token[]): string {
  return tokens
    .map((token) => surfaceOf(title, token))
    .filter(Boolean)
    .join(" ");
}

/** A word as it was written, folded: one token of the FTS5 table of titles. */
export function surfaceOf(text: string, token: Token): string {
  return fold(text.slice(token.start, token.end)).replace(/[^\p{L}\p{N}+#]+/gu, "");
}

/**
 * The content words of title and abstract in their order, one 32-bit hash each, little-endian; the first number says
 * how many belong to the title. A collision (1 in 4 billion a pair) could only misplace a hit, never invent a reason.
 */
export function packTerms(paper: AnalysedPaper): Uint8Array {
  const title = paper.title.filter((token) => !token.stop);
  const abstract = paper.abstract.filter((token) => !token.stop);
  const packed = new Int32Array(1 + title.length + abstract.length);
  packed[0] = title.length;
  let at = 1;
  for (const token of title) packed[at++] = hashTerm(token.term);
  for (const token of abstract) packed[at++] = hashTerm(token.term);
  return new Uint8Array(packed.buffer);
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

function labelsOf(paper: Paper, analysed: AnalysedPaper): string[] {
  const labels = [anyPaper, ...analysed.categories.map(categoryLabel)];
  return paper.links.code === undefined ? labels : [...labels, withCode];
}
