import { knownArxivId } from "./arxiv-id.ts";
import { cleanText } from "./cleanup.ts";
import { findLinks } from "./links.ts";
import type { Day, Paper, PaperDraft, PaperEntry, PaperKey, PaperLinks, Sighting } from "./paper.ts";

/**
 * The paper that results when a draft joins what is known. Of each field the best-known value stays: the complete and
 * longer abstract, the fuller list of authors, the earliest publication and listing, the first link of each kind;
 * categories and sightings add up. Title and abstract come from the newest version on arXiv, where one is known; upvotes
 * and stars from the answer of a feed that was asked last, so that they may fall. Files don't say when they counted: they
 * matter where no feed told, and the most they saw stays.
 * Merging the same draft again changes nothing; where its feed was asked anew, `countedAt` alone.
 */
export function mergePaper(known: Paper | undefined, draft: PaperDraft, key: PaperKey): Paper {
  const fresh = paperOf(cleanEntry(draft.entry), draft, key);
  return known === undefined ? fresh : { ...joinPapers(countedBy(draft.takenIn, known), fresh), key };
}

/**
 * A count from after tomorrow was told while the clock ran ahead: when that was nobody knows, and what is told now is newer.
 * Answers of tomorrow are not: one that was asked for before midnight may be taken in after one from behind it.
 */
function countedBy(today: Day, paper: Paper): Paper {
  const { countedAt, ...rest } = paper;
  if (countedAt === undefined) return paper;
  const past = Object.entries(countedAt).filter(([, at]) => Date.parse(at) - Date.parse(today) < 2 * 86_400_000);
  return past.length > 0 ? { ...rest, countedAt: Object.fromEntries(past) } : rest;
}

/** An entry made fit for reading: text without markup, links that open, the arXiv id without its version. */
export function cleanEntry(entry: PaperEntry): PaperEntry {
  const { arxivId: _, links: __, ...rest } = entry;
  const arxivId = knownArxivId(entry);
  const abstract = cleanText(entry.abstract);
  return {
    ...rest,
    title: cleanText(entry.title) || entry.title.trim(),
    abstract,
    ...(entry.authors && { authors: entry.authors.map(cleanText).filter((name) => name !== "") }),
    ...(entry.organisation !== undefined && { organisation: cleanText(entry.organisation) }),
    ...(entry.aiKeywords && { aiKeywords: entry.aiKeywords.map(cleanText).filter((word) => word !== "") }),
    ...(arxivId !== undefined && { arxivId }),
    links: cleanLinks(entry.links ?? {}, abstract, arxivId),
  };
}

/** Two records as one, under the key of the first. */
export function joinPapers(known: Paper, other: Paper): Paper {
  const newest = (other.arxivVersion ?? 0) > (known.arxivVersion ?? 0) ? other : known;
  const older = newest === other ? known : other;
  const sameVersion = other.arxivVersion === known.arxivVersion;
  const abstract = sameVersion
    ? betterAbstract(known.abstract, other.abstract)
    : versionedAbstract(newest.abstract, older.abstract);
  const published = earliest([known.published, other.published]);
  const arxivId = known.arxivId ?? other.arxivId;
  const externalId = known.externalId ?? other.externalId;
  const arxivVersion = newest.arxivVersion;
  const upvotes = newestCount("upvotes", known, other);
  const stars = newestCount("stars", known, other);
  const organisation = known.organisation ?? other.organisation;
  const aiKeywords = union(known.aiKeywords ?? [], other.aiKeywords ?? []);
  const sources = joinSightings(known.sources, other.sources);
  const page = arxivId === undefined ? undefined : `https://arxiv.org/abs/${arxivId}`;
  return {
    key: known.key,
    title: newest.title || older.title,
    abstract,
    authors: fuller(known.authors, other.authors),
    ...(published !== undefined && { published }),
    ...(arxivId !== undefined && { arxivId }),
    ...(externalId !== undefined && { externalId }),
    ...(arxivVersion !== undefined && { arxivVersion }),
    categories: union(known.categories, other.categories),
    links: { ...other.links, ...known.links, ...(page && { page }) },
    ...counts({ upvotes, stars }),
    ...(organisation !== undefined && { organisation }),
    ...(aiKeywords.length > 0 && { aiKeywords }),
    sources,
    listed:
      earliest(sources.map((sighting) => sighting.listed)) ??
      (known.listed < other.listed ? known.listed : other.listed),
  };
}

