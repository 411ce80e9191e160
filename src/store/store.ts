import type { ChannelGroupId, ChannelId } from "./interfaces/channels.ts";
import type { DeliveryStore } from "./interfaces/deliveries.ts";
import type { IntakeStore } from "./interfaces/intakes.ts";
import type { LineStore } from "./interfaces/lines.ts";
import type { PaperStore } from "./interfaces/papers.ts";
import type { ScheduleStore } from "./interfaces/schedules.ts";
import type { ShownStore } from "./interfaces/shown.ts";
import type { SourceStore } from "./interfaces/sources.ts";
import type { SubscriptionStore } from "./interfaces/subscriptions.ts";
import type { TeamStore } from "./interfaces/team.ts";
import type { VoteStore } from "./interfaces/votes.ts";

export type * from "./interfaces/channels.ts";
export type * from "./interfaces/deliveries.ts";
export type * from "./interfaces/intakes.ts";
export type * from "./interfaces/lines.ts";
export type * from "./interfaces/papers.ts";
export type * from "./interfaces/schedules.ts";
export type * from "./interfaces/shown.ts";
export type * from "./interfaces/sources.ts";
export type * from "./interfaces/subscriptions.ts";
export type * from "./interfaces/team.ts";
export type * from "./interfaces/votes.ts";

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
