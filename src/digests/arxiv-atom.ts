import { findLinks } from "../papers/links.ts";
import type { PaperEntry, Reject } from "../papers/paper.ts";
import { arxivCategories, arxivReference } from "./arxiv-entry.ts";
import type { DigestContext, FeedDigest } from "./digest.ts";
import { feedDay } from "./feed-day.ts";
import { attributeOf, childrenOf, headerText, readFeedXml, textOf, textsOf, type XmlElement } from "./feed-xml.ts";
import { foldLines } from "./fold-lines.ts";

/**
 * Reads an answer of arXiv's query API (Atom). It says when each paper was submitted, not when it was announced; the
 * answer's own date, on which its papers count as listed, is the day it was made. An error is told as a feed with one
 * entry titled Error.
 * Format: https://info.arxiv.org/help/api/user-manual.html
 */
export function parseArxivAtom(text: string, context: DigestContext): FeedDigest {
  const rejects: Reject[] = [];
  const reject = (line: number, reason: string) => rejects.push({ file: context.file, line, reason });
  const feed = readFeedXml(text);
  if (feed?.kind !== "atom") {
    const damage = "not an Atom feed";
    reject(1, damage);
    return { source: context.file, entries: [], rejects, damage };
  }
  const date = feedDay(headerText(feed.header, "updated"));
  const listed = context.date ?? date;
  let damage = feed.cut?.reason;
  const entries: PaperEntry[] = [];
  for (const { line, element, problem } of feed.items) {
    if (element === undefined) {
      reject(line, problem ?? "unreadable");
      continue;
    }
    const error = errorOf(element);
    const entry = readEntry(element);
    if (error !== undefined) {
      damage = `arXiv answered with an error: ${error}`;
      reject(line, damage);
    } else if (typeof entry === "string") reject(line, entry);
    else entries.push({ ...entry, ...(listed !== undefined && { listed }) });
  }
  if (feed.cut) reject(feed.cut.line, feed.cut.reason);
  return {
    source: context.file,
    ...(date !== undefined && { date }),
    entries,
    rejects,
    ...(damage !== undefined && { damage }),
  };
}

function errorOf(element: XmlElement): string | undefined {
  const isError = foldLines(textOf(element, "title")).toLowerCase() === "error";
  if (!isError || arxivReference(textOf(element, "id"))) return undefined;
  return foldLines(textOf(element, "summary")).slice(0, 300) || "without a reason";
}

/** The entry, or why it is none. */
function readEntry(element: XmlElement): PaperEntry | string {
  const title = foldLines(textOf(element, "title"));
  if (title === "") return "no title";
  const reference = arxivReference(textOf(element, "id"));
  if (reference === undefined) return `no arXiv id: ${foldLines(textOf(element, "id")).slice(0, 100) || "empty"}`;
  const authors = childrenOf(element, "author")
    .map((author) => foldLines(textOf(author, "name")))
    .filter(Boolean);
  const primary = childrenOf(element, "primary_category").map((category) => attributeOf(category, "term"));
  const others = childrenOf(element, "category").map((category) => attributeOf(category, "term"));
  const categories = arxivCategories([...primary, ...others]);
  const published = feedDay(textOf(element, "published"));
  // What authors say about a paper, "12 pages, code at ...", is where many name their code.
  const { code, project } = findLinks(foldLines(textsOf(element, "comment").join(" ")).slice(0, 5_000));
  return {
    title,
    abstract: foldLines(textOf(element, "summary")),
    ...(authors.length > 0 && { authors }),
    ...(published !== undefined && { published }),
    ...reference,
    ...(categories.length > 0 && { categories }),
    links: {
      page: `https://arxiv.org/abs/${reference.arxivId}`,
      pdf: `https://arxiv.org/pdf/${reference.arxivId}`,
      ...(code !== undefined && { code }),
      ...(project !== undefined && { project }),
    },
  };
}
