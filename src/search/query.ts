import { UserError } from "../errors.ts";
import type { Day } from "../papers/paper.ts";
import { analyse, type Token } from "./analysis.ts";
import { type Field, fieldExamples, isField, nearField, quoted, readSince } from "./query-fields.ts";
import { type Lexeme, lex } from "./query-lexer.ts";
import { type Group, type Part, type Piece, readTree } from "./query-tree.ts";
import type { Span } from "./search-index.ts";
import { spellingsOf } from "./spelling.ts";

/** What a person typed, and where: reasons and corrections quote it. */
interface Typed {
  readonly typed: string;
  readonly span: Span;
}

/** One word anywhere in title, abstract or authors, or in the title only. */
export interface WordClause extends Typed {
  readonly type: "word";
  readonly term: string;
  readonly field?: "title";
}

/**
 * Words next to each other in this order, function words included. Not `quoted`: one word that splits (`GPT-4`), which may
 * be a part of an author's name (`Fei-Fei`) as any word may.
 */
export interface PhraseClause extends Typed {
  readonly type: "phrase";
  readonly tokens: readonly Token[];
  readonly quoted: boolean;
  readonly field?: "title";
}

/** All these words stand in the name of one author. */
export interface AuthorClause extends Typed {
  readonly type: "author";
  readonly terms: readonly string[];
}

/** A category or a whole archive: `cs.cl`, `cs`. */
export interface CategoryClause extends Typed {
  readonly type: "category";
  readonly category: string;
}

/** A word or phrase in British and in American spelling, as it was typed first: any of them fulfils it. */
export interface SpelledClause {
  readonly type: "spelled";
  readonly clauses: readonly (WordClause | PhraseClause)[];
}

export type Leaf = WordClause | PhraseClause | AuthorClause | CategoryClause;

export type Clause =
  | Leaf
  | { readonly type: "all"; readonly clauses: readonly Clause[] }
  | { readonly type: "any"; readonly clauses: readonly Clause[] }
  | SpelledClause
  | { readonly type: "not"; readonly clause: Clause };

/** A query, understood. A paper fulfils it when it fulfils every clause and stands within the dates. */
export interface Query {
  readonly text: string;
  /** All of them are wanted; exclusions are clauses of type `not`. Empty: every paper within the dates. */
  readonly clauses: readonly Clause[];
  /** Published on this day or later. */
  readonly from?: Day;
  /** Published before this day. */
  readonly before?: Day;
  /** With (true) or without (false) a code repository. */
  readonly code?: boolean;
  /** Says what was not read as it was typed: too long, or a quote left open. */
  readonly note?: string;
}

/** Characters and pieces of a query that are read; what lies behind them is left out, and `note` says so. */
export const longestQuery = 4000;
const mostPieces = 400;

/**
 * The query language: words, `"exact phrase"`, `-not`, `OR` (or `|`), parentheses, `author:`, `cat:`, `title:`,
 * `since:`, `is:code`. Words side by side are all wanted and bind closer than OR; an exclusion holds for the whole
 * query or the parentheses it stands in; `since:` and `is:` hold for the whole query wherever they stand.
 * Throws a UserError `query` that says what is wrong, where, and what to write instead.
 */
export function parseQuery(text: string, { today }: { readonly today: Day }): Query {
  const read = text.slice(0, longestQuery);
  const lexemes = lex(read);
  const reader = createReader(today);
  const clauses = reader.group(readTree(lexemes.slice(0, mostPieces)));
  const notes = notesOn(text, lexemes);
  const openQuote = openQuoteNote(read);
  if (openQuote !== undefined && read === text) notes.push(openQuote);
  const query = {
    text: read,
    clauses,
    ...reader.filters,
    ...(notes.length > 0 && { note: notes.join(" ") }),
  };
  refuseEmpty(query, reader.sawWords());
  return query;
}

/** What was not read at all. */
function notesOn(text: string, lexemes: readonly Lexeme[]): string[] {
  if (text.length > longestQuery) return [`Only the first ${longestQuery} characters of the query were read.`];
  return lexemes.length > mostPieces ? [`Only the first ${mostPieces} words of the query were read.`] : [];
}

/** Says so where a quote that is never closed takes what follows for its phrase; around one word it changes nothing. */
export function openQuoteNote(query: string): string | undefined {
  const last = lex(query).slice(0, mostPieces).at(-1);
  const isOpen = (last?.type === "quoted" || last?.type === "field") && last.open && /\S\s+\S/u.test(last.text);
  if (!isOpen) return undefined;
  return `The quote at column ${last.span.start + 1} is never closed: all behind it was read as one phrase.`;
}

/** Whether a phrase is looked for among the authors too. */
export function namesAuthors({ quoted, field }: PhraseClause): boolean {
  return !quoted && !field;
}

/** Everything a query looks for, in every spelling, exclusions left out, in the order it was typed. */
export function wantedLeaves(clauses: readonly Clause[]): Leaf[] {
  return clauses.flatMap((clause) => {
    if (clause.type === "not") return [];
    return "clauses" in clause ? wantedLeaves(clause.clauses) : [clause];
  });
}

/** The same, each word only as it was typed. */
export function typedLeaves(clauses: readonly Clause[]): Leaf[] {
  return clauses.flatMap((clause) => {
    if (clause.type === "not") return [];
    if (clause.type === "spelled") return clause.clauses.slice(0, 1);
    return "clauses" in clause ? typedLeaves(clause.clauses) : [clause];
  });
}

