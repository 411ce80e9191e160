import type { Day, PaperKey } from "../../papers/paper.ts";
import type { ChannelId } from "./channels.ts";

/**
 * claimed -> posting -> posted | refused | unknown | gone, or nothing-new at once. `posting` is written before the
 * platform is asked: what is claimed was surely not sent, what is posting may have been.
 */
export type DeliveryState = "claimed" | "posting" | "posted" | "refused" | "unknown" | "gone" | "nothing-new";

/** What one channel gets on one local day, at most once. */
export interface Delivery {
  /** Follows from channel and day. */
  readonly id: string;
  readonly channel: ChannelId;
  readonly day: Day;
  /** The schedule's zone, in which the day is counted. */
  readonly timeZone: string;
  readonly state: DeliveryState;
  readonly claimedAt: Date;
  /** When it last changed. */
  readonly touchedAt: Date;
  /** When it is tried or looked up again, or may be taken up where its process died; absent when it is settled. */
  readonly attemptAt?: Date;
  /** How often the platform was asked to post it. */
  readonly attempts: number;
  /** In plain words. */
  readonly lastError?: string;
  /** The platform's handle on the post. */
  readonly postId?: string;
  /** In the order of the post. */
  readonly papers: readonly CarriedPaper[];
}

export interface CarriedPaper {
  readonly key: PaperKey;
  /** The topic it stood under. */
  readonly topic: string;
}

/** A delivery as it is claimed. */
export interface NewDelivery extends Pick<Delivery, "id" | "channel" | "day" | "timeZone" | "papers"> {
  /** What is to be posted, as the claimer wants it back for another attempt; without it there is nothing new. */
  readonly content?: string;
  /** Papers that count as shown though the post does not name them: near duplicates of those it does. */
  readonly alike?: readonly PaperKey[];
  /** Notices the post carries, which the channel is told once. */
  readonly notices?: readonly string[];
}

/** Who has a delivery in hand, and until when others leave it alone. */
export interface Lease {
  readonly owner: string;
  readonly now: Date;
  readonly until: Date;
}

/** How an attempt ended. With `retryAt` it is not the end: it is tried (refused) or looked up (unknown) again then. */
export type Settlement =
  | { readonly state: "posted"; readonly postId: string }
  | { readonly state: "refused" | "unknown"; readonly error: string; readonly retryAt?: Date }
  | { readonly state: "gone"; readonly reason: "gone" | "forbidden"; readonly error: string };

export interface DeliveryStore {
  /**
   * Claims a channel's day in one statement, and in its transaction records the papers as shown. False where the day was
   * claimed before, whatever became of it.
   */
  claim(delivery: NewDelivery, lease: Lease): Promise<boolean>;
  /** Takes in hand one whose time has come, in one statement; undefined where another was faster. */
  takeUp(id: string, lease: Lease): Promise<(Delivery & { readonly content: string }) | undefined>;
  /** The last word before the platform is asked; false where it is not in the owner's hand any more. */
  beginPosting(id: string, lease: Lease): Promise<boolean>;
  /** Gives it back untried, to be taken up at once. */
  release(id: string, owner: string, now: Date): Promise<void>;
  /**
   * The outcome, where the delivery is still in the owner's hand. Papers of a post that will not come count as new again;
   * of a channel that is gone the schedule is paused.
   */
  settle(id: string, owner: string, settlement: Settlement, now: Date): Promise<void>;
  /** Those that can be taken up: their time has come, or the clock was set back since. In the order of their ids. */
  waiting(now: Date, page: { readonly limit: number; readonly after?: string }): Promise<readonly Delivery[]>;
  get(channel: ChannelId, day: Day): Promise<Delivery | undefined>;
  /** A channel's deliveries, latest day first. */
  history(channel: ChannelId, limit: number): Promise<readonly Delivery[]>;
  /** The latest day before `day` whose papers reached the channel or may have, or on which there was nothing new. */
  lastCovered(channel: ChannelId, day: Day): Promise<Pick<Delivery, "day" | "claimedAt"> | undefined>;
  /** Those of the notices that the channel was not told yet. */
  untold(channel: ChannelId, notices: readonly string[]): Promise<readonly string[]>;
  /** How many are under way, or to be tried or looked up again. */
  waitingCount(): Promise<number>;
  /** How many there are by state. */
  counts(): Promise<Readonly<Partial<Record<DeliveryState, number>>>>;
}
