import { isTimeZone } from "../clock.ts";
import type { Day } from "../papers/paper.ts";
import type { ChannelSchedule, Store } from "../store/store.ts";
import { isPaused, lookAt } from "./catch-up.ts";

/**
 * Why the post of a day, which waits to be tried again, is not to be made any more, in words; undefined where it is. Where
 * the channel's next digest is due and not claimed yet, that one carries what this one held; one that was claimed went
 * without it, so this one still comes.
 */
export async function whyUnwanted(
  schedule: ChannelSchedule | undefined,
  day: Day,
  { now, deliveries }: { readonly now: Date; readonly deliveries: Pick<Store["deliveries"], "get"> },
): Promise<string | undefined> {
  if (!schedule) return "The schedule was switched off before it could be posted.";
  if (isPaused(schedule, now)) return "The channel was paused before it could be posted.";
  // In a zone that this machine does not know (any more) nobody can say what is due.
  if (!isTimeZone(schedule.timeZone)) return undefined;
  const { due } = lookAt(schedule, now);
  const isOvertaken = due !== undefined && due > day && !(await deliveries.get(schedule.channel, due));
  return isOvertaken ? "The next digest was due before it could be posted." : undefined;
}
