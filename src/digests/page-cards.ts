import type { PaperEntry, PaperLinks } from "../papers/paper.ts";
import { arxivIdOfUrl } from "./arxiv-url.ts";
import type { WrittenDay } from "./dates.ts";
import { splitNames } from "./names.ts";
import type { PageItem, TextItem } from "./page-item.ts";
import { findTitleMark, findTitles } from "./page-titles.ts";
import { isRepository } from "./repository.ts";
import { titleEvidence } from "./title-evidence.ts";

/** One paper as the page shows it, days still as written. */
export interface Card {
  readonly line: number;
  readonly title: string;
  readonly abstract: readonly string[];
  readonly authors: readonly string[];
  readonly published?: WrittenDay;
  readonly arxivId?: string;
  readonly links: PaperLinks;
  readonly upvotes?: number;
  /** Something of a card besides its title was there: it's a paper even without an abstract. */
  readonly confirmed: boolean;
}

type Draft = { -readonly [K in keyof Card]: Card[K] } & {
  abstract: string[];
  /** Its foot began: short lines below are no part of the abstract. */
  footed: boolean;
  certainUpvotes: boolean;
};

/** Longer than any paper's title; such a "title" is something else. */
const longestTitle = 1000;
/** An abstract without a title above it, and a paper with a title alone, are known by more than these. */
const sureProse = 200;
const sureTitle = 25;

const abstractLabel = /^(?:\*\*)?abstract(?:\*\*)?\s?[:.—](?:\*\*)?\s*/i;

/** Puts the items of one list (the stretch under one date heading) together to cards. */
export function readCards(
  items: readonly PageItem[],
  headed: boolean,
  reject: (line: number, reason: string) => void,
): readonly Card[] {
  const mark = findTitleMark(items);
  const titles = findTitles(items, mark);
  const drafts: Draft[] = [];
  const votes = new Map<string, number>();
  let card: Draft | undefined;
  let pendingVotes: number | undefined;
  let pendingLink: string | undefined;
  items.forEach((item, index) => {
    if (item.type === "text" && titles[index]) {
      if (card && takesAsAuthors(card, item, items, titles, index)) {
        card.authors = splitNames(item.text);
        return;
      }
      card = begin(item);
      if (pendingVotes !== undefined) card.upvotes = pendingVotes;
      if (pendingLink !== undefined) addLink(card, pendingLink, "");
      pendingVotes = undefined;
      pendingLink = undefined;
      drafts.push(card);
    } else if (item.type === "upvotes") {
      if (item.paperId !== undefined) votes.set(item.paperId, item.count);
      if (
        card &&
        (item.certain ? item.paperId === undefined || item.paperId === card.arxivId : card.upvotes === undefined)
      ) {
        if (!card.certainUpvotes) card.upvotes = item.count;
        card.certainUpvotes = item.certain;
        close(card);
      } else pendingVotes = item.count;
    } else if (item.type === "link") {
      const id = arxivIdOfUrl(item.url);
      if (card && (id === undefined || card.arxivId === undefined || card.arxivId === id))
        addLink(card, item.url, item.label);
      else if (id !== undefined) pendingLink = item.url;
    } else if (!card) {
      if (item.type === "text" && (headed ? titleEvidence(item.text) < 0 : item.text.length >= sureProse)) {
        if (mark.by === "order") reject(item.line, "text without a title above it");
      }
    } else if (item.type === "text") addText(card, item, mark.by === "order");
    else if (item.type === "published") {
      card.published ??= item.day;
      close(card);
    } else if (item.type === "authors") {
      if (item.names.length > 0) card.authors = item.names;
      card.confirmed = true;
      card.footed ||= card.abstract.length > 0;
    } else if (item.type === "furniture") card.footed ||= card.abstract.length > 0;
  });
  const first = drafts.findIndex((draft) => draft.abstract.length > 0 || draft.confirmed);
  return drafts.flatMap((draft, index) => {
    const reason = complaint(draft, mark.by === "order");
    const given = draft.arxivId === undefined ? undefined : votes.get(draft.arxivId);
    if (reason === undefined) return [toCard(draft, given)];
    const leading = mark.by === "order" && draft.abstract.length === 0 && (index < first || first < 0) && !headed;
    if (!leading) reject(draft.line, reason);
    return [];
  });
}

