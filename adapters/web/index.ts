import { join } from "node:path";
import type { Adapter, Bot, HttpServing, PostChecker, PostFinder } from "../../src/adapter.ts";
import type { Clock } from "../../src/clock.ts";
import { DeliveryError } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import { loadAssets } from "./assets.ts";
import { type Conversations, createConversations } from "./conversation.ts";
import { createGuard, type GuardConfig } from "./http/guard.ts";
import { createStreams } from "./http/stream.ts";
import { keptConversation } from "./kept.ts";
import type { Looks } from "./looks.ts";
import { createSite } from "./site.ts";

export type WebConfig = GuardConfig;

export type WebAdapter = Adapter & HttpServing & PostFinder & PostChecker;

export interface WebDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Folder of the file that the conversation is kept in. */
  readonly folder: string;
  readonly prefix: string;
  readonly looks: Looks;
}

/**
 * Channels in a browser, for who wants to see what Paperboy does before a platform is connected. Whoever can open the
 * page is the same one person.
 */
export function createWebAdapter(config: WebConfig, { clock, log, folder, prefix, looks }: WebDeps): WebAdapter {
  const kept = keptConversation(join(folder, "preview.json"), log);
  const streams = createStreams();
  let opening: Promise<Conversations> | undefined;
  let bot: Bot | undefined;

  function opened(): Promise<Conversations> {
    opening ??= kept.read().then((channels) => {
      const conversations: Conversations = createConversations(clock, channels, () => void save(conversations));
      return conversations;
    });
    return opening;
  }

  async function save(conversations: Conversations): Promise<void> {
    try {
      await kept.write(() => conversations.channels);
    } catch (error) {
      log.error({ err: error }, "the conversation in the browser could not be kept");
    }
  }

  const site = createSite({
    guard: createGuard(config),
    conversations: opened,
    assets: loadAssets(),
    bot: () => bot,
    streams,
    prefix,
    looks,
    log,
  });

  return {
    platform: "web",
    routes: [{ path: "/", handle: (request, response) => site({ request, response }) }],

    async start(started) {
      await opened();
      bot = started;
    },

    async post({ deliveryId, channel, message }) {
      const conversations = await opened();
      if (!conversations.find(channel.id)) {
        throw new DeliveryError("gone", `The browser has no channel ${channel.id} any more.`);
      }
      const { id } = conversations.posted(channel.id, deliveryId, message);
      await save(conversations);
      return { id: String(id) };
    },

    async findPost({ deliveryId, channel }) {
      const found = (await opened()).find(channel.id)?.entries.find((entry) => entry.deliveryId === deliveryId);
      return found && { id: String(found.id) };
    },

    async canPostTo({ id }) {
      if ((await opened()).find(id)) return { allowed: true };
      return { allowed: false, advice: `The browser has no channel ${id}: create it there.` };
    },

    async stop() {
      bot = undefined;
      streams.close();
      if (opening) await save(await opening);
    },
  };
}
