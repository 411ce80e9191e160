import { isField } from "./query-fields.ts";
import type { Span } from "./search-index.ts";

/** A piece of a query as it was typed. `text` is without quotes and field name; `span` covers it, sign included. */
export type Lexeme =
  | { readonly type: "text"; readonly text: string; readonly span: Span; readonly negated: boolean }
  | {
      readonly type: "quoted";
      readonly text: string;
      readonly span: Span;
      readonly negated: boolean;
      /** No closing quote came before the end. */
      readonly open: boolean;
    }
  | {
      readonly type: "field";
      readonly name: string;
      readonly text: string;
      readonly quoted: boolean;
      readonly span: Span;
      readonly negated: boolean;
      /** No closing quote came before the end. */
      readonly open: boolean;
    }
  | { readonly type: "open"; readonly span: Span; readonly negated: boolean }
  | { readonly type: "close"; readonly span: Span }
  | { readonly type: "or"; readonly span: Span };

/**
 * Cuts a query into its pieces in one pass. It refuses nothing: a quote that is never closed reaches to the end, and
 * signs that mean nothing where they stand (FTS operators, lone dashes, control characters) become part of a text.
 */
export function lex(query: string): Lexeme[] {
  const lexemes: Lexeme[] = [];
  let at = introduction.exec(query)?.[0].length ?? 0;
  let negated = false;
  let start = 0;
  const push = (lexeme: Lexeme) => {
    lexemes.push(lexeme);
    negated = false;
  };
  while (at < query.length) {
    const char = query.charAt(at);
    if (!negated) start = at;
    if (blank.test(char)) {
      at++;
    } else if (quotes.has(char)) {
      const quoted = readQuoted(query, at);
      at = quoted.end;
      push({ type: "quoted", text: quoted.text, span: { start, end: at }, negated, open: quoted.open });
    } else if (char === "(") {
      push({ type: "open", span: { start, end: ++at }, negated });
    } else if (char === ")") {
      push({ type: "close", span: { start, end: ++at } });
    } else if (char === "|") {
      push({ type: "or", span: { start, end: ++at } });
    } else if (char === "-" && !negated && negates(query, at)) {
      negated = true;
      at++;
    } else {
      const word = readWord(query, at);
      at += word.length;
      const field = fieldPattern.exec(word);
      const value = field ? word.slice(field[0].length) : "";
      const name =
        field?.[1] === undefined ? undefined : fieldName(field[1], value !== "" || quotes.has(query.charAt(at)));
      if (word === "OR") push({ type: "or", span: { start, end: at } });
      else if (word === "NOT" && /^\s+\S/u.test(query.slice(at, at + 9))) negated = true;
      else if (word === "AND") negated = false;
      else if (name !== undefined && value === "" && quotes.has(query.charAt(at))) {
        const quoted = readQuoted(query, at);
        at = quoted.end;
        const { text, open } = quoted;
        push({ type: "field", name, text, quoted: true, span: { start, end: at }, negated, open });
      } else if (name !== undefined)
        push({ type: "field", name, text: value, quoted: false, span: { start, end: at }, negated, open: false });
      else push({ type: "text", text: word, span: { start, end: at }, negated });
    }
  }
  return lexemes;
}

/** "papers about graphs" are papers about graphs: every paper is one. */
const introduction = /^\s*(?:papers?|articles?|publications?) (?:about|on|regarding)(?=\s+(?!OR\s)[\p{L}\p{N}"(])/iu;

const blank = /\s/u;
const quotes = new Set(['"', "\u201c", "\u201d", "\u201e", "\u00ab", "\u00bb"]);
/** A name right before a colon; `https://` is an address and no field. */
const fieldPattern = /^([\p{L}][\p{L}\p{N}_-]{0,19}):(?!\/\/)/u;

/** Fields are known in any case; `Title: kites` with a blank is a text that somebody pasted. */
function fieldName(typed: string, hasValue: boolean): string {
  const name = typed.toLowerCase();
  return hasValue && isField(name) ? name : typed;
}

/** A minus excludes where a word begins; before a figure (`-80`) or after another minus it is a sign of the text. */
function negates(query: string, at: number): boolean {
  return /^-(?![\s\d-]|$)/u.test(query.slice(at, at + 2));
}

function readQuoted(query: string, at: number): { text: string; end: number; open: boolean } {
  let end = at + 1;
  while (end < query.length && !quotes.has(query.charAt(end))) end++;
  const open = end === query.length;
  return { text: query.slice(at + 1, end), end: Math.min(end + 1, query.length), open };
}

function readWord(query: string, at: number): string {
  let end = at;
  while (end < query.length) {
    const char = query.charAt(end);
    if (end > at && (blank.test(char) || quotes.has(char) || char === "(" || char === ")" || char === "|")) break;
    end++;
  }
  return query.slice(at, end);
}