function createReader(today: Day) {
  const filters: { from?: Day; before?: Day; code?: boolean } = {};
  let words = 0;

  function group({ alternatives, excluded }: Group): Clause[] {
    const filled = alternatives.map(wantedOf).filter((clauses) => clauses.length > 0);
    const wanted = filled.length > 1 ? [any(filled.map(all))] : (filled[0] ?? []);
    const unwanted = excluded.flatMap((part): Clause[] => {
      const clause = clauseOf(part);
      return clause ? [{ type: "not", clause }] : [];
    });
    return [...wanted, ...unwanted];
  }

  function wantedOf(parts: readonly Part[]): Clause[] {
    return parts.flatMap((part) => {
      const clause = clauseOf(part);
      return clause?.type === "all" ? clause.clauses : (clause ?? []);
    });
  }

  function clauseOf(part: Part): Clause | undefined {
    if (part.type !== "group") return piece(part);
    const clauses = group(part);
    return clauses.length > 0 ? all(clauses) : undefined;
  }

  function piece(lexeme: Piece): Clause | undefined {
    const { span } = lexeme;
    if (lexeme.type !== "field") return readText(lexeme.text, span, lexeme.type === "quoted");
    const { name, text: value } = lexeme;
    const column = span.start + 1;
    if (!isField(name)) {
      const near = nearField(name.toLowerCase());
      if (near && value.trim() !== "" && name === name.toLowerCase())
        throw new UserError(
          "query",
          `There is no field ${name}: (column ${column}); did you mean ${near}:? To look for the words, put a blank after the colon.`,
        );
      return readText(`${name}:${value}`, span, lexeme.quoted);
    }
    if (value.trim() === "")
      throw new UserError(
        "query",
        `Nothing follows ${name}: (column ${column}): write ${fieldExamples[name]} without a blank, or leave the colon out to look for the word.`,
      );
    return readField(name, value, lexeme, column);
  }

  function readField(
    name: Field,
    value: string,
    lexeme: Extract<Lexeme, { type: "field" }>,
    column: number,
  ): Clause | undefined {
    const { span, negated } = lexeme;
    switch (name) {
      case "since": {
        const day = readSince(value, today, column);
        if (negated) filters.before = filters.before && filters.before < day ? filters.before : day;
        else filters.from = filters.from && filters.from > day ? filters.from : day;
        return undefined;
      }
      case "is":
        if (value.toLowerCase() !== "code")
          throw new UserError(
            "query",
            `is:${quoted(value)} (column ${column}) is not known: write is:code for papers with code.`,
          );
        // Both at once: what excludes counts, in whatever order.
        filters.code = !negated && filters.code !== false;
        return undefined;
      case "title":
        return readText(value, span, lexeme.quoted, "title");
      case "author": {
        const terms = analyse(value).map((token) => token.term);
        return terms.length > 0 ? { type: "author", typed: value, span, terms } : undefined;
      }
      case "cat":
        return { type: "category", typed: value, span, category: value.toLowerCase().replace(/[.*]+$/u, "") };
      default:
        return name satisfies never;
    }
  }

  function readText(text: string, span: Span, quoted: boolean, field?: "title"): Clause | undefined {
    const [typed, ...others] = spellingsOf(text).flatMap((spelling) => textClause(spelling, span, quoted, field) ?? []);
    return typed && others.length > 0 ? { type: "spelled", clauses: [typed, ...others] } : typed;
  }

  function textClause(
    text: string,
    span: Span,
    quoted: boolean,
    field: "title" | undefined,
  ): WordClause | PhraseClause | undefined {
    const tokens = analyse(text);
    const [first] = tokens;
    if (!first) return undefined;
    words++;
    const where = field ? { field } : {};
    if (tokens.length > 1 || (first.stop && quoted)) {
      // What no word has is not looked for, and a reason must not name it: of `k-means++` that is `++`.
      const end = tokens.at(-1)?.end ?? first.end;
      const typed = text.slice(first.start, end) + (/^[.)}\]]+/u.exec(text.slice(end))?.[0] ?? "");
      const placed = tokens.map((token) => ({
        ...token,
        start: token.start - first.start,
        end: token.end - first.start,
      }));
      return { type: "phrase", typed, span, tokens: placed, quoted, ...where };
    }
    if (first.stop && !field) return undefined;
    return { type: "word", typed: text.slice(first.start, first.end), span, term: first.term, ...where };
  }

  return { group, filters, sawWords: () => words > 0 };
}

function all(clauses: readonly Clause[]): Clause {
  const [only] = clauses;
  return only && clauses.length === 1 ? only : { type: "all", clauses };
}

function any(clauses: readonly Clause[]): Clause {
  return { type: "any", clauses };
}

function refuseEmpty(query: Query, sawWords: boolean): void {
  const { clauses } = query;
  if (query.from || query.before || query.code !== undefined) return;
  if (clauses.some((clause) => clause.type !== "not")) return;
  if (clauses.length > 0)
    throw new UserError(
      "query",
      "The query only says what to leave out: add at least one word to look for, for example diffusion -video.",
    );
  if (sawWords)
    throw new UserError(
      "query",
      'The query has only words that nearly every text has: add a word of the subject, or put them in quotes ("to be or not to be").',
    );
  throw new UserError("query", "The query has no words: write what to look for, for example mixture of experts.");
}
