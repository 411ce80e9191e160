import type { Block, Message } from "../message.ts";
import type { Paper } from "../papers/paper.ts";
import { type PageView, pageActions, pageCount, pagePlace } from "./pages.ts";
import { keyQuote, paperBlock } from "./paper.ts";
import { button, count, cut } from "./text.ts";

/** The newest papers, a line before each day's. */
export function latestPapers(total: number, papers: readonly Paper[], page: PageView): Message {
  if (papers.length === 0) return nothingToShow(total, page);
  const blocks: Block[] = [];
  let day: string | undefined;
  for (const paper of papers) {
    if (paper.listed !== day) blocks.push({ type: "text", text: ["Listed ", { bold: paper.listed }] });
    day = paper.listed;
    blocks.push(paperBlock(paper, keyQuote(paper)));
  }
  return paperPage("Latest papers", { total, papers, page, blocks });
}

/** The most upvoted papers of all. */
export function upvotedPapers(total: number, papers: readonly Paper[], page: PageView): Message {
  if (papers.length === 0) return nothingToShow(total, page);
  return paperPage("Most upvoted papers", { total, papers, page, blocks: blocksOf(papers) });
}

/** The most upvoted papers that were listed in the last days. */
export function trendingPapers(
  total: number,
  papers: readonly Paper[],
  { days, ...page }: PageView & { readonly days: number },
): Message {
  const period = days === 1 ? "the last day" : `the last ${days} days`;
  if (papers.length === 0) return nothingToShow(total, page);
  return paperPage(`Most upvoted papers of ${period}`, { total, papers, page, blocks: blocksOf(papers) });
}

function blocksOf(papers: readonly Paper[]): readonly Block[] {
  return papers.map((paper) => paperBlock(paper, keyQuote(paper)));
}

interface PaperPage {
  readonly total: number;
  readonly papers: readonly Paper[];
  readonly page: PageView;
  readonly blocks: readonly Block[];
}

function paperPage(heading: string, { total, papers, page, blocks }: PaperPage): Message {
  const pages = pageCount(total, page.size);
  const where = pages > 1 ? `${pagePlace(page.number, pages)}, ${count(total, "paper")}.` : `${count(total, "paper")}.`;
  return {
    fallback: `${heading}: ${papers.map((paper) => cut(paper.title, 80)).join("; ")}`,
    blocks: [
      { type: "heading", text: heading },
      { type: "text", text: [where] },
      ...blocks,
      ...pageActions(page, total),
    ],
  };
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
