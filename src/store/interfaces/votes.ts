import type { PaperKey } from "../../papers/paper.ts";
import type { ChannelId } from "./channels.ts";

/** A person as the platform names them. The store keeps a keyed hash of it and nothing else. */
export interface PersonId {
  readonly platform: string;
  readonly id: string;
}

/** A person, or a channel: whoever has a taste. */
export type TasteOwner = { readonly person: PersonId } | { readonly channel: ChannelId };

export interface Vote {
  readonly paper: PaperKey;
  readonly value: "up" | "down";
  readonly at: Date;
}

/** A paper on a reading list. */
export interface SavedPaper {
  readonly paper: PaperKey;
  readonly at: Date;
}

export interface TasteSettings {
  /** Votes and saved papers up to this instant do not count. */
  readonly begins?: Date;
  /** Words that do not count, as they were shown. */
  readonly leftOut: readonly string[];
}

/** What people said of papers. Keys that were folded into another paper's count as that one's. */
export interface VoteStore {
  /**
   * The last vote of a person on a paper in a channel counts; resolves with the one before. Without a channel it shapes
   * the person's own taste only.
   */
  cast(person: PersonId, vote: Vote, channel?: ChannelId): Promise<Vote | undefined>;
  /** Takes it back; resolves with what it was. */
  withdraw(person: PersonId, paper: PaperKey, channel?: ChannelId): Promise<Vote | undefined>;
  /** Latest first, at most 2,000. Of a person's votes on one paper in several channels the last one. */
  of(owner: TasteOwner): Promise<readonly Vote[]>;
  /** False where it was on the list before. */
  save(person: PersonId, saved: SavedPaper, channel: ChannelId): Promise<boolean>;
  /** False where it was not on the list. */
  unsave(person: PersonId, paper: PaperKey): Promise<boolean>;
  /** A person's reading list, or what was saved in a channel; last saved first, at most 2,000. */
  saved(owner: TasteOwner): Promise<readonly SavedPaper[]>;
  /** How many papers of a reading list `saved` leaves out, as it holds more. */
  savedBeyond(person: PersonId): Promise<number>;
  settings(owner: TasteOwner): Promise<TasteSettings>;
  change(owner: TasteOwner, settings: TasteSettings): Promise<void>;
  /** Deletes everything known of a person; resolves with how much that was. */
  forget(person: PersonId): Promise<{ readonly votes: number; readonly saved: number }>;
}
