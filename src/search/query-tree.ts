import type { Lexeme } from "./query-lexer.ts";

/** A piece of a query that says something by itself. */
export type Piece = Exclude<Lexeme, { type: "open" | "close" | "or" }>;

/** A whole query, or what stands in it between parentheses. */
export interface Group {
  readonly type: "group";
  readonly negated: boolean;
  /** What OR separates; what stands in one of them is wanted together. None may be in it. */
  readonly alternatives: readonly (readonly Part[])[];
  /** They hold for the whole group, behind whatever alternative they were typed. */
  readonly excluded: readonly Part[];
}

export type Part = Piece | Group;

/** Parentheses within parentheses that are read; those further in are as if they were not there. */
const deepest = 16;

/** How the pieces of a query belong together. A parenthesis too many or too few is forgiven. */
export function readTree(lexemes: readonly Lexeme[]): Group {
  let at = 0;

  function group(depth: number, negated: boolean): Group {
    const alternatives: Part[][] = [[]];
    const excluded: Part[] = [];
    while (at < lexemes.length) {
      const lexeme = lexemes[at++];
      if (!lexeme || (lexeme.type === "close" && depth > 0)) break;
      if (lexeme.type === "or") alternatives.push([]);
      else if (lexeme.type !== "close" && !(lexeme.type === "open" && depth >= deepest)) {
        const part = lexeme.type === "open" ? group(depth + 1, lexeme.negated) : lexeme;
        (part.negated ? excluded : alternatives.at(-1))?.push(part);
      }
    }
    return { type: "group", negated, alternatives, excluded };
  }

  return group(0, false);
}
