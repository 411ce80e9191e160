import type { Day, Paper, PaperDraft, PaperKey } from "../papers/paper.ts";

/**
 * The truth: everything that must not be lost. Asynchronous throughout, so that the same callers work on SQLite and
 * on PostgreSQL. Every rule of identity and idempotence is enforced inside one transaction of an implementation.
 */
export interface Store {
  readonly papers: PaperStore;
  readonly intakes: IntakeStore;
  readonly subscriptions: SubscriptionStore;
  readonly shown: ShownStore;
  close(): Promise<void>;
}

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
  takeIn(drafts: readonly PaperDraft[], options?: { readonly intake?: Intake }): Promise<readonly TakenIn[]>;
  /** By key; a key that was folded into another record finds that record. */
  get(key: PaperKey): Promise<Paper | undefined>;
  /** In the order of the keys; unknown keys are left out. */
  getMany(keys: readonly PaperKey[]): Promise<readonly Paper[]>;
  byArxivId(arxivId: string): Promise<Paper | undefined>;
  /** By listed day, then published day, newest first. */
  latest(page: { limit: number; offset: number; since?: Day }): Promise<readonly Paper[]>;
  count(since?: Day): Promise<number>;
  /** The last number of the change sequence; 0 for an empty store. */
  lastChange(): Promise<number>;
  /** Changes after a sequence number, oldest first; a paper changed often appears once, at its last change. */
  changes(after: number, limit: number): Promise<readonly PaperChange[]>;
}

/** How far a file was taken in: the memory behind resuming and behind not reading a known file again. */
export interface Intake {
  /** SHA-256 of the file's content, or of its identity (path, size, modification time) for a streamed file. */
  readonly fileId: string;
  readonly file: string;
  /** Lines (or entries) done; a resumed intake starts behind them. */
  readonly position: number;
  readonly finished: boolean;
  readonly entries: number;
  readonly rejects: number;
  readonly at: Date;
}

export interface IntakeStore {
  get(fileId: string): Promise<Intake | undefined>;
  save(intake: Intake): Promise<void>;
  /** Last finished or interrupted intakes, newest first. */
  latest(limit: number): Promise<readonly Intake[]>;
}

/** A channel as the store knows it: the platform's name and the platform's own identifier. */
export interface ChannelId {
  readonly platform: string;
  readonly id: string;
}

/** A channel follows a topic. */
export interface Subscription {
  /** The query, as it was written. */
  readonly topic: string;
  readonly by: { readonly id: string; readonly name?: string };
  readonly at: Date;
}

/** Topics are the same whatever their case and blanks (topic-identity.ts). */
export interface SubscriptionStore {
  /**
   * What is followed already stays as it was first written.
   * @throws UserError `too-many-topics`, `topic-too-long`
   */
  add(channel: ChannelId, subscription: Subscription): Promise<"added" | "already">;
  /** What was removed; undefined where the channel doesn't follow this topic. */
  remove(channel: ChannelId, topic: string): Promise<Subscription | undefined>;
  /** Resolves with the number of topics removed. */
  removeAll(channel: ChannelId): Promise<number>;
  /** In the order in which they were added. */
  list(channel: ChannelId): Promise<readonly Subscription[]>;
  /** Every channel that follows something, with its topics, a page in memory at a time. */
  channels(): AsyncIterable<FollowingChannel>;
}

export interface FollowingChannel {
  readonly channel: ChannelId;
  /** In the order in which they were added. */
  readonly topics: readonly string[];
}

/** Which papers a channel was shown in its digests. */
export interface ShownStore {
  /** Those of the keys whose papers were shown, also under a key that has since become the same paper's. */
  seenBy(channel: ChannelId, keys: readonly PaperKey[]): Promise<ReadonlySet<PaperKey>>;
  /** The first time counts; `delivery` names the post that carried them. */
  record(channel: ChannelId, keys: readonly PaperKey[], at: Date, delivery?: string): Promise<void>;
}
