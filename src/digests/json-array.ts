import { lineCounter } from "./line-counter.ts";

/** One element of a JSON array, as text, with the line it begins on. */
export interface JsonElement {
  readonly line: number;
  readonly text: string;
}

export interface JsonArray {
  readonly elements: readonly JsonElement[];
  /** Where the text stops being an array: it ends early, or something else stands there. */
  readonly damage?: { readonly line: number; readonly reason: string };
}

/**
 * Takes a JSON array apart without reading its elements, so that a damaged one costs only itself, and an array that was
 * cut off still yields what came whole. Undefined for a text that is no array. One pass.
 */
export function splitJsonArray(text: string): JsonArray | undefined {
  const elements: JsonElement[] = [];
  let at = text.search(/\S/);
  if (at < 0 || text[at] !== "[") return undefined;
  const lineOf = lineCounter(text);
  let depth = 0;
  let start = -1;
  let line = 1;
  const begin = (position: number) => {
    if (start >= 0) return;
    start = position;
    line = lineOf(position);
  };
  for (at += 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '"') {
      begin(at);
      at = endOfString(text, at);
    } else if (char === "{" || char === "[") {
      begin(at);
      depth += 1;
    } else if (depth === 0 && (char === "," || char === "]")) {
      if (start >= 0) elements.push({ line, text: text.slice(start, at) });
      start = -1;
      if (char === "]")
        return text.slice(at + 1).trim() === "" ? { elements } : { elements, ...damage(lineOf(at), trailing) };
    } else if (char === "}" || char === "]") {
      depth -= 1;
      if (depth < 0) return { elements, ...damage(lineOf(at), "a closing brace that opens nowhere") };
    } else if (start < 0 && !blank.test(char)) begin(at);
  }
  return {
    elements,
    ...damage(start < 0 ? lineOf(text.length) : line, "the JSON ends early: what came whole before it was read"),
  };
}

const blank = /[ \t\r\n\ufeff]/;
const trailing = "something stands behind the end of the JSON";

function damage(line: number, reason: string): Required<Pick<JsonArray, "damage">> {
  return { damage: { line, reason } };
}

/** The index of the closing quote; the text's end where there is none. */
function endOfString(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
