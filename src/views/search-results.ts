import type { AlsoSaid, Found, FoundPaper } from "../engine.ts";
import type { Action, Block, Message, PaperBlock } from "../message.ts";
import { arxivIdOf } from "../papers/arxiv-id.ts";
import { alsoSaidBlocks } from "./also-said.ts";
import { type PageView, pageActions, pageCount, pagePlace } from "./pages.ts";
import { keyQuote, paperBlock } from "./paper.ts";
import { markedQuote, reasonText } from "./reason.ts";
import { button, count, cut } from "./text.ts";

export interface SearchView extends PageView {
  /** Papers that were searched. */
  readonly papers: number;
  /** The command line for another query. */
  readonly queryLine: (query: string) => string;
  /** Other words for what was asked, and the query that has them as well. */
  readonly also: readonly (AlsoSaid & { readonly query: string })[];
}

/** One page of hits, each with the words that brought it here. */
export function searchResults(found: Found, view: SearchView): Message {
  if (found.total === 0) return nothingFound(found, view);
  if (found.hits.length === 0) return beyondTheEnd(found, view);
  const pages = pageCount(found.total, view.size);
  const heading = resultHeading(found);
  const page = pages > 1 ? `${pagePlace(view.number, pages)}.` : "";
  const notes = [partsNote(found), page, found.note ?? ""].filter((note) => note !== "");

  const blocks: Block[] = [{ type: "heading", text: heading }];
  if (notes.length > 0) blocks.push({ type: "text", text: [notes.join(" ")] });
  blocks.push(...offers(found, view));
  const firstPart = found.hits.findIndex(({ part }) => part);
  found.hits.forEach((hit, index) => {
    if (index === firstPart && index > 0) blocks.push({ type: "text", text: ["These match a part of it:"] });
    blocks.push(foundPaperBlock(hit));
  });
  blocks.push(...pageActions(view, found.total));
  const titles = found.hits.map((hit) => cut(hit.paper.title, 80)).join("; ");
  return { fallback: [`${heading}.`, ...notes, titles].join(" "), blocks };
}

/** How many papers match, in chat and on the command line. */
export function resultHeading({ query, total, whole }: Pick<Found, "query" | "total" | "whole">): string {
  const asked = cut(query, 80);
  if (total === 0) return `No paper matches ${asked}`;
  if (whole === 0) return `No paper matches all of ${asked}`;
  return `${count(whole, "paper")} ${whole === 1 ? "matches" : "match"} ${asked}`;
}

/** How many papers lack a part of the query. */
export function partsNote({ total, whole }: Pick<Found, "total" | "whole">): string {
  const parts = total - whole;
  if (parts === 0) return "";
  return `${whole === 0 ? count(parts, "paper") : `${parts.toLocaleString("en-GB")} more`} ${parts === 1 ? "matches" : "match"} a part of it.`;
}

/** A hit: what is known of it, the words around what matched, and the reason. */
export function foundPaperBlock(hit: FoundPaper): PaperBlock {
  const reason = reasonText(hit.matches);
  return paperBlock(hit.paper, { ...quoteOf(hit), ...(reason === undefined ? {} : { reason: [reason] }) });
}

/** The words around what matched; the key sentence where the abstract has no match to show. */
function quoteOf({ paper, snippet, matches }: FoundPaper): Pick<PaperBlock, "quote"> {
  const inAbstract = snippet.marks.length > 0 && matches.some((match) => match.fields.includes("abstract"));
  return inAbstract ? { quote: markedQuote(snippet) } : keyQuote(paper);
}

/** What else could be asked: slips mended, and other words for the same. */
function offers({ didYouMean, whole }: Found, { also, queryLine }: SearchView): readonly Block[] {
  const actions: Action[] = [
    ...(didYouMean === undefined ? [] : [button(`Search ${didYouMean}`, queryLine(didYouMean))]),
    ...also.map(({ words, query }) => button(`Also ${words}`, queryLine(query))),
  ];
  if (actions.length === 0) return [];
  const question: Block = { type: "text", text: ["Did you mean ", { bold: cut(didYouMean ?? "", 80) }, "?"] };
  return [
    ...(didYouMean === undefined ? [] : [question]),
    ...alsoSaidBlocks(also, whole === 0 ? "paper" : "more paper"),
    { type: "actions", actions },
  ];
}

function nothingFound(found: Found, view: SearchView): Message {
  const heading = resultHeading(found);
  const searched = [found.note, whereSearched(found.query, view.papers)].filter((part) => part !== undefined).join(" ");
  const actions: Action[] = [button("Latest papers", "latest"), button("How to search", "help search")];
  return {
    fallback: `${heading}. ${searched}`,
    blocks: [
      { type: "heading", text: heading },
      { type: "text", text: [searched] },
      ...offers(found, view),
      { type: "actions", actions },
    ],
  };
}

function whereSearched(query: string, papers: number): string {
  if (papers === 0) return "There are no papers yet.";
  if (arxivIdOf(query) !== undefined) return "Words of its title find it where it came without its number.";
  return `Searched titles, abstracts, authors and categories of ${count(papers, "paper")}. Fewer or more general words find more.`;
}

function beyondTheEnd(found: Found, view: SearchView): Message {
  const pages = pageCount(found.total, view.size);
  const sentence = `There is no page ${view.number}: ${count(found.total, "paper")} fill ${count(pages, "page")}.`;
  return {
    fallback: sentence,
    blocks: [
      { type: "text", text: [sentence] },
      { type: "actions", actions: [button("Last page", view.line(pages), { replaces: true })] },
    ],
  };
}
