import type { Message } from "../../src/message.ts";
import { Refusal } from "./http/refusal.ts";
import { type Exchange, replyJson, replyPage } from "./http/reply.ts";
import { paperPage, searchPage } from "./pages/reading.ts";
import { sidebar } from "./pages/sidebar.ts";
import { isKey } from "./paths.ts";
import { personIn, platform } from "./person.ts";
import { running } from "./running.ts";
import type { SiteDeps } from "./site.ts";

/** What is asked in no channel: the search page, a paper's page, completions. */
export interface Reading {
  search(exchange: Exchange, url: URL): Promise<void>;
  paper(exchange: Exchange, key: string, url: URL): Promise<void>;
  complete(exchange: Exchange, url: URL): Promise<void>;
}

/** Completions that a list shows. */
const mostCompletions = 8;

export function createReading({
  conversations,
  assets,
  bot,
}: Pick<SiteDeps, "conversations" | "assets" | "bot">): Reading {
  /** What a line answers, in no channel's conversation; buttons that change something speak in the first one. */
  async function read(line: string): Promise<Message> {
    const [first] = (await conversations()).channels;
    const channel = { platform, id: first?.id ?? "", ...(first && { name: first.id }) };
    return (await running(bot).answer({ line, channel, person: personIn(null) })).message;
  }

  async function partsOf(current: string) {
    const { channels } = await conversations();
    return {
      assets: assets.addresses,
      sidebar: sidebar({ channels, current, look: "plain" }),
      channel: channels[0]?.id ?? "",
    };
  }

  return {
    async search(exchange, url) {
      const query = (url.searchParams.get("q") ?? "").trim();
      const sort = wordOf(url, "sort");
      const page = wordOf(url, "page");
      const options = `${sort ? ` --sort ${sort}` : ""}${page ? ` --page ${page}` : ""}`;
      const answer = query === "" ? undefined : await read(`search${options} ${query}`);
      const parts = await partsOf("/search");
      await replyPage(exchange, 200, searchPage({ ...parts, query, ...(sort && { sort }), ...(answer && { answer }) }));
    },

    async paper(exchange, key, url) {
      if (!isKey(key)) throw new Refusal(404, "That is no paper's key.");
      const page = wordOf(url, "page");
      const paper = await read(`show ${key}`);
      const similar = await read(`similar${page ? ` --page ${page}` : ""} ${key}`);
      const status = paper.blocks[0]?.type === "paper" ? 200 : 404;
      await replyPage(exchange, status, paperPage({ ...(await partsOf("")), paper, similar }));
    },

    async complete(exchange, url) {
      const id = url.searchParams.get("channel");
      const channel = id === null ? undefined : (await conversations()).find(id);
      const completions = await running(bot).complete(
        url.searchParams.get("line") ?? "",
        mostCompletions,
        channel && { platform, id: channel.id },
      );
      await replyJson(
        exchange,
        completions.map(({ label, line }) => ({ label, line })),
      );
    },
  };
}

/** A parameter that is one plain word. */
function wordOf(url: URL, name: string): string | undefined {
  const value = url.searchParams.get(name);
  return value !== null && /^[a-z0-9]{1,20}$/.test(value) ? value : undefined;
}
