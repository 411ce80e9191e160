import type { ChannelId } from "./channels.ts";

/** A channel follows a topic. */
export interface Subscription {
  /** The query, as it was written. */
  readonly topic: string;
  readonly by: { readonly id: string; readonly name?: string };
  readonly at: Date;
}

/** Topics are the same whatever their case, their blanks and the order of their clauses (search/topic-identity.ts). */
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
