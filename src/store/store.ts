import type { Day, Paper, PaperDraft, PaperKey } from "../papers/paper.ts";
import type { TeamData } from "./team-data.ts";

/**
 * The truth: everything that must not be lost. Asynchronous throughout, so that the same callers work on SQLite and
 * on PostgreSQL. Every rule of identity and idempotence is enforced inside one transaction of an implementation.
 */
export interface Store {
  readonly papers: PaperStore;
  readonly intakes: IntakeStore;
  readonly subscriptions: SubscriptionStore;
  readonly shown: ShownStore;
  readonly schedules: ScheduleStore;
  readonly deliveries: DeliveryStore;
  readonly votes: VoteStore;
  readonly lines: LineStore;
  readonly team: TeamStore;
  readonly sources: SourceStore;
  /** Deletes all that is kept of a channel: what it follows, got and was shown, and when. Reading lists are people's own. */
  forgetChannel(channel: ChannelId): Promise<void>;
  /** The same for all channels whose id begins so. */
  forgetChannels(channels: ChannelGroupId): Promise<void>;
  /** The same, and the reading lists people kept there. */
  forgetWorkspace(channels: ChannelGroupId): Promise<void>;
  /** Writes a copy of everything to a new file, whole and consistent, while others read and write. */
  backUp(file: string): Promise<void>;
  close(): Promise<void>;
}

/** Everything a team owns, as one document (team-data.ts). */
export interface TeamStore {
  export(at: Date): Promise<TeamData>;
  /**
   * Adds what is not there yet, all of it or nothing; what is there stays. Resolves with how much was added. Runs that were
   * due before `at` do not count.
   * @throws UserError `team-key` where people stand under another key
   */
  import(data: TeamData, at: Date): Promise<Readonly<Record<TeamPart, number>>>;
}

export type TeamPart = "subscriptions" | "schedules" | "votes" | "saved" | "tastes" | "shown";

/** Command lines of buttons that are too long for the button itself. */
export interface LineStore {
  /** A line under its id, which is made from it. Each is kept a year from the last time. */
  keep(lines: readonly { readonly id: string; readonly line: string }[], at: Date): Promise<void>;
  find(id: string): Promise<string | undefined>;
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
  /** By listed day, then published day, newest first; or the most upvoted first. */
  latest(page: { limit: number; offset: number; since?: Day; sort?: "date" | "upvotes" }): Promise<readonly Paper[]>;
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

/** Channels whose identifier begins so. An empty beginning stands for none, not for all there are. */
export interface ChannelGroupId {
  readonly platform: string;
  readonly idPrefix: string;
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
  /**
   * Another topic in the place of one, with who added it and when. `already`: the other one is followed too, and only it
   * is left. Undefined where the channel doesn't follow the topic.
   * @throws UserError `topic-too-long`
   */
  change(channel: ChannelId, topic: string, to: string): Promise<"changed" | "already" | undefined>;
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

/** When a channel gets its digest, and who said so. A channel has one or none; without one it gets nothing. */
export interface ChannelSchedule {
  readonly channel: ChannelId;
  readonly hour: number;
  readonly minute: number;
  readonly timeZone: string;
  /** ISO 8601: Monday is 1. */
  readonly days: readonly (1 | 2 | 3 | 4 | 5 | 6 | 7)[];
  /** Says so on days without new papers, instead of nothing. */
  readonly saysNothingNew: boolean;
  /** All papers of a digest stand in the channel, none in a thread. */
  readonly restInChannel: boolean;
  readonly by: { readonly id: string; readonly name?: string };
  readonly at: Date;
  /** Runs before this instant do not count: it was set then, or resumed. */
  readonly activeFrom: Date;
  readonly pause?: Pause;
  /** Counts the changes people made. */
  readonly version: number;
}

export interface Pause {
  /** `gone` and `forbidden`: the platform took no post, for the reason in `detail`. */
  readonly reason: "asked" | "gone" | "forbidden";
  readonly at: Date;
  /** Over by then, without anybody's doing; until resumed where absent. */
  readonly until?: Date;
  /** For people: who asked, or what the platform said. */
  readonly detail?: string;
}

export type ScheduleSetting = Pick<ChannelSchedule, "hour" | "minute" | "timeZone" | "days" | "by" | "at">;

export interface ScheduleStore {
  /** Sets or replaces, and ends a pause; the next run is the first after `at`. */
  set(channel: ChannelId, setting: ScheduleSetting): Promise<void>;
  get(channel: ChannelId): Promise<ChannelSchedule | undefined>;
  /** Of those of these channels that have one, in no order. */
  getMany(channels: readonly ChannelId[]): Promise<readonly ChannelSchedule[]>;
  /** False where there was none, as in the four below. */
  remove(channel: ChannelId): Promise<boolean>;
  pause(channel: ChannelId, pause: Pause): Promise<boolean>;
  /** Runs from `at` on count again; those of the pause are not made up. */
  resume(channel: ChannelId, at: Date): Promise<boolean>;
  sayNothingNew(channel: ChannelId, saysNothingNew: boolean): Promise<boolean>;
  putRestInChannel(channel: ChannelId, restInChannel: boolean): Promise<boolean>;
  /**
   * Schedules worth a look, in the order of their channels: their time to be checked has come, or the clock was set back
   * since. Those of channels behind `after` only; none whose pause has no end.
   */
  toCheck(now: Date, page: { readonly limit: number; readonly after?: ChannelId }): Promise<readonly ChannelSchedule[]>;
  /** Not worth a look again before `next`; says nothing where people changed the schedule since it was read. */
  checked(schedule: ChannelSchedule, at: Date, next: Date): Promise<void>;
}

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
  lastCovered(channel: ChannelId, day: Day): Promise<Day | undefined>;
  /** Those of the notices that the channel was not told yet. */
  untold(channel: ChannelId, notices: readonly string[]): Promise<readonly string[]>;
  /** How many are under way, or to be tried or looked up again. */
  waitingCount(): Promise<number>;
  /** How many there are by state. */
  counts(): Promise<Readonly<Partial<Record<DeliveryState, number>>>>;
}

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
  settings(owner: TasteOwner): Promise<TasteSettings>;
  change(owner: TasteOwner, settings: TasteSettings): Promise<void>;
  /** Deletes everything known of a person; resolves with how much that was. */
  forget(person: PersonId): Promise<{ readonly votes: number; readonly saved: number }>;
}

