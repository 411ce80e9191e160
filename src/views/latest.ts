import type { Block, Message } from "../message.ts";
import type { Paper } from "../papers/paper.ts";
import { said, text } from "./blocks.ts";
import { noSuchPage, type PageView, pageActions, pageCount, pagePlace } from "./pages.ts";
import { keyQuote, paperBlock } from "./paper.ts";
import { count, titlesOf } from "./text.ts";

/** The newest papers, a line before each day's. */
export function latestPapers(total: number, papers: readonly Paper[], page: PageView): Message {
  if (papers.length === 0) return nothingToShow(total, page);
  const blocks: Block[] = [];
  let day: string | undefined;
  for (const paper of papers) {
    if (paper.listed !== day) blocks.push(text("Listed ", { bold: paper.listed }));
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
    fallback: `${heading}: ${titlesOf(papers)}`,
    blocks: [{ type: "heading", text: heading }, text(where), ...blocks, ...pageActions(page, total)],
  };
}

function nothingToShow(total: number, page: PageView): Message {
  return total === 0
    ? said("There are no papers yet: they appear here once a digest is taken in.")
    : noSuchPage(page, total, "paper");
}
