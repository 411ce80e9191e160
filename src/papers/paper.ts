import { z } from "zod";

/** Twelve characters of [0-9a-z], made from the title's fingerprint: stable, and short enough for a button. */
export type PaperKey = string;

/** A calendar day, `YYYY-MM-DD`. */
export type Day = string;

/** Where a paper can be read. Only http and https addresses get this far. */
export interface PaperLinks {
  readonly page?: string;
  readonly pdf?: string;
  readonly code?: string;
  readonly project?: string;
}

/** One source's sighting of a paper: the file or feed, and the day that source listed it. */
export interface Sighting {
  readonly source: string;
  readonly listed?: Day;
}

export interface CountedAt {
  readonly upvotes?: string;
  readonly stars?: string;
}

/** What all sources together know of one paper. Text is cleaned for reading (see cleanup.ts). */
export interface Paper {
  readonly key: PaperKey;
  readonly title: string;
  /** May be empty: some sources list a title only. */
  readonly abstract: string;
  readonly authors: readonly string[];
  /** Day of publication, not the day a digest listed it. */
  readonly published?: Day;
  /** Without version, e.g. `2104.12255` or `astro-ph/0601001`. */
  readonly arxivId?: string;
  /** The identifier a `paperboy-jsonl` collection gave; any text, handed back with every hit. */
  readonly externalId?: string;
  /** The newest version any source named: 2 for `v2`. */
  readonly arxivVersion?: number;
  readonly categories: readonly string[];
  readonly links: PaperLinks;
  readonly upvotes?: number;
  /** Of the code repository. */
  readonly stars?: number;
  /** When a feed was asked that told these numbers, ISO 8601; absent where only files did, which don't say when. */
  readonly countedAt?: CountedAt;
  readonly organisation?: string;
  /** Found by a machine, not given by the authors. */
  readonly aiKeywords?: readonly string[];
  readonly sources: readonly Sighting[];
  /** First day any source listed it; the day it was taken in where no source says. Orders `latest`. */
  readonly listed: Day;
}

/** One paper as a digest has it: before clean-up and before it met what other sources know. */
export interface PaperEntry {
  readonly title: string;
  readonly abstract: string;
  readonly authors?: readonly string[];
  readonly published?: Day;
  /** The day the digest listed it (the date heading it stands under). */
  readonly listed?: Day;
  readonly arxivId?: string;
  readonly externalId?: string;
  /** Of the text this entry carries. */
  readonly arxivVersion?: number;
  readonly categories?: readonly string[];
  readonly links?: PaperLinks;
  readonly upvotes?: number;
  readonly stars?: number;
  readonly organisation?: string;
  readonly aiKeywords?: readonly string[];
  /** True for a new version of a paper announced before: it updates the paper, and is never a new one. */
  readonly replacement?: true;
  /** 1-based line of the file it begins on. */
  readonly line?: number;
}

/** An entry with the source it came from; cleaned up where it becomes a Paper (identity.ts). */
export interface PaperDraft {
  readonly entry: PaperEntry;
  readonly source: string;
  /** The day it was taken in: stands in for `listed` where the source gives none. */
  readonly takenIn: Day;
  /** When the feed was asked. A file doesn't say when its numbers were counted. */
  readonly askedAt?: Date;
}

/** What could not be read, and where. */
export interface Reject {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

/** A parsed digest: its papers in their order, and the rejects. */
export interface Digest {
  /** Names the source in sightings and messages: the file's name, or a feed such as `hf-daily`. */
  readonly source: string;
  readonly date?: Day;
  readonly entries: readonly PaperEntry[];
  readonly rejects: readonly Reject[];
}

export const daySchema = z.iso.date();
