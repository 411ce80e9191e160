import { arxivIdOfUrl } from "./arxiv-url.ts";
import { splitNames } from "./names.ts";
import { authorCount, readCount, readDay, votedPaper } from "./page-facts.ts";
import type { PageItem, TextItem } from "./page-item.ts";
import type { Link, PageLine } from "./page-markup.ts";
import { isNavigation } from "./page-navigation.ts";
import { joinWrapped, paragraphsOf, printsTitlesRightAbove } from "./page-paragraphs.ts";
import { isRepository } from "./repository.ts";
import { titleEvidence } from "./title-evidence.ts";

const authorNames = /^[-*•\s]*(?:\*\*)?(?:authors?|by)(?:\*\*)?\s*:(?:\*\*)?\s*(.{2,20000})$/i;
const resource =
  /^(?:link:\s*)?(?:github|gitlab|code|arxiv|pdf|project|hugging ?face|demo|website|home ?page|paper|view|models?|datasets?|spaces?|video|slides|collection)(?:[\s:-]+(?:page|paper|pdf|repository|repo|link|abstract|arxiv|card))*(?:[\s:]+[\d.,]+k?)?:?$/i;
/** Reads lines into items: what each line is for is decided by its own form and its neighbours', never by its place. */
export function readItems(lines: readonly PageLine[]): readonly PageItem[] {
  const vocabulary = lazyVocabulary(lines);
  const titleAbove = printsTitlesRightAbove(lines);
  const items: PageItem[] = [];
  let pending: PageLine[] = [];
  let voteWord = false;
  let submitter = false;

  const flush = () => {
    for (const paragraph of paragraphsOf(pending, titleAbove)) items.push(toText(paragraph, vocabulary));
    pending = [];
  };
  const push = (item: PageItem) => {
    flush();
    items.push(item);
  };

  lines.forEach((line, index) => {
    if (line.text === "" && line.links.length === 0) {
      flush();
      if (line.heading) items.push(emptyHeading(line));
      return;
    }
    const found = line.heading
      ? classifyHeading(line, lines, index)
      : classify(line, voteWord, lines, index, pending, items.at(-1));
    voteWord = /^upvotes?:?$/i.test(line.text) || (voteWord && line.text === "");
    if (found) {
      const wasVote = voteWord;
      for (const item of found) push(item);
      flush();
      submitter = /submitted by$/i.test(line.text) || (submitter && !wasVote && isAltText(line.text));
      addResources(line, push);
      return;
    }
    if (line.heading) flush();
    if (submitter && line.text.length <= 40 && !line.heading) {
      submitter = false;
      push({ type: "furniture", line: line.no });
      return;
    }
    submitter = false;
    pending.push(line);
  });
  flush();
  return namedByNumber(attachLinks(items));
}

function emptyHeading(line: PageLine): TextItem {
  return { type: "text", line: line.no, text: "", heading: line.heading, bold: false, linked: false };
}

function classify(
  line: PageLine,
  afterVoteWord: boolean,
  lines: readonly PageLine[],
  index: number,
  pending: readonly PageLine[],
  last: PageItem | undefined,
): readonly PageItem[] | undefined {
  const { text, no } = line;
  const furniture: PageItem = { type: "furniture", line: no };
  if (text === "")
    return line.links
      .map((link) => ({ type: "link", line: no, url: link.url ?? "", label: "" }) as const)
      .filter((link) => link.url !== "");
  if (text.length > 20_000) return undefined;
  if (/^https?:\/\/\S+$/.test(text)) return endsSentence(text, pending) ? undefined : fromAddress(text, last, no);
  if (/^(?:[-=_*~]{3,}|[·•|,\][()]+|(?:[·•|]\s*)+)$/u.test(text) || isAltText(text)) return [furniture];
  if (authorCount.test(text)) return [{ type: "authors", line: no, names: [] }];
  if (goesOn(pending)) return isResources(line) && line.links.length > 0 ? [furniture] : undefined;
  if (isNavigation(text)) return [furniture];
  const day = readDay(line, lines, index);
  if (day) return [day];
  const upvotes = readCount(line, afterVoteWord, lines, index);
  if (upvotes !== undefined) return upvotes;
  const names = authorNames.exec(text)?.[1];
  if (names !== undefined && isNames(names)) return [{ type: "authors", line: no, names: splitNames(names) }];
  if (/^\*\*(?!abstract)[^*]{1,30}:\*\*/i.test(text) || /^(?:upvotes?:?|submitted by\b.{0,60})$/i.test(text))
    return [furniture];
  if (isResources(line)) return [furniture];
  if (isSiteLink(line)) return [furniture];
  return undefined;
}

/** A heading is a title unless it's a day, or a menu's word that leads to no paper. */
function classifyHeading(line: PageLine, lines: readonly PageLine[], index: number): readonly PageItem[] | undefined {
  if (line.links.some((link) => arxivIdOfUrl(link.url) !== undefined)) return undefined;
  if (isNavigation(line.text)) return [{ type: "furniture", line: line.no }];
  const day = line.links.length === 0 ? readDay(line, lines, index) : undefined;
  return day && [day];
}

/** Under an unfinished line of a paragraph, `2016` or `models` is its next line, neither a count nor a menu. */
function goesOn(pending: readonly PageLine[]): boolean {
  const above = pending.at(-1);
  return above !== undefined && above.heading === 0 && above.text.length >= 50 && !/[.!?]$/.test(above.text);
}

