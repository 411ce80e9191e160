import type { Day, Digest, PaperEntry, Reject } from "../papers/paper.ts";

/** What a parser must know of a file besides its text. */
export interface DigestContext {
  /** Names the file in rejects, and the source in sightings. */
  readonly file: string;
  /** When the file was taken in: bounds dates without a year. */
  readonly takenInAt: Date;
  /** The day the digest listed its papers, where a person says so (`--date`); beats what the file says. */
  readonly date?: Day;
}

/** What reading a digest yields, in the order of the file: a paper, or what could not be read. */
export type DigestItem = { readonly entry: PaperEntry } | { readonly reject: Reject };

/** What an answer of a feed holds; its date is the feed's own. */
export interface FeedDigest extends Digest {
  /** Why this is not the whole of a good answer: no feed, an error told as a feed, cut off. Also among the rejects. */
  readonly damage?: string;
}
