import type { Block, Message } from "../message.ts";
import type { Paper } from "../papers/paper.ts";
import { type PageView, pageActions, pageCount } from "./pages.ts";
import { keySentence, paperBlock } from "./paper.ts";
import { button, count, cut } from "./text.ts";

/** The newest papers, a line before each day's. */
export function latestPapers(total: number, papers: readonly Paper[], page: PageView): Message {
  const pages = pageCount(total, page.size);
  if (papers.length === 0) return nothingToShow(total, page);
  const heading = "Latest papers";
  const where = pages > 1 ? `Page ${page.number} of ${pages}, ${count(total, "paper")}.` : `${count(total, "paper")}.`;
  const blocks: Block[] = [
    { type: "heading", text: heading },
    { type: "text", text: [where] },
  ];
  let day: string | undefined;
  for (const paper of papers) {
    if (paper.listed !== day) blocks.push({ type: "text", text: ["Listed ", { bold: paper.listed }] });
    day = paper.listed;
    blocks.push(paperBlock(paper, keySentence(paper)));
  }
  blocks.push(...pageActions(page, total));
  return { fallback: `${heading}: ${papers.map((paper) => cut(paper.title, 80)).join("; ")}`, blocks };
}

function nothingToShow(total: number, page: PageView): Message {
  const pages = pageCount(total, page.size);
  const sentence =
    total === 0
      ? "There are no papers yet: they appear here once a digest is taken in."
      : `There is no page ${page.number}: ${count(total, "paper")} fill ${count(pages, "page")}.`;
  const back: Block[] =
    total === 0 ? [] : [{ type: "actions", actions: [button("Last page", page.line(pages), { replaces: true })] }];
  return { fallback: sentence, blocks: [{ type: "text", text: [sentence] }, ...back] };
}
