import { anyPaper, authorTerm, categoryLabel, labelTerm, nearInOneName, withCode } from "./document.ts";
import { type Clause, type Leaf, namesAuthors } from "./query.ts";

/**
 * Clauses that all have to be fulfilled, as an FTS5 MATCH expression. Every term is quoted, so nothing a person types is
 * ever read as FTS syntax. Dates are not in it: they are compared with the papers' days.
 */
export function toMatch(clauses: readonly Clause[]): string {
  return conjunction(clauses);
}

/** Papers with a code repository. */
export const matchCode = quote(withCode);

function matchLeaf(leaf: Leaf): string {
  switch (leaf.type) {
    case "word":
      return leaf.field ? `{title} : ${quote(leaf.term)}` : `(${quote(leaf.term)} OR ${quote(authorTerm(leaf.term))})`;
    case "phrase": {
      const terms = leaf.tokens.map((token) => token.term);
      const inText = `{${leaf.field ?? "title abstract"}} : ${quote(terms.join(" "))}`;
      return namesAuthors(leaf) ? `((${inText}) OR ${quote(terms.map(authorTerm).join(" "))})` : inText;
    }
    case "author":
      return leaf.terms.length === 1
        ? quote(leaf.terms.map(authorTerm).join())
        : `NEAR(${leaf.terms.map((term) => quote(authorTerm(term))).join(" ")}, ${nearInOneName})`;
    case "category":
      return quote(labelTerm(categoryLabel(leaf.category)));
    default:
      return leaf satisfies never;
  }
}

const universe = quote(anyPaper);

function conjunction(clauses: readonly Clause[]): string {
  const wanted = clauses.filter((clause) => clause.type !== "not").map(toExpression);
  const excluded = clauses.flatMap((clause) => (clause.type === "not" ? [toExpression(clause.clause)] : []));
  const all = wanted.length === 0 ? universe : wanted.join(" AND ");
  return excluded.length === 0 ? `(${all})` : `((${all}) NOT (${excluded.join(" OR ")}))`;
}

function toExpression(clause: Clause): string {
  switch (clause.type) {
    case "all":
      return conjunction(clause.clauses);
    case "any":
    case "spelled":
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
