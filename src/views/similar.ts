import type { SimilarPaper, SimilarPapers } from "../engine.ts";
import type { Block, Message, PaperBlock } from "../message.ts";
import type { Paper } from "../papers/paper.ts";
import { type PageView, pageActions, pageCount, pagePlace } from "./pages.ts";
import { keyQuote, paperBlock } from "./paper.ts";
import { button, count, cut, enumerate } from "./text.ts";

/** Papers about the same as one, nearest first, each with the terms both have. */
export function similarPapers(to: Paper, { total, hits }: SimilarPapers, page: PageView): Message {
  if (hits.length === 0) return nothingSimilar(to, total, page);
  const heading = `Similar to ${cut(to.title, 100)}`;
  const pages = pageCount(total, page.size);
  const blocks: Block[] = [{ type: "heading", text: heading }];
  if (pages > 1) blocks.push({ type: "text", text: [`${pagePlace(page.number, pages)}, ${count(total, "paper")}.`] });
  blocks.push(...hits.map(similarBlock), ...pageActions(page, total));
  return { fallback: `${heading}: ${hits.map((hit) => cut(hit.paper.title, 80)).join("; ")}`, blocks };
}

/** `shares speculative decoding and draft model`; undefined where no single term is shared. */
export function sharedTerms(shared: readonly string[]): string | undefined {
  return shared.length === 0 ? undefined : `shares ${enumerate(shared)}`;
}

function similarBlock({ paper, shared }: SimilarPaper): PaperBlock {
  const reason = sharedTerms(shared.map((term) => cut(term, 60)));
  return paperBlock(paper, { ...keyQuote(paper), ...(reason === undefined ? {} : { reason: [reason] }) });
}

function nothingSimilar(to: Paper, total: number, page: PageView): Message {
  const sentence =
    total === 0
      ? `No known paper is similar to ${cut(to.title, 100)}.`
      : `There is no page ${page.number}: ${count(total, "paper")} fill ${count(pageCount(total, page.size), "page")}.`;
  const action =
    total === 0
      ? button("Latest papers", "latest")
      : button("Last page", page.line(pageCount(total, page.size)), { replaces: true });
  return {
    fallback: sentence,
    blocks: [
      { type: "text", text: [sentence] },
      { type: "actions", actions: [action] },
    ],
  };
}
