import { dayOf } from "../papers/day.ts";
import type { Day, Digest, PaperEntry, Reject } from "../papers/paper.ts";
import { resolveDay, type WrittenDay } from "./dates.ts";
import type { DigestContext } from "./digest.ts";
import { isDocumentation, isSurelyPaper, noDigest, noDigestButDocumentation } from "./no-digest.ts";
import { type Card, readCards, toEntry } from "./page-cards.ts";
import type { PageItem } from "./page-item.ts";
import { readItems } from "./page-items.ts";
import { readMarkup } from "./page-markup.ts";

/**
 * Reads the saved text of a page that lists papers: plain text, Markdown, html2text and what else browsers and
 * scrapers make of it. Lines become items, items under one date heading become cards, cards become entries.
 * What is no navigation and still fits nowhere is rejected with its line. Never throws.
 */
export function parsePageText(text: string, context: DigestContext): Digest {
  const items = readItems(readMarkup(text));
  const rejects: Reject[] = [];
  const entries: PaperEntry[] = [];
  const takenIn = dayOf(context.takenInAt);
  let firstDay: Day | undefined;
  let isDigest = false;
  const found: Card[] = [];
  for (const list of listsOf(items)) {
    const seen = list.day && resolveDay(list.day, takenIn);
    const listed = context.date ?? seen;
    firstDay ??= listed;
    const cards = readCards(list.items, list.day !== undefined, (line, reason) => {
      rejects.push({ file: context.file, line, reason });
    });
    found.push(...cards);
    for (const card of cards) {
      isDigest ||= isSurelyPaper(card, listed !== undefined);
      entries.push(toEntry(card, listed, card.published && resolveDay(card.published, listed ?? takenIn)));
    }
  }
  const date = context.date ?? firstDay;
  const digest = { source: context.file, ...(date !== undefined && { date }) };
  if (firstDay === undefined && isDocumentation(text, context.file, found)) {
    return { ...digest, entries: [], rejects: [noDigestButDocumentation(context.file)] };
  }
  if (!isDigest) {
    const obstacle = noDigest(context.file, entries);
    return { ...digest, entries: [], rejects: entries.length > 0 ? [obstacle] : rejects.concat(obstacle) };
  }
  return { ...digest, entries: foldRepeated(entries), rejects: rejects.sort((a, b) => a.line - b.line) };
}

interface PaperList {
  readonly day?: WrittenDay;
  readonly items: readonly PageItem[];
}

/** The stretches of a page: before its first date heading, and under each one. */
function listsOf(items: readonly PageItem[]): readonly PaperList[] {
  const lists: { day?: WrittenDay; items: PageItem[] }[] = [{ items: [] }];
  for (const item of items) {
    if (item.type === "listed") lists.push({ day: item.day, items: [item] });
    else lists.at(-1)?.items.push(item);
  }
  return lists;
}

/** Cards printed twice are one entry; the same title under another day, or with another arXiv id, is not the same card. */
function foldRepeated(entries: readonly PaperEntry[]): readonly PaperEntry[] {
  const folded: PaperEntry[] = [];
  const places = new Map<string, number>();
  for (const entry of entries) {
    const key = `${entry.listed ?? ""} ${entry.title.toLowerCase().replace(/\s+/g, " ")}`;
    const keys = [`${key} ${entry.arxivId ?? ""}`, entry.arxivId === undefined ? key : `${key} `];
    const place = keys.map((each) => places.get(each)).find((each) => each !== undefined);
    const known = place === undefined ? undefined : folded[place];
    if (place === undefined || known === undefined) {
      for (const each of [`${key} ${entry.arxivId ?? ""}`, key]) if (!places.has(each)) places.set(each, folded.length);
      folded.push(entry);
      continue;
    }
    folded[place] = {
      ...entry,
      ...known,
      abstract: known.abstract || entry.abstract,
      ...((known.links || entry.links) && { links: { ...entry.links, ...known.links } }),
    };
    places.set(`${key} ${entry.arxivId ?? ""}`, place);
  }
  return folded;
}
