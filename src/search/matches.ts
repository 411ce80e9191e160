import type { AnalysedPaper } from "./analysed-paper.ts";
import type { Token } from "./analysis.ts";
import { type Leaf, namesAuthors, type Query, wantedLeaves } from "./query.ts";
import type { Match } from "./search-index.ts";

type MatchField = Match["fields"][number];

/**
 * Which of the query's words and phrases stand in a paper, and where: read from the paper's own text, so that a person
 * can check it. A hyphenated word that stands in the paper only in parts is reported by its parts.
 */
export function findMatches(query: Query, paper: AnalysedPaper): Match[] {
  const matches = wantedLeaves(query.clauses).flatMap((leaf) => matchesOf(leaf, paper));
  return matches.filter((match, i) => matches.findIndex((other) => isSame(match, other)) === i);
}

/** The tokens of a text that a query looks for, in order; what a snippet marks. */
export function markedTokens(query: Query, tokens: readonly Token[], field: "title" | "abstract"): Token[] {
  const marked = new Set<Token>();
  for (const leaf of wantedLeaves(query.clauses)) {
    if (leaf.type === "author" || leaf.type === "category" || (leaf.field && leaf.field !== field)) continue;
    if (leaf.type === "word") {
      for (const token of tokens) if (token.term === leaf.term) marked.add(token);
      continue;
    }
    const starts = phraseStarts(leaf.tokens, tokens);
    for (const start of starts) for (const token of tokens.slice(start, start + leaf.tokens.length)) marked.add(token);
    if (starts.length > 0 || leaf.quoted) continue;
    // A single sign (the 4 of `GPT-4`, a Chinese character) stands in many words that have nothing to do with it.
    const parts = contentTokens(leaf.tokens).filter(({ term }) => term.length > 1);
    for (const part of parts) for (const token of tokens) if (token.term === part.term) marked.add(token);
  }
  return tokens.filter((token) => marked.has(token));
}

function matchesOf(leaf: Leaf, paper: AnalysedPaper): Match[] {
  switch (leaf.type) {
    case "word":
      return wordMatch(leaf.typed, leaf.term, paper, leaf.field);
    case "phrase": {
      const isIn = (tokens: readonly Token[]) => phraseStarts(leaf.tokens, tokens).length > 0;
      const fields: MatchField[] = (["title", "abstract"] as const).filter(
        (field) => (!leaf.field || leaf.field === field) && isIn(paper[field]),
      );
      if (namesAuthors(leaf) && paper.authors.some(isIn)) fields.push("authors");
      if (fields.length > 0) return [{ term: leaf.typed, kind: "phrase", fields }];
      if (!namesAuthors(leaf)) return [];
      return contentTokens(leaf.tokens).flatMap((token) =>
        wordMatch(leaf.typed.slice(token.start, token.end), token.term, paper),
      );
    }
    case "author": {
      const found = paper.authors.some((name) => leaf.terms.every((term) => has(name, term)));
      return found ? [{ term: leaf.typed, kind: "author", fields: ["authors"] }] : [];
    }
    case "category":
      return paper.categories.includes(leaf.category)
        ? [{ term: leaf.typed, kind: "category", fields: ["categories"] }]
        : [];
    default:
      return leaf satisfies never;
  }
}

function wordMatch(typed: string, term: string, paper: AnalysedPaper, only?: "title"): Match[] {
  const fields: MatchField[] = [];
  if (has(paper.title, term)) fields.push("title");
  if (!only && has(paper.abstract, term)) fields.push("abstract");
  if (!only && paper.authors.some((name) => has(name, term))) fields.push("authors");
  return fields.length > 0 ? [{ term: typed, kind: "word", fields }] : [];
}

function has(tokens: readonly Token[], term: string): boolean {
  return tokens.some((token) => token.term === term);
}

function contentTokens(tokens: readonly Token[]): Token[] {
  return tokens.filter((token) => !token.stop);
}

/** Where the phrase begins in the text, counted in tokens. */
function phraseStarts(phrase: readonly Token[], tokens: readonly Token[]): number[] {
  const starts: number[] = [];
  for (let at = 0; at + phrase.length <= tokens.length; at++)
    if (phrase.every((token, i) => tokens[at + i]?.term === token.term)) starts.push(at);
  return starts;
}

function isSame(a: Match, b: Match): boolean {
  return a.term === b.term && a.kind === b.kind && a.fields.join() === b.fields.join();
}
