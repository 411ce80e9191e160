import type { Day, PaperEntry, Reject } from "../papers/paper.ts";
import { type ArxivReference, arxivCategories, arxivReference } from "./arxiv-entry.ts";
import type { DigestContext, FeedDigest } from "./digest.ts";
import { feedDay, mostFrequent } from "./feed-day.ts";
import { attributeOf, childrenOf, headerText, readFeedXml, textOf, textsOf, type XmlElement } from "./feed-xml.ts";
import { foldLines } from "./fold-lines.ts";

/**
 * Reads arXiv's news feeds, RSS and Atom: a day's announcements of some categories. A cross-list is the paper itself, seen
 * from another category; a replacement is marked as one.
 * Format: https://info.arxiv.org/help/rss_specifications.html
 */
export function parseArxivRss(text: string, context: DigestContext): FeedDigest {
  const rejects: Reject[] = [];
  const reject = (line: number, reason: string) => rejects.push({ file: context.file, line, reason });
  const feed = readFeedXml(text);
  if (feed === undefined) {
    const damage = "not an RSS or Atom feed";
    reject(1, damage);
    return { source: context.file, entries: [], rejects, damage };
  }
  const dayIn = (...names: readonly string[]) =>
    names.map((name) => feedDay(headerText(feed.header, name))).find((day) => day !== undefined);
  const announcedOn = dayIn("pubDate", "dc:date");
  // Atom says only when it was made: made anew, an old batch is an old batch.
  const made = dayIn("lastBuildDate", "updated");
  const entries: PaperEntry[] = [];
  for (const { line, element, problem } of feed.items) {
    const entry = element === undefined ? (problem ?? "unreadable") : readItem(element, announcedOn ?? made, context);
    if (typeof entry === "string") reject(line, entry);
    else entries.push(entry);
  }
  if (feed.cut) reject(feed.cut.line, feed.cut.reason);
  const date = announcedOn ?? mostFrequent(entries.flatMap(({ listed }) => listed ?? [])) ?? made;
  return {
    source: context.file,
    ...(date !== undefined && { date }),
    entries,
    rejects,
    ...(feed.cut && { damage: feed.cut.reason }),
  };
}

type Announcement = "new" | "cross" | "replace" | "replace-cross";

/** The entry, or why it is none. */
function readItem(element: XmlElement, headerDate: Day | undefined, { date }: DigestContext): PaperEntry | string {
  const titled = readTitle(foldLines(textOf(element, "title")));
  if (titled.title === "") return "no title";
  const described = readDescription(textOf(element, "description") || textOf(element, "summary"));
  const links = childrenOf(element, "link").map((link) => attributeOf(link, "href"));
  const names = ["guid", "id", "identifier"].map((name) => textOf(element, name));
  const addresses = [...textsOf(element, "link"), ...links, attributeOf(element, "about")];
  const reference = bestReference([...names, described.name, titled.name, ...addresses]);
  if (reference === undefined) return "no arXiv id";
  const announcement = announced(textOf(element, "announce_type")) ?? described.announcement ?? titled.announcement;
  const day = feedDay(textOf(element, "pubDate") || textOf(element, "published") || textOf(element, "date"));
  const listed = date ?? day ?? headerDate;
  const authors = textsOf(element, "creator").flatMap((creator) => withoutTags(creator).split(","));
  const known = authors.map(foldLines).filter(Boolean);
  const terms = childrenOf(element, "category").map((category) => attributeOf(category, "term"));
  const categories = arxivCategories([...terms, ...textsOf(element, "category"), titled.category]);
  return {
    title: titled.title,
    abstract: described.abstract,
    ...(known.length > 0 && { authors: known }),
    // Of a new paper the announcement is its publication; what is listed again was published before.
    ...(announcement === "new" && day !== undefined && { published: day }),
    ...(listed !== undefined && { listed }),
    ...reference,
    ...(categories.length > 0 && { categories }),
    links: { page: `https://arxiv.org/abs/${reference.arxivId}` },
    ...(announcement?.startsWith("replace") && { replacement: true }),
  };
}

/** The first that names a paper, with its version if any of them names that. */
function bestReference(texts: readonly string[]): ArxivReference | undefined {
  const found = texts.flatMap((text) => arxivReference(text) ?? []);
  const [first] = found;
  return found.find((one) => one.arxivId === first?.arxivId && one.arxivVersion !== undefined) ?? first;
}

function announced(text: string): Announcement | undefined {
  const type = text.trim().toLowerCase();
  return type === "new" || type === "cross" || type === "replace" || type === "replace-cross" ? type : undefined;
}

/** `arXiv:2508.13426v1 Announce Type: cross`, a line break, `Abstract: ...`; before 2024 the abstract alone, in `<p>`. */
function readDescription(text: string): { name: string; announcement?: Announcement; abstract: string } {
  const plain = foldLines(withoutTags(text));
  const [head, name = "", type = ""] = /^(arXiv:\S{1,40})\s+Announce Type:\s*([a-z-]{1,20})\s*/i.exec(plain) ?? [""];
  const announcement = announced(type);
  const abstract = plain.slice(head.length).replace(/^Abstract:\s*/i, "");
  return { name, abstract, ...(announcement && { announcement }) };
}

/** Titles before 2024 ended in `. (arXiv:2301.00427v2 [cs.LG] UPDATED)`. */
function readTitle(text: string): { title: string; name: string; category: string; announcement?: Announcement } {
  const end = /\.?\s?\((arXiv:[^\s()]{1,40})(?:\s\[([\w.-]{1,20})\])?(?:\s(UPDATED|CROSS LISTED))?\)$/i.exec(text);
  if (!end) return { title: text, name: "", category: "" };
  const [whole, name = "", category = "", mark] = end;
  const announcement = mark === undefined ? "new" : /^up/i.test(mark) ? "replace" : "cross";
  return { title: text.slice(0, -whole.length), name, category, announcement };
}

/** Old feeds wrapped abstracts in paragraphs and authors in links. Only these go: `a < b` stays. */
function withoutTags(text: string): string {
  return text.includes("<") ? text.replace(/<\/?(?:p|a|br)(?:\s[^<>]{0,500})?\/?>/gi, " ") : text;
}
