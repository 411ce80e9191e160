import { setTimeout as wait } from "node:timers/promises";
import { DefaultRestOptions, type RESTOptions } from "discord.js";

/**
 * Requests a second that the bot makes at most. Discord takes 50 in each of its seconds; discord.js counts in seconds of
 * its own, two of which can meet in one of Discord's, so that a wave of digests would be refused. Evenly spaced, no second
 * holds more than this.
 */
const perSecond = 45;

/** Answers to interactions are not counted, and do not wait. */
const uncounted = /\/(?:interactions|webhooks)\//u;

export function evenly(): RESTOptions["makeRequest"] {
  let next = 0;
  return async (url, init) => {
    if (!uncounted.test(url)) {
      const now = performance.now();
      const at = Math.max(now, next);
      next = at + 1_000 / perSecond;
      if (at > now) await wait(at - now);
    }
    return DefaultRestOptions.makeRequest(url, init);
  };
}
