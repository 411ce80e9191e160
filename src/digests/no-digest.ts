import type { PaperEntry, Reject } from "../papers/paper.ts";
import type { Card } from "./page-cards.ts";

/** Characters of text below a title that make a paper of it where nothing else does: the shortest summaries have as many. */
const shortestAbstract = 120;

/**
 * Whether a card is surely a paper's. Text that is no digest reads like one: any short line is a title, any paragraph below
 * it an abstract. So a page has to show one paper that is more than that: by authors, upvotes, a day of publication or its
 * address, or by an abstract that is long enough, stands under a day that heads the list, or has its code beside it. Notes,
 * mails and logs don't, and not one line of theirs is a paper.
 */
export function isSurelyPaper({ confirmed, arxivId, links, abstract }: Card, isUnderDay: boolean): boolean {
  const length = abstract.join(" ").length;
  const hasAddress = [arxivId, links.page, links.pdf].some((address) => address !== undefined);
  return confirmed || hasAddress || length >= (isUnderDay || links.code !== undefined ? 1 : shortestAbstract);
}

/** What is told of a text in which no card is surely a paper's. */
export function noDigest(file: string, [first]: readonly PaperEntry[]): Reject {
  const found =
    first === undefined
      ? "no paper in this file"
      : first.abstract === ""
        ? `no digest: "${cut(first.title)}" and whatever follows are titles at most`
        : `no digest: what follows "${cut(first.title)}" is too short for an abstract, and no authors, day or address make a paper of it`;
  const wanted = "put an abstract or an arXiv address below each title, or the day of the list above the first";
  return { file, line: first?.line ?? 1, reason: `${found}; ${wanted}` };
}

function cut(title: string): string {
  return title.length > 60 ? `${title.slice(0, 60)}…` : title;
}
