import { hash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { cleanText } from "./cleanup.ts";
import { findLinks } from "./links.ts";
import type { Day, Paper, PaperDraft, PaperEntry, PaperKey, PaperLinks, Sighting } from "./paper.ts";

/**
 * What makes two sightings the same paper:
 *
 * - the same arXiv id, whatever the titles say (a title may change between versions);
 * - or the same title fingerprint, unless both carry different arXiv ids, or both carry different ids of a
 *   collection (two rows of one collection are two papers, even when both are called "Editorial").
 *
 * The first paper of a fingerprint owns the plain key; one that has to stand apart gets a key salted with its id.
 * A draft that names an arXiv id and a title known until now as two records proves them one: they are folded.
 */
export interface Identity {
  readonly fingerprint: string;
  readonly arxivId?: string;
}

/** What a store looks candidates up by. */
export function identityOf(entry: PaperEntry): Identity {
  const arxivId = knownArxivId(entry);
  return { fingerprint: titleFingerprint(entry.title), ...(arxivId !== undefined && { arxivId }) };
}

export interface Placed {
  readonly outcome: "new" | "merged" | "unchanged";
  /** The record to keep under `paper.key`. */
  readonly paper: Paper;
  /** Keys of records that turned out to be this paper: each is gone and should find `paper.key` from now on. */
  readonly folded: readonly PaperKey[];
}

/**
 * Finds the draft's place among what is known and merges it there: the store's whole decision in one call.
 *
 * @param candidates every paper with the draft's arXiv id or its fingerprint, oldest first, without doubles
 * @param isTaken whether a key already belongs to a paper (or to a folded one)
 */
export function placeDraft(
  draft: PaperDraft,
  candidates: readonly Paper[],
  isTaken: (key: PaperKey) => boolean,
): Placed {
  const entry = draft.entry;
  const arxivId = knownArxivId(entry);
  const fits = candidates.filter((paper) => sameTitleIsSamePaper(paper, arxivId, entry.externalId));
  const known =
    fits.find((paper) => arxivId !== undefined && paper.arxivId === arxivId) ??
    fits.find((paper) => entry.externalId !== undefined && paper.externalId === entry.externalId) ??
    fits[0];
  if (known === undefined) {
    const key = freeKey(titleFingerprint(entry.title), arxivId ?? entry.externalId, isTaken);
    return { outcome: "new", paper: mergePaper(undefined, draft, key), folded: [] };
  }
  let paper = mergePaper(known, draft, known.key);
  const folded: PaperKey[] = [];
  for (const other of fits) {
    if (other === known || !sameTitleIsSamePaper(other, paper.arxivId, paper.externalId)) continue;
    paper = joinPapers(paper, other);
    folded.push(other.key);
  }
  const unchanged = folded.length === 0 && isDeepStrictEqual(paper, known);
  return { outcome: unchanged ? "unchanged" : "merged", paper, folded };
}

/**
 * The paper that results when a draft joins what is known. Of each field the best-known value stays: the complete and
 * longer abstract, the fuller list of authors, the most upvotes seen (so that reading an old page again never takes any
 * away), the earliest publication and listing, the first link of each kind; categories and sightings add up. Title and
 * abstract come from the newest version on arXiv, where one is known.
 * Merging the same draft again changes nothing.
 */
export function mergePaper(known: Paper | undefined, draft: PaperDraft, key: PaperKey): Paper {
  const fresh = paperOf(cleanEntry(draft.entry), draft, key);
  return known === undefined ? fresh : { ...joinPapers(known, fresh), key };
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

/** Where a title leads: the page a source named, else another address of the paper, else a search for its title. */
export function paperUrl(paper: Paper): string {
  const { page, pdf, project } = paper.links;
  const arxiv = paper.arxivId && `https://arxiv.org/abs/${paper.arxivId}`;
  return (
    page ??
    arxiv ??
    pdf ??
    project ??
    `https://huggingface.co/papers?q=${encodeURIComponent(paper.title.toWellFormed())}`
  );
}

/**
 * The arXiv id a text names, without its version; undefined unless the whole text is such a reference: a bare id, an
 * `arXiv:` or `oai:` one, a DOI of arXiv's, or an address on arXiv or on a site that shows papers by arXiv id.
 * Old ids lose their redundant subject class (`math.GT/0309136` is `math/0309136`).
 * Scheme: https://info.arxiv.org/help/arxiv_identifier.html
 */
export function arxivIdOf(text: string): string | undefined {
  if (text.length > 500) return undefined;
  const reference = text.trim().replace(ADDRESS, "").replace(PREFIX, "");
  const [, year, month, number, archive, oldMonth, oldNumber] = ARXIV_ID.exec(reference) ?? [];
  if (year !== undefined && isMonth(month) && Number(year) >= 7) return `${year}${month}.${number}`;
  if (archive !== undefined && isMonth(oldMonth?.slice(2))) return `${archive.toLowerCase()}/${oldMonth}${oldNumber}`;
  return undefined;
}

const ADDRESS =
  /^(?:https?:\/\/)?(?:(?:[a-z]+\.)?(?:arxiv|alphaxiv|ar5iv)\.org|ar5iv\.labs\.arxiv\.org|huggingface\.co|hf\.co|scirate\.com|(?:www\.)?(?:semanticscholar\.org|emergentmind\.com)|(?:dx\.)?doi\.org)\/(?:(?:abs|pdf|html|format|ps|src|e-print|papers?|overview|arxiv)\/)?/i;
const PREFIX = /^(?:oai:arxiv\.org:|(?:doi:\s*)?10\.48550\/arxiv\.|arxiv:\s*)/i;
const ARXIV_ID =
  /^(?:(\d\d)(\d\d)\.(\d{4,5})|([a-z][a-z-]{1,8})(?:\.[a-z]{2})?\/(\d{4})(\d{3}))(?:v\d{1,3})?(?:\.pdf)?(?:\s*\[[\w.-]{1,20}\])?\/?(?:[?#]\S*)?$/i;

function isMonth(text: string | undefined): boolean {
  return text !== undefined && text >= "01" && text <= "12";
}

/**
 * What stays of a title when case, accents, punctuation, spacing and markup are set aside: its letters and digits, of
 * any script. A title without any of them (`***`) stands for itself.
 */
export function titleFingerprint(title: string): string {
  const text = (cleanText(title) || title.trim()).normalize("NFKD").toLowerCase();
  const letters = text.replace(NOT_LETTERS, "").replace(/[æœøłđßıς]/g, (letter) => PLAIN_LETTERS[letter] ?? letter);
  return letters || text.replace(/\s+/g, " ");
}

/** Accents and emoji selectors go; the vowel signs of Indic scripts, which are marks too, stay. */
const NOT_LETTERS = /[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f]|[^\p{L}\p{N}\p{M}]/gu;
/** Letters that Unicode does not take apart. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ß: "ss",
  ı: "i",
  ς: "σ",
};

/** Twelve characters of [0-9a-z] (62 bits of SHA-256): a clash among 300,000 papers has odds of 1 in 100 million. */
export function paperKeyOf(fingerprint: string, salt = ""): PaperKey {
  const digest = hash("sha256", salt === "" ? fingerprint : `${fingerprint}\0${salt}`, "hex");
  return (BigInt(`0x${digest.slice(0, 16)}`) % 36n ** 12n).toString(36).padStart(12, "0");
}

function freeKey(fingerprint: string, id: string | undefined, isTaken: (key: PaperKey) => boolean): PaperKey {
  const plain = paperKeyOf(fingerprint);
  if (!isTaken(plain)) return plain;
  const salted = paperKeyOf(fingerprint, id ?? "again");
  return isTaken(salted) ? freeKey(fingerprint, `${id ?? ""}+`, isTaken) : salted;
}

function sameTitleIsSamePaper(paper: Paper, arxivId: string | undefined, externalId: string | undefined): boolean {
  if (arxivId !== undefined && paper.arxivId !== undefined) return arxivId === paper.arxivId;
  return externalId === undefined || paper.externalId === undefined || externalId === paper.externalId;
}

function knownArxivId({ arxivId, links, externalId }: PaperEntry): string | undefined {
  for (const reference of [arxivId, links?.page, links?.pdf, externalId]) {
    const id = reference === undefined ? undefined : arxivIdOf(reference);
    if (id !== undefined) return id;
  }
  return undefined;
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
    ...(upvotes !== undefined && { upvotes }),
    ...(stars !== undefined && { stars }),
    ...(organisation !== undefined && { organisation }),
    ...(aiKeywords.length > 0 && { aiKeywords: union(aiKeywords, []) }),
    sources: [{ source: draft.source, ...(listed !== undefined && { listed }) }],
    listed: listed ?? draft.takenIn,
  };
}

function joinPapers(known: Paper, other: Paper): Paper {
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
  const upvotes = most(known.upvotes, other.upvotes);
  const stars = most(known.stars, other.stars);
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
    ...(upvotes !== undefined && { upvotes }),
    ...(stars !== undefined && { stars }),
    ...(organisation !== undefined && { organisation }),
    ...(aiKeywords.length > 0 && { aiKeywords }),
    sources,
    listed:
      earliest(sources.map((sighting) => sighting.listed)) ??
      (known.listed < other.listed ? known.listed : other.listed),
  };
}

/** A newer version says it better, and a text with a version comes from arXiv itself: others lose its formulas. */
function versionedAbstract(newest: string, older: string): string {
  return newest === "" || (isCutShort(newest) && older !== "" && !isCutShort(older)) ? older : newest;
}

function most(known: number | undefined, other: number | undefined): number | undefined {
  return known === undefined || (other !== undefined && other > known) ? other : known;
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
