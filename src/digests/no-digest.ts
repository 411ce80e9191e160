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
export function isSurelyPaper(card: Card, isUnderDay: boolean): boolean {
  const { links, abstract } = card;
  const length = abstract.join(" ").length;
  return isMarked(card) || length >= (isUnderDay || links.code !== undefined ? 1 : shortestAbstract);
}

/**
 * Whether a text without a day is documentation: it is called like one, has code blocks or tables, or links to a Markdown
 * file beside it, as no list of papers does, and most of what reads like papers has nothing of theirs but a heading and
 * text. An address may stand in an example of its code.
 */
export function isDocumentation(text: string, file: string, cards: readonly Card[]): boolean {
  const hasBlocks = (text.match(codeFence)?.length ?? 0) >= 2 || tableRule.test(text);
  const isNotes = hasBlocks || documentName.test(file) || linkToNotes.test(text);
  return isNotes && cards.filter(isMarked).length * 2 < cards.length;
}

/** What projects call the texts about themselves; nobody calls a digest so. */
const documentName =
  /(?:^|[\\/])(?:readme|changelog|licen[cs]e|contributing|code[_-]of[_-]conduct|todo)(?:\.(?:md|markdown|txt))?$/iu;
const linkToNotes = /\]\((?!\/|[a-z][a-z\d+.-]{0,20}:)[^)\s]{1,200}\.(?:md|markdown)(?:#[^)\s]{0,200})?\)/iu;

const codeFence = /^ {0,3}(?:```|~~~)[ \t\w+-]*$/gmu;
/** The line between the head and the rows of a Markdown table. */
const tableRule = /^\|(?:[ \t]*:?-{3,}:?[ \t]*\|)+[ \t]*$/mu;

function isMarked({ confirmed, arxivId, links }: Card): boolean {
  return confirmed || [arxivId, links.page, links.pdf].some((address) => address !== undefined);
}

/** What is told of documentation. */
export function noDigestButDocumentation(file: string): Reject {
  const reason =
    "no digest: with its name, code blocks, tables or links, and without papers' authors, days or addresses, it reads like documentation";
  return {
    file,
    line: 1,
    reason: `${reason}; put an arXiv address below each title, or the day of the list above the first`,
  };
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
