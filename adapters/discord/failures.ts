import { setTimeout as wait } from "node:timers/promises";
import { DiscordAPIError, HTTPError, type RateLimitData, RateLimitError } from "discord.js";
import { DeliveryError, describeError, neverSent } from "../../src/errors.ts";
import { lockedAdvice, taglessAdvice } from "./advice.ts";

/** Discord's error codes that mean something to us. */
export const code = {
  unknownChannel: 10003,
  unknownGuild: 10004,
  unknownMessage: 10008,
  unknownWebhook: 10015,
  unknownInteraction: 10062,
  alreadyAcknowledged: 40060,
  tagRequired: 40067,
  missingAccess: 50001,
  cannotMessageUser: 50007,
  missingPermissions: 50013,
  wrongChannelType: 50024,
  invalidToken: 50027,
  noMutualServer: 50278,
  threadExists: 160004,
  threadLocked: 160005,
  threadsFull: 160006,
  announcementThreadsFull: 160007,
} as const;

export function isCode(error: unknown, ...codes: readonly number[]): boolean {
  return error instanceof DiscordAPIError && codes.includes(Number(error.code));
}

export function isUnauthorised(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.status === 401;
}

/** The interaction is over: its three seconds or fifteen minutes have passed, or it was answered by somebody else. */
export function isTooLate(error: unknown): boolean {
  const { unknownInteraction, unknownWebhook, invalidToken, alreadyAcknowledged, unknownMessage } = code;
  return isCode(error, unknownInteraction, unknownWebhook, invalidToken, alreadyAcknowledged, unknownMessage);
}

/** Milliseconds until a limit has passed; which figure says so depends on the kind of limit. */
export function waitOf(limit: Pick<RateLimitData, "timeToReset" | "retryAfter" | "sublimitTimeout">): number {
  return Math.max(limit.timeToReset, limit.retryAfter, limit.sublimitTimeout);
}

/** Milliseconds before the second and the third attempt. */
const pauses = [400, 1_500] as const;

/**
 * Three attempts, for requests that do no harm when they are done twice: readings, edits, and messages whose nonce Discord
 * enforces. discord.js itself repeats nothing here (`retries: 0`), because it would repeat any POST.
 */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (const pause of pauses) {
    try {
      return await work();
    } catch (error) {
      // Discord has said what it makes of it; a 5xx, a time-out or a broken connection says nothing.
      if (error instanceof DiscordAPIError || error instanceof RateLimitError) throw error;
      await wait(pause);
    }
  }
  return work();
}

/** Why a post failed, for the outbox and for people. `where` names the channel. */
export function deliveryError(error: unknown, where: string, advice: string): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const cause = { cause: error };
  if (error instanceof RateLimitError) {
    const patience = { ...cause, retryAfter: waitOf(error) };
    return new DeliveryError("retry", `Discord asks to wait before more is posted in ${where}.`, patience);
  }
  if (isCode(error, code.unknownChannel, code.unknownGuild)) {
    return new DeliveryError("gone", `${where} does not exist any more.`, cause);
  }
  if (isCode(error, code.missingAccess, code.missingPermissions)) return new DeliveryError("forbidden", advice, cause);
  if (isCode(error, code.cannotMessageUser)) {
    return new DeliveryError("forbidden", "This person takes no direct messages from Paperboy.", cause);
  }
  if (isCode(error, code.noMutualServer)) {
    const why = "This person shares no server with Paperboy any more, or takes no direct messages from servers.";
    return new DeliveryError("forbidden", why, cause);
  }
  if (isCode(error, code.threadLocked)) {
    return new DeliveryError("forbidden", lockedAdvice(where), cause);
  }
  if (isCode(error, code.tagRequired)) {
    return new DeliveryError("forbidden", taglessAdvice(where), cause);
  }
  if (error instanceof DiscordAPIError || neverSent(error)) {
    return new DeliveryError("retry", `Discord did not take the post: ${describeError(error)}`, cause);
  }
  const what = error instanceof HTTPError ? `answered ${error.status}` : "did not answer";
  return new DeliveryError("unknown", `Discord ${what}; it may have posted all the same.`, cause);
}
