import { lex } from "./query-lexer.ts";
import { type Group, type Part, type Piece, readTree } from "./query-tree.ts";
import { spellingsOf } from "./spelling.ts";

/**
 * What makes two topics the same. Case, blanks, composed letters, kinds of quotes and which English it is don't count,
 * nor does the order of what a query wants together (`video diffusion`), of alternatives, and of exclusions, which hold
 * for all of their parentheses wherever they stand; nor parentheses that part nothing, nor what is said twice. Within
 * quotes the order counts. `since:` and `is:` hold for the whole topic, as in a search.
 *
 * Two topics with one identity find the same papers. The reverse does not hold: `model` and `models` find the same, and
 * people who write both mean both.
 */
export function topicIdentity(topic: string): string {
  const everywhere: string[] = [];
  const conditions = conditionsOf(readTree(lex(topic)), everywhere);
  return together([...conditions, ...everywhere]).join(" ");
}

const holdsEverywhere = new Set(["since", "is"]);

/** What all has to be so for the group, ordered. What holds for the whole query is put to `everywhere` instead. */
function conditionsOf(group: Group, everywhere: string[]): string[] {
  const written = (parts: readonly Part[]) => parts.flatMap((part) => writtenPart(part, everywhere));
  const alternatives = group.alternatives.map((parts) => together(written(parts))).filter((each) => each.length > 0);
  const [only = [], ...others] = alternatives;
  const either = together(alternatives.map((each) => each.join(" ")));
  const wanted = others.length > 0 && either.length > 1 ? [`(${either.join(" OR ")})`] : only;
  return together([...wanted, ...written(group.excluded)]);
}

/** In capitals are operators alone, so that no word is taken for one. */
function writtenPart(part: Part, everywhere: string[]): string[] {
  const sign = part.negated ? "NOT " : "";
  if (part.type === "group") {
    const conditions = conditionsOf(part, everywhere);
    if (!part.negated || conditions.length === 0) return conditions;
    return [sign + (conditions.length > 1 ? `(${conditions.join(" ")})` : conditions[0])];
  }
  const piece = sign + writtenPiece(part);
  if (part.type !== "field" || !holdsEverywhere.has(part.name)) return [piece];
  everywhere.push(piece);
  return [];
}

function writtenPiece(piece: Piece): string {
  // Of letters alone: a wide colon is no colon.
  const plain = piece.text.replace(/[\p{L}\p{M}\p{N}]+/gu, (word) => word.normalize("NFKC"));
  const text = plain.trim().replace(/\s+/gu, " ").toLowerCase();
  if (piece.type === "text") return inOneSpelling(text);
  if (piece.type === "quoted") return `"${inOneSpelling(text)}"`;
  if (piece.name === "title") return `title:${piece.quoted ? `"${inOneSpelling(text)}"` : inOneSpelling(text)}`;
  return `${piece.name}:${piece.quoted ? `"${text}"` : text}`;
}

/** The first of the spellings that a search takes for the same. */
function inOneSpelling(text: string): string {
  return together(spellingsOf(text))[0] ?? text;
}

function together(conditions: readonly string[]): string[] {
  return [...new Set(conditions)].sort();
}
