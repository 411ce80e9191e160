import type { SimilarPaper, SimilarPapers } from "../engine.ts";
import type { Block, Message, PaperBlock } from "../message.ts";
import type { Paper } from "../papers/paper.ts";
import { said, text } from "./blocks.ts";
import { noSuchPage, type PageView, pageActions, pageCount, pagePlace } from "./pages.ts";
import { keyQuote, paperBlock } from "./paper.ts";
import { button, count, cut, enumerate, titlesOf } from "./text.ts";

/** Papers about the same as one, nearest first, each with the terms both have. */
export function similarPapers(to: Paper, { total, hits }: SimilarPapers, page: PageView): Message {
  if (hits.length === 0) return nothingSimilar(to, total, page);
  const heading = `Similar to ${cut(to.title, 100)}`;
  const pages = pageCount(total, page.size);
  const blocks: Block[] = [{ type: "heading", text: heading }];
  if (pages > 1) blocks.push(text(`${pagePlace(page.number, pages)}, ${count(total, "paper")}.`));
  blocks.push(...hits.map(similarBlock), ...pageActions(page, total));
  return { fallback: `${heading}: ${titlesOf(hits.map(({ paper }) => paper))}`, blocks };
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
  return total === 0
    ? said(`No known paper is similar to ${cut(to.title, 100)}.`, [button("Latest papers", "latest")])
    : noSuchPage(page, total, "paper");
}
