import { UserError } from "../errors.ts";
import { termsOf } from "./analysis.ts";
import { type Lexeme, lex } from "./query-lexer.ts";

/** A topic that takes more papers, or fewer. */
export interface EditedTopic {
  readonly topic: string;
  /** What was done; `nothing` where it was so before. */
  readonly edit: "excluded" | "no longer excluded" | "added" | "no longer added" | "nothing";
}

/**
 * The topic without the papers that have some words: `diffusion` becomes `diffusion -video`. Where the words are one of
 * its alternatives (`diffusion OR video`), that one goes, so that this takes back what `including` did.
 *
 * @throws UserError `topic` for words that nothing can be made of, and for those the topic is all about
 */
export function excluding(topic: string, words: string): EditedTopic {
  const piece = asPiece(words);
  const parts = partsOf(topic);
  if (parts.exclusions.some((other) => isSame(other, piece))) return { topic, edit: "nothing" };
  const left = parts.alternatives.filter((other) => !isSame(other, piece));
  if (left.length === 0)
    throw new UserError("topic", `Without ${piece} nothing is left of this topic: \`unsubscribe\` ends it.`);
  if (left.length < parts.alternatives.length) {
    return { topic: written({ ...parts, alternatives: left }), edit: "no longer added" };
  }
  return { topic: written({ ...parts, exclusions: [...parts.exclusions, piece] }), edit: "excluded" };
}

/**
 * The topic with the papers that have some words: an exclusion of them goes, else they become an alternative
 * (`diffusion` becomes `diffusion OR ddpm`). Authors and categories go on holding for all of it.
 *
 * @throws UserError `topic` for words that nothing can be made of
 */
export function including(topic: string, words: string): EditedTopic {
  const piece = asPiece(words);
  const parts = partsOf(topic);
  const exclusions = parts.exclusions.filter((other) => !isSame(other, piece));
  if (exclusions.length < parts.exclusions.length) {
    return { topic: written({ ...parts, exclusions }), edit: "no longer excluded" };
  }
  if (parts.alternatives.some((other) => isSame(other, piece))) return { topic, edit: "nothing" };
  return { topic: written({ ...parts, alternatives: [...parts.alternatives, piece] }), edit: "added" };
}

/** A topic without its exclusions and quotes: what people call it. */
export function bareTopic(topic: string): string {
  return written({ ...partsOf(topic), exclusions: [] })
    .replaceAll('"', "")
    .replace(/\s+/gu, " ")
    .trim();
}

/** What a topic leaves out, one by one, as it is typed: `video`, `"point clouds"`, `cat:cs.CV`. */
export function exclusionsOf(topic: string): readonly string[] {
  return partsOf(topic).exclusions;
}

/** The names a topic is looked for by, without quotes: `moe OR "sparse experts" -vision` has two. */
export function namesOf(topic: string): readonly string[] {
  return partsOf(topic).alternatives.flatMap((alternative) => {
    const lexemes = lex(alternative);
    const [first] = lexemes;
    const isName = lexemes.every(({ type }) => type === "text") || (lexemes.length === 1 && first?.type === "quoted");
    return isName ? [lexemes.map((lexeme) => ("text" in lexeme ? lexeme.text : "")).join(" ")] : [];
  });
}

interface TopicParts {
  /** As they are typed; all but the last of them separated by OR. */
  readonly alternatives: readonly string[];
  /** Authors, categories, dates and code: they hold for whatever alternative. */
  readonly limits: readonly string[];
  /** Without their minus. */
  readonly exclusions: readonly string[];
}

/** Fields that say something of the whole query wherever they stand. */
const always = new Set(["since", "is"]);
const limiting = new Set([...always, "author", "cat"]);

function partsOf(topic: string): TopicParts {
  const pieces = topLevel(topic);
  const isSingle = !pieces.some(({ lexeme }) => lexeme.type === "or");
  const alternatives: string[][] = [[]];
  const limits: string[] = [];
  const exclusions: string[] = [];
  for (const { lexeme, text } of pieces) {
    const name = lexeme.type === "field" ? lexeme.name : "";
    if (lexeme.type === "or") alternatives.push([]);
    else if (always.has(name) || (isSingle && !isNegated(lexeme) && limiting.has(name))) limits.push(text);
    else if (isNegated(lexeme)) exclusions.push(text.replace(/^(?:-|NOT\s+)/u, ""));
    else alternatives.at(-1)?.push(text);
  }
  const wanted = alternatives.map((words) => words.join(" ")).filter((words) => words !== "");
  const [only = ""] = wanted;
  const [group, ...others] = pieces.filter(({ lexeme }) => !isNegated(lexeme) && lexeme.type !== "field");
  if (group?.lexeme.type === "open" && others.length === 0 && group.text === only) {
    const inner = partsOf(only.slice(1, -1));
    const isPlain = inner.limits.length === 0 && inner.exclusions.length === 0;
    if (isPlain) return { alternatives: inner.alternatives, limits, exclusions };
  }
  // A topic that is nothing but an author or a category is about that.
  return wanted.length > 0
    ? { alternatives: wanted, limits, exclusions }
    : { alternatives: [limits.join(" ")], limits: [], exclusions };
}

function isNegated(lexeme: Lexeme): boolean {
  return "negated" in lexeme && lexeme.negated;
}

/** The pieces of a topic, what stands in parentheses as one. */
function topLevel(topic: string): { readonly lexeme: Lexeme; readonly text: string }[] {
  const pieces: { lexeme: Lexeme; text: string }[] = [];
  let depth = 0;
  let open: Lexeme | undefined;
  for (const lexeme of lex(topic)) {
    if (lexeme.type === "open" && depth++ === 0) open = lexeme;
    if (lexeme.type === "close") depth = Math.max(0, depth - 1);
    if (depth > 0 || (lexeme.type === "close" && !open)) continue;
    const first: Lexeme = open ?? lexeme;
    pieces.push({ lexeme: first, text: topic.slice(first.span.start, lexeme.span.end) });
    open = undefined;
  }
  if (open) pieces.push({ lexeme: open, text: `${topic.slice(open.span.start)}${")".repeat(depth)}` });
  return pieces;
}

function written({ alternatives, limits, exclusions }: TopicParts): string {
  const any = alternatives.join(" OR ");
  const wanted = alternatives.length > 1 && limits.some((limit) => !isAlways(limit)) ? `(${any})` : any;
  return [wanted, ...limits, ...exclusions.map((words) => `-${words}`)].join(" ");
}

function isAlways(limit: string): boolean {
  return always.has(/^-?(\w+):/u.exec(limit)?.[1] ?? "");
}

/**
 * What was typed as one piece of a query: several words become a phrase.
 *
 * @throws UserError `topic` for words that nothing can be made of
 */
export function asPiece(words: string): string {
  const plain = words.replace(/^[\s-]+/u, "").trim();
  const [only, ...others] = lex(plain);
  if (only?.type === "field" && others.length === 0) return plain;
  const bare = plain
    .replace(/["()|]/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
  if (termsOf(bare).length === 0)
    throw new UserError("topic", "Say which words: `topic diffusion exclude video`, `topic diffusion include ddpm`.");
  return /\s|^(?:OR|AND|NOT)$/u.test(bare) ? `"${bare}"` : bare;
}

/** Two ways to write the same: case, number and quotes don't count. */
function isSame(one: string, other: string): boolean {
  const identity = (piece: string) => (/^\w+:/u.test(piece) ? piece.toLowerCase() : termsOf(piece).join(" "));
  return identity(one) === identity(other);
}
