import { anyPaper, categoryLabel, labelTerm, nearInOneName, withCode } from "./document.ts";
import type { Clause, Leaf, Query } from "./query.ts";

/**
 * A query as an FTS5 MATCH expression. Every term is quoted, so nothing a person types is ever read as FTS syntax.
 * The dates are not in it: they are compared with the documents' days.
 */
export function toMatch(query: Query): string {
  const labels = query.code === undefined ? [] : [query.code ? codeClause : `(${universe} NOT ${codeClause})`];
  return conjunction(query.clauses, labels);
}

/** True where a query has no words to look for, only dates. */
export function matchesEverything(query: Query): boolean {
  return query.clauses.length === 0 && query.code === undefined;
}

export function matchLeaf(leaf: Leaf): string {
  switch (leaf.type) {
    case "word":
      return leaf.field ? `{title} : ${quote(leaf.term)}` : quote(leaf.term);
    case "phrase": {
      const phrase = quote(leaf.tokens.map((token) => token.term).join(" "));
      return `{${leaf.field ?? "title abstract"}} : ${phrase}`;
    }
    case "author":
      return leaf.terms.length === 1
        ? `{authors} : ${quote(leaf.terms.join(" "))}`
        : `{authors} : NEAR(${leaf.terms.map(quote).join(" ")}, ${nearInOneName})`;
    case "category":
      return quote(labelTerm(categoryLabel(leaf.category)));
    default:
      return leaf satisfies never;
  }
}

const universe = quote(anyPaper);
const codeClause = quote(withCode);

function conjunction(clauses: readonly Clause[], more: readonly string[] = []): string {
  const wanted = [...more, ...clauses.filter((clause) => clause.type !== "not").map(toExpression)];
  const excluded = clauses.flatMap((clause) => (clause.type === "not" ? [toExpression(clause.clause)] : []));
  const all = wanted.length === 0 ? universe : wanted.join(" AND ");
  return excluded.length === 0 ? `(${all})` : `((${all}) NOT (${excluded.join(" OR ")}))`;
}

function toExpression(clause: Clause): string {
  switch (clause.type) {
    case "all":
      return conjunction(clause.clauses);
    case "any":
      return `(${clause.clauses.map(toExpression).join(" OR ")})`;
    case "not":
      return conjunction([clause]);
    default:
      return `(${matchLeaf(clause)})`;
  }
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
