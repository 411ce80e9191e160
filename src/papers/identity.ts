import { hash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { knownArxivId } from "./arxiv-id.ts";
import { cleanText } from "./cleanup.ts";
import { joinPapers, mergePaper } from "./merge.ts";
import type { Paper, PaperDraft, PaperEntry, PaperKey } from "./paper.ts";

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
  const unchanged = folded.length === 0 && saysTheSame(paper, known);
  return { outcome: unchanged ? "unchanged" : "merged", paper, folded };
}

/** Apart from when the numbers were told: a feed that is asked each hour mostly tells the same ones. */
function saysTheSame(paper: Paper, known: Paper): boolean {
  return isDeepStrictEqual({ ...paper, countedAt: undefined }, { ...known, countedAt: undefined });
}

/**
 * What stays of a title when case, accents, punctuation, spacing and markup are set aside: its letters and digits, of
 * any script. A title without any of them (`***`) stands for itself.
 */
export function titleFingerprint(title: string): string {
  const text = (cleanText(title) || title.trim()).normalize("NFKD").toLowerCase();
  const letters = text.replace(notLetters, "").replace(/[æœøłđßıς]/g, (letter) => plainLetters[letter] ?? letter);
  return letters || text.replace(/\s+/g, " ");
}

/** Accents and emoji selectors go; the vowel signs of Indic scripts, which are marks too, stay. */
const notLetters = /[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f]|[^\p{L}\p{N}\p{M}]/gu;
/** Letters that Unicode does not take apart. */
const plainLetters: Readonly<Record<string, string>> = {
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ß: "ss",
  ı: "i",
  ς: "σ",
};

/** What every PaperKey looks like. */
export const paperKeyPattern = /^[0-9a-z]{12}$/u;

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
