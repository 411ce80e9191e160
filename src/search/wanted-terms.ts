import type { Catalogue } from "./catalogue.ts";
import { hashTerm } from "./document.ts";
import type { Clause } from "./query.ts";
import { wantedLeaves } from "./query.ts";

/** A content word of a query, and how much it says. */
export interface WantedTerm {
  readonly term: string;
  readonly hash: number;
  /** Papers it stands in. */
  readonly papers: number;
  /** Inverse document frequency, as in BM25: ln(1 + (N - n + 0.5) / (n + 0.5)). */
  readonly weight: number;
}

/** The distinct content words that clauses look for in title and abstract, in the order they were typed. */
export function wantedTerms(clauses: readonly Clause[], catalogue: Catalogue): WantedTerm[] {
  const terms = new Set<string>();
  for (const leaf of wantedLeaves(clauses)) {
    if (leaf.type === "word") terms.add(leaf.term);
    else if (leaf.type === "phrase") for (const token of leaf.tokens) if (!token.stop) terms.add(token.term);
  }
  return [...terms].map((term) => {
    const papers = catalogue.frequency(term);
    const weight = Math.log(1 + (catalogue.papers - papers + 0.5) / (papers + 0.5));
    return { term, hash: hashTerm(term), papers, weight: Math.max(weight, 0.01) };
  });
}
