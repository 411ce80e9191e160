import type { ChannelOverview } from "../../src/adapter.ts";
import type { ConversationChannel, Entry } from "./conversation.ts";
import { readForm } from "./http/form.ts";
import { Refusal } from "./http/refusal.ts";
import { type Exchange, reply, replyElsewhere, replyJson, replyPage } from "./http/reply.ts";
import { type LookName, readLook } from "./looks.ts";
import { aboutChannel } from "./pages/about-channel.ts";
import { chatPage } from "./pages/chat.ts";
import { drawEntry, spoken } from "./pages/entry.ts";
import { chatPath } from "./paths.ts";
import { personIn, platform } from "./person.ts";
import { running } from "./running.ts";
import type { SiteDeps } from "./site.ts";

/** What is asked of a channel: its page, a line said in it, what happens in it. */
export interface Chat {
  show(exchange: Exchange, id: string, url: URL): Promise<void>;
  say(exchange: Exchange, id: string, look: LookName): Promise<void>;
  /** Goes on until the browser is gone. */
  listen(exchange: Exchange, id: string, url: URL): Promise<void>;
  download(exchange: Exchange, id: string, entry: number): Promise<void>;
  create(exchange: Exchange): Promise<void>;
}

export type ChatDeps = Pick<SiteDeps, "conversations" | "assets" | "bot" | "streams" | "prefix" | "looks" | "log">;

export function createChat({ conversations, assets, bot, streams, prefix, looks, log }: ChatDeps): Chat {
  async function channelOf(id: string): Promise<ConversationChannel> {
    const channel = (await conversations()).find(id);
    if (!channel) throw new Refusal(404, `There is no channel ${id}. A new one is created beside the others.`);
    return channel;
  }

  async function overviewOf(id: string): Promise<ChannelOverview> {
    const channel = { platform, id };
    return (await bot()?.about(channel)) ?? { channel, topics: [] };
  }

  async function about(id: string, look: LookName): Promise<string> {
    return String(aboutChannel({ id, look, overview: await overviewOf(id) }));
  }

  /** An entry as the script of a page takes it. */
  async function told(channel: string, entry: Entry, look: LookName) {
    const entries = (await channelOf(channel)).entries;
    const drawn = await drawEntry(entry, { channel, entries, look, looks, prefix });
    return { channel, id: entry.id, changed: entry.changed, html: String(drawn), say: spoken(entry.message) };
  }

  return {
    async show(exchange, id, url) {
      const channel = await channelOf(id);
      const before = Number(url.searchParams.get("before"));
      const page = await chatPage({
        channel,
        channels: (await conversations()).channels,
        overview: await overviewOf(id),
        look: readLook(url.searchParams.get("look")),
        looks,
        prefix,
        assets: assets.addresses,
        ...(before > 0 && { before }),
      });
      await replyPage(exchange, 200, page);
    },

    async say(exchange, id, look) {
      await channelOf(id);
      const form = await readForm(exchange.request);
      const replacing = form.get("replace");
      const line = replacing ?? form.getAll("line").join(" ");
      if (line.trim() === "") return replyElsewhere(exchange, chatPath(id, look));
      const answer = await running(bot).answer({
        line,
        channel: { platform, id, name: id },
        person: personIn(form.get("zone")),
        replaces: replacing !== null,
      });
      const under = Number(form.get("under"));
      const all = await conversations();
      const entry = all.answered(id, { line, ...(under > 0 && { under }) }, answer);
      if (!/\bjson\b/.test(exchange.request.headers.accept ?? "")) {
        return replyElsewhere(exchange, `${chatPath(id, look)}#e${entry.id}`);
      }
      await replyJson(exchange, { ...(await told(id, entry, look)), about: await about(id, look) });
    },

    async listen(exchange, id, url) {
      await channelOf(id);
      const all = await conversations();
      const look = readLook(url.searchParams.get("look"));
      const seen = Number(exchange.request.headers["last-event-id"] ?? url.searchParams.get("after") ?? 0);
      const stream = streams.open(exchange);
      const send = async (channel: string, entry: Entry) => {
        const { changed } = entry;
        if (channel !== id) return stream.send({ event: "elsewhere", id: changed, data: { channel, changed } });
        const data = { ...(await told(channel, entry, look)), about: await about(id, look) };
        stream.send({ event: "entry", id: changed, data });
      };
      // In their order, and one that cannot be drawn costs no other.
      let turn = Promise.resolve();
      const tell = (channel: string, entry: Entry) => {
        turn = turn
          .then(() => send(channel, entry))
          .catch((error: unknown) => log.error({ err: error }, "an open page could not be told of a message"));
      };
      stream.onEnd(all.listen(tell));
      for (const { id: channel, entries } of all.channels) {
        for (const entry of entries) if (entry.changed > seen) tell(channel, entry);
      }
    },

    async download(exchange, id, number) {
      const file = (await channelOf(id)).entries.find((entry) => entry.id === number)?.message.file;
      if (!file) throw new Refusal(404, "That file is not kept any more.");
      const name = file.name.replace(/[^\w.-]/g, "_");
      const headers = {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": `attachment; filename="${name}"`,
      };
      await reply(exchange, 200, headers, file.content);
    },

    async create(exchange) {
      const name = (await readForm(exchange.request)).get("name") ?? "";
      const { id } = (await conversations()).create(name);
      await replyElsewhere(exchange, chatPath(id, "plain"));
    },
  };
}
