import { webApi } from "@slack/bolt";
import { DeliveryError, describeError, neverSent } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import { boltLog, withoutTokens } from "./bolt-log.ts";

export type SlackWeb = webApi.WebClient;

/**
 * A client without a token: each call brings its workspace's. It repeats nothing, as Slack knows no idempotency key and a
 * repeated post is a second post, and it never waits out a rate limit, as that would hold up every other call.
 */
export function createWeb(apiUrl: string, log: Log, timeout = 10_000): SlackWeb {
  return new webApi.WebClient(undefined, {
    slackApiUrl: apiUrl,
    logger: boltLog(log),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    allowAbsoluteUrls: false,
  });
}

/** The name Slack gives a refusal (`channel_not_found`); undefined where there was no answer of Slack's. */
export function slackError(error: unknown): string | undefined {
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;
}

/** Milliseconds Slack wants us to wait; undefined where it did not ask for that. */
export function waitAsked(error: unknown): number | undefined {
  return error instanceof webApi.WebAPIRateLimitedError ? error.retryAfter * 1_000 : undefined;
}

/** One line for the log, without any token. */
export function describeFailure(error: unknown): string {
  return withoutTokens(slackError(error) ?? describeError(error));
}

/** The scope a refusal asks for; where any of several would do, Slack names them all. */
export function missingScope(error: unknown): string | undefined {
  if (!(error instanceof webApi.WebAPIPlatformError) || error.data.error !== "missing_scope") return undefined;
  return "needed" in error.data ? String(error.data.needed).replaceAll(",", " or ") : "another scope";
}

/** Tokens that will never work again. */
export const deadTokens: ReadonlySet<string> = new Set([
  "invalid_auth",
  "account_inactive",
  "token_revoked",
  "not_authed",
  "user_removed_from_team",
  "team_access_not_granted",
  "app_uninstalled",
]);

/** Those of them that an installed app never meets. */
export const removedTokens: ReadonlySet<string> = new Set(["account_inactive", "token_revoked", "app_uninstalled"]);

const goneChannels: Readonly<Record<string, string>> = {
  channel_not_found:
    "Slack does not find the channel: it was deleted, or it is private and Paperboy was taken out. Invite it again with /invite.",
  is_archived: "The channel is archived: unarchive it in Slack.",
  is_inactive: "The channel is frozen in Slack.",
  messages_tab_disabled: "The app's messages tab is switched off: switch it on in the app's settings under App Home.",
};

const passing = new Set([
  "ratelimited",
  "rate_limited",
  "message_limit_exceeded",
  "service_unavailable",
  "team_added_to_org",
]);
/** Slack's own words on these: part of the work may have been done. */
const uncertain = new Set(["internal_error", "fatal_error", "request_timeout"]);

/**
 * Why a post failed, in the words of the delivery. Only what is surely not posted may be tried again; a 5xx or a broken
 * connection may have come after the post.
 */
export function deliveryError(error: unknown): DeliveryError {
  const retryAfter = waitAsked(error);
  if (retryAfter !== undefined) {
    return new DeliveryError("retry", "Slack asked to wait before the next post.", { cause: error, retryAfter });
  }
  if (error instanceof webApi.WebAPIRequestError && neverSent(error.original)) {
    return new DeliveryError("retry", "Slack could not be reached.", { cause: error });
  }
  const name = slackError(error);
  if (name === undefined)
    return new DeliveryError("unknown", "Slack's answer to the post never came.", { cause: error });
  if (uncertain.has(name))
    return new DeliveryError("unknown", `Slack failed over the post (${name}).`, { cause: error });
  if (passing.has(name)) return new DeliveryError("retry", "Slack takes no posts at the moment.", { cause: error });
  const gone = goneChannels[name];
  if (gone !== undefined) return new DeliveryError("gone", gone, { cause: error });
  if (deadTokens.has(name)) {
    return new DeliveryError("gone", "Paperboy was removed from the workspace: install it again.", { cause: error });
  }
  if (name === "not_in_channel") {
    return new DeliveryError("forbidden", "Paperboy is not in the channel: invite it with /invite.", { cause: error });
  }
  if (
    name.startsWith("restricted_action") ||
    name === "posting_to_general_channel_denied" ||
    name === "no_permission"
  ) {
    return new DeliveryError("forbidden", "Only some people may post in the channel: let Paperboy post there too.", {
      cause: error,
    });
  }
  if (name === "missing_scope") {
    const scope = missingScope(error);
    return new DeliveryError("forbidden", `The app lacks the scope ${scope}: add it and install the app again.`, {
      cause: error,
    });
  }
  return new DeliveryError("retry", `Slack refused the post (${name}).`, { cause: error });
}