function cleanLinks(given: PaperLinks, abstract: string, arxivId: string | undefined): PaperLinks {
  const found = findLinks(abstract);
  const page = arxivId === undefined ? webAddress(given.page) : `https://arxiv.org/abs/${arxivId}`;
  const pdf = webAddress(given.pdf);
  const code = webAddress(given.code) ?? found.code;
  const project = webAddress(given.project) ?? found.project;
  return { ...(page && { page }), ...(pdf && { pdf }), ...(code && { code }), ...(project && { project }) };
}

function webAddress(text: string | undefined): string | undefined {
  const address = text?.trim();
  return address !== undefined && /^https?:\/\//i.test(address) && URL.canParse(address) ? address : undefined;
}

function paperOf(entry: PaperEntry, draft: PaperDraft, key: PaperKey): Paper {
  const askedAt = draft.askedAt?.toISOString();
  const { title, abstract, authors = [], categories = [], links = {}, listed } = entry;
  const { published, arxivId, arxivVersion, externalId, upvotes, stars, organisation, aiKeywords = [] } = entry;
  return {
    key,
    title,
    abstract,
    authors,
    ...(published !== undefined && { published }),
    ...(arxivId !== undefined && { arxivId }),
    ...(externalId !== undefined && { externalId }),
    ...(arxivVersion !== undefined && { arxivVersion }),
    categories: union(categories, []),
    links,
    ...counts({ upvotes: count(upvotes, askedAt), stars: count(stars, askedAt) }),
    ...(organisation !== undefined && { organisation }),
    ...(aiKeywords.length > 0 && { aiKeywords: union(aiKeywords, []) }),
    sources: [{ source: draft.source, ...(listed !== undefined && { listed }) }],
    listed: listed ?? draft.takenIn,
  };
}

/** A newer version says it better, and a text with a version comes from arXiv itself: others lose its formulas. */
function versionedAbstract(newest: string, older: string): string {
  return newest === "" || (isCutShort(newest) && older !== "" && !isCutShort(older)) ? older : newest;
}

/** A number, and when it was told. */
interface Count {
  readonly value: number;
  readonly at: string | undefined;
}

function count(value: number | undefined, at: string | undefined): Count | undefined {
  return value === undefined ? undefined : { value, at };
}

/** The one that was told later; of two told at the same time, or nobody knows when, the greater. */
function newestCount(what: "upvotes" | "stars", one: Paper, other: Paper): Count | undefined {
  const [a, b] = [count(one[what], one.countedAt?.[what]), count(other[what], other.countedAt?.[what])];
  if (!a || !b) return a ?? b;
  if (a.at !== b.at) return (a.at ?? "") > (b.at ?? "") ? a : b;
  return a.value >= b.value ? a : b;
}

function counts(told: Readonly<Record<"upvotes" | "stars", Count | undefined>>): Partial<Paper> {
  const { upvotes, stars } = told;
  const countedAt = {
    ...(upvotes?.at !== undefined && { upvotes: upvotes.at }),
    ...(stars?.at !== undefined && { stars: stars.at }),
  };
  return {
    ...(upvotes && { upvotes: upvotes.value }),
    ...(stars && { stars: stars.value }),
    ...(Object.keys(countedAt).length > 0 && { countedAt }),
  };
}

function betterAbstract(known: string, other: string): string {
  if (isCutShort(known) !== isCutShort(other)) return isCutShort(known) ? other || known : known || other;
  return other.length > known.length ? other : known;
}

/** Feeds that cut an abstract short say so with dots. */
function isCutShort(abstract: string): boolean {
  return /(?:…|\.\.\.)$/.test(abstract);
}

function fuller(known: readonly string[], other: readonly string[]): readonly string[] {
  const length = (names: readonly string[]) => names.join("").length;
  if (known.length !== other.length) return other.length > known.length ? other : known;
  return length(other) > length(known) ? other : known;
}

function union(first: readonly string[], second: readonly string[]): readonly string[] {
  return [...new Set([...first, ...second])];
}

function joinSightings(known: readonly Sighting[], other: readonly Sighting[]): readonly Sighting[] {
  const isKnown = (seen: Sighting) => known.some((one) => one.source === seen.source && one.listed === seen.listed);
  return [...known, ...other.filter((sighting) => !isKnown(sighting))];
}

function earliest(days: readonly (Day | undefined)[]): Day | undefined {
  return days.reduce(
    (first, day) => (first === undefined || (day !== undefined && day < first) ? day : first),
    undefined,
  );
}
