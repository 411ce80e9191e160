import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../../src/clock.ts";

/** https://docs.slack.dev/apis/web-api/rate-limits: one message a second in a channel. */
const spacing = 1_050;
const mostKept = 10_000;

/** Waits until a channel, by Slack's own id, may have its next message. */
export type Pace = (channelId: string) => Promise<void>;

export function createPace(clock: Clock, pause: (milliseconds: number) => Promise<unknown> = wait): Pace {
  const nextAt = new Map<string, number>();
  return async (channelId) => {
    const now = clock.now().getTime();
    const at = Math.max(now, nextAt.get(channelId) ?? 0);
    if (nextAt.size > mostKept) for (const [id, time] of nextAt) if (time < now) nextAt.delete(id);
    nextAt.set(channelId, at + spacing);
    if (at > now) await pause(at - now);
  };
}
