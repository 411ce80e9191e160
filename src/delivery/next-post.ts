import type { ChannelSchedule, DeliveryStore } from "../store/store.ts";
import { isPaused, lookAt } from "./catch-up.ts";
import { localDay, nextRun } from "./schedule.ts";

/**
 * When a channel gets its next post: `now` where it is due, later runs otherwise. A day that had its post gets no second
 * one, whatever became of the hour since. Undefined while a pause has no end.
 */
export async function nextPost(
  schedule: ChannelSchedule,
  deliveries: Pick<DeliveryStore, "get">,
  now: Date,
): Promise<Date | undefined> {
  const { channel, timeZone, pause } = schedule;
  const isOver = async (day: string) => (await deliveries.get(channel, day)) !== undefined;
  const paused = isPaused(schedule, now);
  if (paused && !pause?.until) return undefined;
  const { due } = lookAt(schedule, now);
  if (due !== undefined && !(await isOver(due))) return now;
  const next = nextRun(schedule, paused && pause?.until ? pause.until : now);
  return next && (await isOver(localDay(next, timeZone))) ? nextRun(schedule, next) : next;
}
