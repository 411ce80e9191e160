import { type Adapter, tellsPeople } from "../adapter.ts";
import { describeError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { ChannelId, ScheduleStore } from "../store/store.ts";
import { postsPaused } from "../views/posts-paused.ts";

export interface ManagerTellerDeps {
  readonly schedules: Pick<ScheduleStore, "get">;
  readonly adapterOf: (platform: string) => Adapter | undefined;
  readonly log: Log;
}

/**
 * Tells whoever set a channel's schedule that its posts are paused, where the platform can reach a person: nobody sees it
 * in the channel. Once a pause, because a paused channel is not posted to. Never rejects.
 */
export function createManagerTeller({ schedules, adapterOf, log }: ManagerTellerDeps) {
  return async (channel: ChannelId): Promise<void> => {
    const adapter = adapterOf(channel.platform);
    if (!adapter || !tellsPeople(adapter)) return;
    try {
      const schedule = await schedules.get(channel);
      if (!schedule?.pause?.detail) return;
      await adapter.tell(schedule.by.id, postsPaused(schedule.pause.detail), channel);
    } catch (error) {
      log.info({ err: error, platform: channel.platform }, `nobody could be told of a pause: ${describeError(error)}`);
    }
  };
}
