import { setTimeout as wait } from "node:timers/promises";
import type { Post, Posted, SoughtPost } from "../../src/adapter.ts";
import { DeliveryError, UserError } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import type { Render } from "./keep-lines.ts";
import type { Pace } from "./pace.ts";
import { slackChannel } from "./places.ts";
import {
  deliveryError,
  describeFailure,
  missingScope,
  removedTokens,
  type SlackWeb,
  slackError,
  waitAsked,
} from "./web.ts";
import type { Workspace, Workspaces } from "./workspaces.ts";

/** Digests on their way to channels. */
export interface Posts {
  post(post: Post): Promise<Posted>;
  find(sought: SoughtPost): Promise<Posted | undefined>;
}

export interface PostsDeps {
  /** A client of its own: a rate limit on posts must not hold up answers. */
  readonly web: SlackWeb;
  readonly workspaces: () => Promise<Workspaces>;
  readonly render: Render;
  /** Waits until a channel may have its next message. */
  readonly paced: Pace;
  readonly log: Log;
  /** Slack says that the workspace took the app away, which no event may have told. */
  readonly onRemoved: (team: string) => void;
  /** Milliseconds after which a post counts as made though its thread is not: who waits for it takes it for lost later. */
  readonly settleWithin?: number;
}

/** Names our posts among those of a channel: how one whose outcome is unknown is found again. */
const eventType = "paperboy_delivery";
const mostPages = 20;
/** How often one message of a thread is refused for now before the thread is left incomplete. */
const mostRefusals = 10;

export function createPosts(deps: PostsDeps): Posts {
  const { web, workspaces, render, paced, log, onRemoved, settleWithin = 25_000 } = deps;

  async function workspaceOf(team: string): Promise<Workspace> {
    let workspace: Workspace | undefined;
    try {
      workspace = await (await workspaces()).fresh(team);
    } catch (error) {
      // Nothing was sent yet.
      const why = error instanceof UserError ? error.message : "Slack could not be reached.";
      throw new DeliveryError("retry", why, { cause: error });
    }
    if (workspace) return workspace;
    throw new DeliveryError("gone", "Paperboy is not installed in the workspace any more: install it again.");
  }

  async function send(channelId: string, args: Readonly<Record<string, unknown>>): Promise<string> {
    await paced(channelId);
    const posted = await web.apiCall("chat.postMessage", args);
    const ts = "ts" in posted ? posted.ts : undefined;
    if (typeof ts !== "string") throw new DeliveryError("unknown", "Slack did not say which message it made.");
    return ts;
  }

  /** What Slack asks to wait with is surely not posted; a workspace's whole morning may be more than it takes at once. */
  async function sendWhenAllowed(channelId: string, args: Readonly<Record<string, unknown>>): Promise<void> {
    for (let refusals = 1; ; refusals++) {
      try {
        await send(channelId, args);
        return;
      } catch (error) {
        const asked = waitAsked(error);
        if (asked === undefined || refusals === mostRefusals) throw error;
        await wait(asked);
      }
    }
  }

  /** The post stands; what is missing from its thread is no reason to post it again. */
  async function sendRest(channelId: string, messages: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    try {
      for (const args of messages) await sendWhenAllowed(channelId, args);
    } catch (error) {
      log.warn({ platform: "slack", error: describeFailure(error) }, "the thread under a post is incomplete");
    }
  }

  return {
    async post({ channel, deliveryId, message }) {
      const began = performance.now();
      const { team: named, channel: id } = slackChannel(channel);
      const { team, token } = await workspaceOf(named);
      const { payloads, thread } = await render(message);
      const [first, ...rest] = payloads;
      const metadata = { event_type: eventType, event_payload: { delivery_id: deliveryId } };
      let ts: string;
      try {
        ts = await send(id, { token, channel: id, ...first, metadata });
      } catch (error) {
        if (removedTokens.has(slackError(error) ?? "")) onRemoved(team);
        throw error instanceof DeliveryError ? error : deliveryError(error);
      }
      const under = { token, channel: id, thread_ts: ts };
      // Without a thread of its own, a message too long for one post goes on in the channel.
      const beside = thread.length > 0 ? under : { token, channel: id };
      const following = [
        ...rest.map((payload) => ({ ...beside, ...payload })),
        ...thread.map((payload) => ({ ...under, ...payload })),
      ];
      // A slow thread goes on behind what is settled.
      const left = Math.max(settleWithin - (performance.now() - began), 0);
      await Promise.race([sendRest(id, following), wait(left, undefined, { ref: false })]);
      return { id: ts };
    },

    async find({ channel, deliveryId, since }) {
      const { team, channel: id } = slackChannel(channel);
      const { token } = await workspaceOf(team);
      // Slack's clock and ours may differ.
      const oldest = String(Math.floor(since.getTime() / 1_000) - 300);
      let cursor: string | undefined;
      try {
        for (let page = 0; page < mostPages; page++) {
          const asked = { token, channel: id, oldest, limit: 200, include_all_metadata: true };
          const found = await web.conversations.history({ ...asked, ...(cursor && { cursor }) });
          const ours = found.messages?.find(({ metadata }) => isOurs(metadata, deliveryId));
          if (ours?.ts) return { id: ours.ts };
          cursor = found.response_metadata?.next_cursor;
          if (!cursor) return undefined;
        }
      } catch (error) {
        const scope = missingScope(error);
        if (scope === undefined) throw deliveryError(error);
        const what = `It cannot be looked up: the app lacks the scope ${scope}.`;
        throw new DeliveryError("forbidden", what, { cause: error });
      }
      throw new DeliveryError("forbidden", "The channel has too many messages since to look it up.");
    },
  };
}

function isOurs(metadata: unknown, deliveryId: string): boolean {
  if (typeof metadata !== "object" || metadata === null || !("event_payload" in metadata)) return false;
  const { event_payload: payload } = metadata;
  return (
    typeof payload === "object" && payload !== null && "delivery_id" in payload && payload.delivery_id === deliveryId
  );
}
