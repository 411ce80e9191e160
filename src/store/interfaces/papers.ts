import type { Day, Paper, PaperDraft, PaperKey } from "../../papers/paper.ts";
import type { IntakeRecord } from "./intakes.ts";

export interface TakenIn {
  readonly key: PaperKey;
  /** `new`: first sight of this paper; `merged`: added to what was known; `unchanged`: said nothing new. */
  readonly outcome: "new" | "merged" | "unchanged";
  /** Records this draft proved to be the same paper: their keys now find `key`. */
  readonly folded?: readonly PaperKey[];
}

/** One step of the change sequence. Without a paper: that key now belongs to another record and is gone. */
export interface PaperChange {
  readonly sequence: number;
  readonly key: PaperKey;
  readonly paper?: Paper;
}

export interface PaperStore {
  /**
   * Takes in a batch in one transaction; answers in the order of the drafts. What adds nothing to what is known writes
   * nothing. With an intake, how far the file was read is saved in the same transaction.
   */
  takeIn(drafts: readonly PaperDraft[], options?: { readonly intake?: IntakeRecord }): Promise<readonly TakenIn[]>;
  /** By key; a key that was folded into another record finds that record. */
  get(key: PaperKey): Promise<Paper | undefined>;
  /** In the order of the keys; unknown keys are left out. */
  getMany(keys: readonly PaperKey[]): Promise<readonly Paper[]>;
  byArxivId(arxivId: string): Promise<Paper | undefined>;
  /**
   * Papers ever seen under this title, or under one that begins so, as `titleFingerprint` tells titles apart; at most
   * `limit`, the shortest title first, then the paper that had it first.
   */
  byTitle(title: string, options: { readonly isBeginning: boolean; readonly limit: number }): Promise<readonly Paper[]>;
  /** By listed day, then published day, newest first; or the most upvoted first. */
  latest(page: { limit: number; offset: number; since?: Day; sort?: "date" | "upvotes" }): Promise<readonly Paper[]>;
  count(since?: Day): Promise<number>;
  /** The last number of the change sequence; 0 for an empty store. */
  lastChange(): Promise<number>;
  /** Changes after a sequence number, oldest first; a paper changed often appears once, at its last change. */
  changes(after: number, limit: number): Promise<readonly PaperChange[]>;
}