function begin(item: TextItem): Draft {
  const draft: Draft = {
    line: item.line,
    title: unbracketed(item.text),
    abstract: [],
    authors: [],
    links: {},
    confirmed: item.paperId !== undefined,
    footed: false,
    certainUpvotes: false,
  };
  if (item.url) addLink(draft, item.url, "");
  return draft;
}

function addText(card: Draft, item: TextItem, inOrder: boolean): void {
  const text = unbracketed(item.text).replace(abstractLabel, "");
  if (item.heading > 0 && titleEvidence(text) > 0) return;
  const followed = card.abstract.length > 0;
  // Below a marked title everything up to the next one is its card: names and labels there are not its abstract.
  const prose = text.length >= 80 || /[.!?:)]$/.test(text) || /https?:\/\//.test(text);
  if (followed && !inOrder && !prose) return;
  card.abstract.push(text);
}

function close(card: Draft): void {
  card.confirmed = true;
  card.footed = true;
}

/** A line of names between title and abstract looks like a title itself; what tells is that another stands above. */
function takesAsAuthors(
  card: Draft,
  item: TextItem,
  items: readonly PageItem[],
  titles: readonly boolean[],
  index: number,
): boolean {
  const before = items[index - 1];
  const after = items[index + 1];
  if (item.heading || item.bold || item.paperId || card.abstract.length > 0) return false;
  if (before?.type !== "text" || before.line !== card.line || after?.type !== "text" || titles[index + 1]) return false;
  const names = splitNames(item.text);
  return (
    names.length >= 2 &&
    names.every((name) =>
      /^(?:[\p{Lu}][\p{L}.'’-]*)(?: (?:[\p{Lu}][\p{L}.'’-]*|de|van|von|der|da|di|la|el|al|bin)){1,4}$/u.test(name),
    )
  );
}

function addLink(card: Draft, url: string, label: string): void {
  if (!/^https?:\/\//i.test(url)) {
    const id = arxivIdOfUrl(url);
    if (id !== undefined) card.arxivId ??= id;
    return;
  }
  if (url.length > 2000) return;
  const id = arxivIdOfUrl(url);
  if (id !== undefined) {
    card.arxivId ??= id;
    const pdf = /\/pdf\//.test(url);
    card.links = pdf ? { pdf: url, ...card.links } : { page: url, ...card.links };
  } else if (isRepository(url) || /^(?:link:\s*)?code\b/i.test(label)) {
    card.links = { code: url, ...card.links };
  } else if (/\bpdf\b/i.test(label) || /\.pdf$/i.test(url)) card.links = { pdf: url, ...card.links };
  else if (/project|website|home ?page|demo/i.test(label)) card.links = { project: url, ...card.links };
  else if (label === "" && !/huggingface\.co\//.test(url)) card.links = { project: url, ...card.links };
}

function complaint(draft: Draft, inOrder: boolean): string | undefined {
  if (draft.title.length > longestTitle) return `title of ${draft.title.length} characters (at most ${longestTitle})`;
  if (!/[\p{L}\p{N}]/u.test(draft.title)) return "a heading without a readable title";
  if (!inOrder || draft.abstract.length > 0 || draft.confirmed) return undefined;
  if (draft.title.length >= sureTitle || draft.title.split(" ").length >= 3) return undefined;
  return `"${draft.title}": neither a title with an abstract nor known navigation`;
}

function toCard(draft: Draft, votes: number | undefined): Card {
  const { footed, certainUpvotes, ...card } = draft;
  return votes === undefined ? card : { ...card, upvotes: votes };
}

/** Takes off a bracket whose partner the page lost. */
function unbracketed(text: string): string {
  if (text.startsWith("[") && !text.includes("]")) return text.slice(1).trim();
  return text.endsWith("]") && !text.includes("[") ? text.slice(0, -1).trim() : text;
}

/** What an entry has of a card, empty fields left out. */
export function toEntry(card: Card, listed: string | undefined, published: string | undefined): PaperEntry {
  return {
    title: card.title,
    abstract: card.abstract.join("\n\n"),
    ...(card.authors.length > 0 && { authors: card.authors }),
    ...(published !== undefined && { published }),
    ...(listed !== undefined && { listed }),
    ...(card.arxivId !== undefined && { arxivId: card.arxivId }),
    ...(Object.keys(card.links).length > 0 && { links: card.links }),
    ...(card.upvotes !== undefined && { upvotes: card.upvotes }),
    line: card.line,
  };
}
