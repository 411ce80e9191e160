import type { Inline } from "../message.ts";
import type { Match, Snippet } from "../search/search-index.ts";
import { enumerate } from "./text.ts";

/** What can be checked by reading the paper: `matches "mixture of experts" in the title, routing in the abstract`. */
export function reasonText(matches: readonly Match[]): string | undefined {
  return matches.length === 0 ? undefined : `matches ${placedTerms(matches)}`;
}

/** The words that were found and where: `routing in the title, "top k" in the abstract`. */
export function placedTerms(matches: readonly Match[]): string {
  const termsByPlace = new Map<string, string[]>();
  for (const match of matches) {
    const place = whereIn(match);
    termsByPlace.set(place, [...(termsByPlace.get(place) ?? []), asTyped(match)]);
  }
  return [...termsByPlace].map(([place, terms]) => `${enumerate(terms)} ${place}`).join(", ");
}

/** A snippet with its matches in bold. */
export function markedQuote({ text, marks }: Snippet): readonly Inline[] {
  const quote: Inline[] = [];
  let position = 0;
  for (const mark of marks) {
    if (mark.start > position) quote.push(text.slice(position, mark.start));
    if (mark.end > mark.start) quote.push({ bold: text.slice(mark.start, mark.end) });
    position = mark.end;
  }
  if (position < text.length) quote.push(text.slice(position));
  return quote;
}

const places: Record<Match["fields"][number], string> = {
  title: "in the title",
  abstract: "in the abstract",
  authors: "among the authors",
  categories: "in the categories",
  arxivId: "as its arXiv number",
};

function whereIn(match: Match): string {
  const order = Object.keys(places);
  const fields = [...match.fields].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return enumerate(fields.map((field) => places[field]));
}

function asTyped(match: Match): string {
  return match.kind === "phrase" ? `"${match.term}"` : match.term;
}