/**
 * How a source's last batch was: `new`; `quiet`, nothing was to be expected or nothing was there; `stale`, the same batch
 * again when another was due, or a fraction of one; `failed`, no answer or none that could be read.
 */
export type Freshness = "new" | "quiet" | "stale" | "failed";

/** What is known of a feed: a source, or one category of it. */
export interface SourceState {
  /** `hf-daily`, `arxiv:cs.CL`. */
  readonly feed: string;
  readonly freshness: Freshness;
  /** When it became so; with the feed's name it identifies an outage. */
  readonly since: Date;
  readonly askedAt: Date;
  /** Not worth asking again before. */
  readonly nextPollAt: Date;
  /** How often in a row it failed. */
  readonly failures: number;
  /** The last batch that was new, with the feed's own date. */
  readonly batch?: { readonly date: Day; readonly papers: number };
  /** In plain words, why it is stale or failed. */
  readonly detail?: string;
  /** When the operator was told of this outage. */
  readonly operatorToldAt?: Date;
}

/** A feed's papers of one day, as far as it was asked. */
export interface SourceBatch {
  readonly feed: string;
  /** The feed's own. */
  readonly date: Day;
  readonly papers: number;
  /** arXiv ids; kept for the latest batches only. */
  readonly ids: readonly string[];
  readonly askedAt: Date;
}

/** What a server gave along with an answer, to ask whether there is another. */
export interface Validators {
  readonly url: string;
  readonly etag?: string;
  readonly lastModified?: string;
}

/** One request at a time to a server, whichever process makes it. */
export interface SourceTurns {
  /**
   * Takes the turn until an instant, in case that it is never given back. Undefined where it was taken, else when it is to
   * be free. A turn that would last beyond `until` was taken by a clock that went ahead, and does not count.
   */
  takeTurn(server: string, turn: { readonly now: Date; readonly until: Date }): Promise<Date | undefined>;
  /** Gives it back: the next one may begin then. */
  endTurn(server: string, freeAt: Date): Promise<void>;
}

export interface SourceStore extends SourceTurns {
  /** In the order of the feeds' names. */
  states(): Promise<readonly SourceState[]>;
  state(feed: string): Promise<SourceState | undefined>;
  saveState(state: SourceState): Promise<void>;
  /** Latest date first. */
  batches(feed: string, limit: number): Promise<readonly SourceBatch[]>;
  /** Days from `from` to `to`, both included, that the feed was asked for. */
  days(feed: string, from: Day, to: Day): Promise<ReadonlySet<Day>>;
  /** Replaces what is known of that feed's day. */
  saveBatch(batch: SourceBatch): Promise<void>;
  validators(url: string): Promise<Validators | undefined>;
  saveValidators(validators: Validators, at: Date): Promise<void>;
}
