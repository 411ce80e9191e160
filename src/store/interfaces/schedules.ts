import type { ChannelId } from "./channels.ts";

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