/** An address that a hard wrap put on a line of its own: `... available at` stands right above. */
function endsSentence(url: string, pending: readonly PageLine[]): boolean {
  const above = pending.at(-1);
  if (!above || above.heading > 0 || arxivIdOfUrl(url) !== undefined) return false;
  return (
    pending.length > 1 ||
    above.text.length > 150 ||
    /(?::|\b(?:at|in|on|via|from|is|see|under|here))$/i.test(above.text)
  );
}

/** An address on a line of its own below a number is where that number leads. */
function fromAddress(url: string, last: PageItem | undefined, line: number): readonly PageItem[] {
  const voted = votedPaper(url);
  if (voted !== undefined && last?.type === "upvotes") {
    return [{ type: "upvotes", line: last.line, count: last.count, text: last.text, certain: true, paperId: voted }];
  }
  return [{ type: "link", line, url, label: "" }];
}

/** A picture's description: all that text exports keep of it. */
function isAltText(text: string): boolean {
  return /^(?:[-*] )?\[(?!-\])[^\]]{1,200}\]$/.test(text);
}

function isNames(text: string): boolean {
  return !/[.!?] [A-Z]\w+ \w+ \w+ \w+/.test(text.slice(0, 400)) || text.includes(",");
}

function isResources(line: PageLine): boolean {
  if (line.text.length > 200) return false;
  const labelled = /^([^:]{2,30}):?\s+https?:\/\/\S+$/.exec(line.text)?.[1];
  if (labelled !== undefined && resource.test(labelled)) return true;
  if (line.links.length > 0 && line.links.every((link) => resource.test(link.label))) return true;
  return (
    resource.test(line.text) && line.text.length < 40 && !/^(?:paper|view|models?|datasets?|spaces?)$/i.test(line.text)
  );
}

/** A short label that leads to some page, but to no paper: an organisation, a person, a menu. */
function isSiteLink(line: PageLine): boolean {
  if (!line.linked?.url || line.text.length > 60 || /[.?!]$/.test(line.text)) return false;
  return (
    [line.linked, ...line.links].every((link) => arxivIdOfUrl(link.url) === undefined) &&
    !/^(?:\/papers\/|https?:\/\/arxiv)/.test(line.linked.url)
  );
}

function addResources(line: PageLine, push: (item: PageItem) => void): void {
  if (line.text === "" || isAltText(line.text)) return;
  const menu = isNavigation(line.text);
  for (const { url, label } of line.links) {
    if (!url || !resource.test(label)) continue;
    if (!menu || isRepository(url) || arxivIdOfUrl(url) !== undefined)
      push({ type: "link", line: line.no, url, label });
  }
  const written = /(https?:\/\/\S+)$/.exec(line.text)?.[1];
  if (written && line.links.length === 0 && line.text !== written)
    push({ type: "link", line: line.no, url: written, label: line.text });
}

function toText(lines: readonly PageLine[], vocabulary: () => ReadonlySet<string>): TextItem {
  const [first] = lines;
  const links: readonly (Link | undefined)[] = lines.flatMap((line) => [line.linked, ...line.links]);
  const link =
    links.find((each) => arxivIdOfUrl(each?.url) !== undefined) ??
    (first?.heading ? links.find((each) => each?.url) : undefined);
  const paperId = arxivIdOfUrl(link?.url);
  return {
    type: "text",
    line: first?.no ?? 1,
    text: joinWrapped(
      lines.map((line) => line.text),
      vocabulary,
    ),
    heading: first?.heading ?? 0,
    bold: lines.every((line) => line.bold),
    linked: lines.every((line) => line.linked !== undefined),
    ...(paperId !== undefined && { paperId }),
    ...(link?.url !== undefined && { url: link.url }),
  };
}

/**
 * On a page that marks no titles a number between two abstracts, or between a count and an abstract, is the title the
 * abstract lacks: papers named `0` exist.
 */
function namedByNumber(items: readonly PageItem[]): readonly PageItem[] {
  if (items.some((item) => item.type === "text" && (item.heading > 0 || item.bold))) return items;
  const isProse = (item: PageItem | undefined) => item?.type === "text" && titleEvidence(item.text) < -3;
  return items.map((item, index) => {
    if (item.type !== "upvotes" || item.certain || !/^\d+$/.test(item.text)) return item;
    const before = items[index - 1];
    const bereft = isProse(before) || before?.type === "upvotes" || before?.type === "listed";
    if (!bereft || !isProse(items[index + 1])) return item;
    return { type: "text", line: item.line, text: item.text, heading: 0, bold: false, linked: false } as const;
  });
}

/** Link lines right below a paragraph say what it is: a paper's, or a menu's. */
function attachLinks(items: readonly PageItem[]): readonly PageItem[] {
  return items.map((item, index) => {
    if (item.type !== "text" || item.linked || item.url !== undefined) return item;
    const next = items[index + 1];
    if (next?.type !== "link" || next.label !== "") return item;
    const paperId = arxivIdOfUrl(next.url);
    if (paperId !== undefined) return { ...item, paperId, url: next.url };
    const menu =
      item.heading === 0 && item.text.length <= 60 && !/[.?!]$/.test(item.text) && /huggingface\.co\//.test(next.url);
    return menu ? ({ type: "furniture", line: item.line } as const) : item;
  });
}

function lazyVocabulary(lines: readonly PageLine[]): () => ReadonlySet<string> {
  let words: Set<string> | undefined;
  return () => {
    words ??= new Set(lines.flatMap((line) => line.text.toLowerCase().match(/\p{L}+(?:-\p{L}+)*/gu) ?? []));
    return words;
  };
}
