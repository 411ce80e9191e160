import { parseWrittenDay } from "./dates.ts";
import type { PageItem } from "./page-item.ts";
import type { PageLine } from "./page-markup.ts";

const countPattern = /^(?:\[-?\]\s*)?(?:[▲△⬆👍]\s*)?(-|\d{1,3}(?:,\d{3})+|\d{1,7}(?:\.\d{1,2})?\s?k?)$/iu;
/** All that most pages say of a paper's authors. */
export const authorCount = /^[-*·•\s]*\d{1,5} authors?$/i;
const pageDate = /^(?:.{0,30}\bpapers?\b)?(?:\s*(?:[-–—|:,]|for|of|on)\s*)?(.+)$/i;

/** The page asks who isn't signed in to do so before voting: the address names the paper. */
export function votedPaper(url: string | undefined): string | undefined {
  return url === undefined ? undefined : /\/login\?next=%2Fpapers%2F(\d{4}\.\d{4,5})/i.exec(url)?.[1];
}

/** A line that is a day: of a list, or of one paper's publication. */
export function readDay(line: PageLine, lines: readonly PageLine[], index: number): PageItem | undefined {
  const text =
    line.text.length > 260
      ? ""
      : line.text.replace(/(?<=\d)\s*\[?\s{1,3}\d{1,5}\s?\](?:\[\d{1,5}\])?$|\s*\[\s*\d{1,5}\s*\]\[\d{1,5}\]$/, "");
  if (!/\d/.test(text)) return undefined;
  const comments = line.links.find(
    (link) => /^\d{1,5}$/.test(link.label) && (link.url === undefined || link.url.includes("#")),
  );
  const bare = (comments ? text.slice(0, text.lastIndexOf(comments.label)) : text).trim();
  const dot = bare.lastIndexOf("·");
  const tail = bare.slice(dot + 1).trim();
  const published = /^(?:first |originally )?(?:published|submitted|released)(?: on| at)?:? +(.+)$/i.exec(tail)?.[1];
  const day =
    parseWrittenDay(published ?? tail) ?? (dot < 0 ? parseWrittenDay(pageDate.exec(tail)?.[1] ?? "") : undefined);
  if (!day) return undefined;
  const belongsToCard =
    dot >= 0 || published !== undefined || comments !== undefined || followsCardFooter(lines, index);
  return { type: belongsToCard ? "published" : "listed", line: line.no, day };
}

/** A card ends with who wrote it, a dot, and when it was published; a day that stands free heads a list. */
function followsCardFooter(lines: readonly PageLine[], index: number): boolean {
  const before = nearest(lines, index, -1)?.text ?? "";
  return before.endsWith("·") || authorCount.test(before) || /^published(?: on)?:?$/i.test(before);
}

/** A line that is a number: upvotes, or the comments some pages print below a card. */
export function readCount(
  line: PageLine,
  afterVoteWord: boolean,
  lines: readonly PageLine[],
  index: number,
): readonly PageItem[] | undefined {
  const worded = /^[-*]?\s*upvotes?:?\s*(.+)$/i.exec(line.text)?.[1] ?? /^(\S{1,9}) upvotes?$/i.exec(line.text)?.[1];
  const bracketed = /^\[-\]$/.test(line.text);
  const written = bracketed ? "-" : countPattern.exec(worded ?? line.text)?.[1];
  if (written === undefined) return undefined;
  const link = line.linked ?? line.links[0];
  if (link?.url?.includes("#community")) return [{ type: "furniture", line: line.no }];
  const neighbours = [nearest(lines, index, -1), nearest(lines, index, 1)];
  const emptyBullet =
    written === "-" &&
    !link &&
    !bracketed &&
    neighbours.some((near) => near?.text === "-" || near?.text.startsWith("- "));
  if (emptyBullet) return [{ type: "furniture", line: line.no }];
  const paperId = votedPaper(link?.url);
  const certain = afterVoteWord || worded !== undefined || paperId !== undefined;
  return [
    { type: "upvotes", line: line.no, count: toCount(written), text: line.text, certain, ...(paperId && { paperId }) },
  ];
}

function toCount(written: string): number {
  if (written === "-") return 0;
  const number = Number.parseFloat(written.replace(/,/g, ""));
  return Math.round(/k$/i.test(written) ? number * 1000 : number);
}

function nearest(lines: readonly PageLine[], index: number, step: 1 | -1): PageLine | undefined {
  for (let away = 1; away <= 5; away += 1) {
    const line = lines[index + step * away];
    if (line && line.text !== "") return line;
  }
  return undefined;
}
