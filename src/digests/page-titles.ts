import type { PageItem, TextItem } from "./page-item.ts";
import { titleEvidence } from "./title-evidence.ts";

/** How a page marks its titles: by headings (of this level mostly), by bold type, or not at all. */
export type TitleMark =
  | { readonly by: "heading"; readonly level: number }
  | { readonly by: "bold" }
  | { readonly by: "order" };

/** Finds the mark one list of papers puts on its titles. */
export function findTitleMark(items: readonly PageItem[]): TitleMark {
  const levels = new Map<number, number>();
  let bold = 0;
  items.forEach((item, index) => {
    if (item.type !== "text") return;
    const below = items.slice(index + 1, index + 12).find((each) => each.type === "text" || each.type === "listed");
    const followed = below?.type === "text" && below.heading === 0;
    const prose = followed && titleEvidence(below.text) < 0;
    // A link to a paper makes a heading a title beyond doubt; the text below it may be short.
    const vote = item.paperId !== undefined ? 100 : prose ? 1 : followed ? 0.5 : 0;
    if (item.heading) levels.set(item.heading, (levels.get(item.heading) ?? 0) + vote);
    else if (item.bold && followed) bold += 1;
  });
  const texts = items.filter((item): item is TextItem => item.type === "text");
  const headingsOnly = texts.length > 1 && texts.every((item) => item.heading > 0);
  const best = [...levels]
    .filter(([, votes]) => votes >= 1 || headingsOnly)
    .sort((a, b) => b[1] - a[1] || b[0] - a[0])[0];
  if (best) return { by: "heading", level: best[0] };
  const paragraphs = texts.filter((item) => titleEvidence(item.text) < 0).length;
  return bold > 0 && bold * 2 >= paragraphs ? { by: "bold" } : { by: "order" };
}

/** For each item whether it is a title. */
export function findTitles(items: readonly PageItem[], mark: TitleMark): readonly boolean[] {
  if (mark.by === "order") return inTurn(items);
  if (mark.by === "bold") return items.map((item) => item.type === "text" && item.bold);
  const ofLevel = new Map<number, number>();
  for (const item of items)
    if (item.type === "text" && item.heading) ofLevel.set(item.heading, (ofLevel.get(item.heading) ?? 0) + 1);
  return items.map((item, index) => {
    if (item.type !== "text" || !item.heading) return false;
    if (item.heading === mark.level || item.paperId !== undefined) return true;
    const headsPage = item.heading < mark.level && ofLevel.get(item.heading) === 1;
    return !headsPage && hasProseBelow(items, index);
  });
}

function hasProseBelow(items: readonly PageItem[], index: number): boolean {
  for (const item of items.slice(index + 1, index + 12)) {
    if (item.type === "text") return item.heading === 0 && titleEvidence(item.text) < 0;
    if (item.type === "listed") return false;
  }
  return false;
}

/** A title without an abstract, an abstract of two paragraphs, and text before any title: possible, but not likely. */
const titleAfterTitle = -2;
const textAfterText = -1.5;
const textFirst = -6;

/**
 * Titles and abstracts in turn, with exceptions: the likeliest sequence, by dynamic programming over two states
 * (Viterbi 1967) with what each paragraph looks like and what stands around it as evidence.
 */
function inTurn(items: readonly PageItem[]): readonly boolean[] {
  const steps: { readonly index: number; readonly titleFromTitle: boolean; readonly textFromTitle: boolean }[] = [];
  let title = 0;
  let text = textFirst;
  let started = false;
  const seen = new Set<string>();
  items.forEach((item, index) => {
    // A page that marks no titles by headings has them above whole lists.
    if (item.type !== "text" || item.heading > 0) return;
    const evidence = titleEvidence(item.text) + surroundings(items, index, item, seen);
    const titleScores = started ? [title + titleAfterTitle, text] : [0, 0];
    const textScores = started ? [title, text + textAfterText] : [textFirst, textFirst];
    const [fromTitle = 0, fromText = 0] = titleScores;
    const [textFromTitle = 0, textFromText = 0] = textScores;
    steps.push({ index, titleFromTitle: fromTitle > fromText, textFromTitle: textFromTitle >= textFromText });
    title = evidence + Math.max(fromTitle, fromText);
    text = Math.max(textFromTitle, textFromText);
    started = true;
  });
  const titles = items.map(() => false);
  let isTitle = title > text;
  for (const step of steps.reverse()) {
    titles[step.index] = isTitle;
    isTitle = isTitle ? step.titleFromTitle : step.textFromTitle;
  }
  return titles;
}

function surroundings(items: readonly PageItem[], index: number, item: TextItem, seen: Set<string>): number {
  let evidence = item.bold ? 6 : 0;
  if (item.paperId !== undefined) {
    if (item.linked) evidence += seen.has(item.paperId) ? -6 : 6;
    else if (seen.has(item.paperId)) evidence -= 4;
    seen.add(item.paperId);
  }
  const before = items[index - 1]?.type;
  if (before === "listed" || before === "upvotes") evidence += 3;
  else if (before !== undefined && before !== "text") evidence += 1.5;
  const after = items[index + 1];
  if (after?.type === "authors" && after.names.length > 0) evidence += 2;
  return evidence;
}
