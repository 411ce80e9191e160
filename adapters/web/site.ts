import type { Bot, ChannelOverview } from "../../src/adapter.ts";
import { UserError } from "../../src/errors.ts";
import type { AssetFiles } from "./assets.ts";
import type { ConversationChannel, Conversations, Entry } from "./conversation.ts";
import { readForm } from "./http/form.ts";
import type { Guard } from "./http/guard.ts";
import { Refusal } from "./http/refusal.ts";
import { type Exchange, reply, replyElsewhere, replyJson, replyPage } from "./http/reply.ts";
import type { Streams } from "./http/stream.ts";
import { type LookName, type Looks, readLook } from "./looks.ts";
import { aboutChannel } from "./pages/about-channel.ts";
import { chatPage } from "./pages/chat.ts";
import { drawEntry, spoken } from "./pages/entry.ts";
import { refusalPage, tokenPage } from "./pages/notices.ts";
import { paperPage, searchPage } from "./pages/reading.ts";
import { sidebar } from "./pages/sidebar.ts";
import { chatPath, isKey } from "./paths.ts";

export interface SiteDeps {
  readonly guard: Guard;
  readonly conversations: () => Promise<Conversations>;
  readonly assets: AssetFiles;
  /** Absent before the start and after the end. */
  readonly bot: () => Bot | undefined;
  readonly streams: Streams;
  readonly prefix: string;
  readonly looks: Looks;
}

const platform = "web";
/** Completions that a list shows. */
const mostCompletions = 8;

/** Answers every request of the preview. */
export function createSite(deps: SiteDeps): (exchange: Exchange) => Promise<void> {
  const { guard, assets, streams, prefix, looks } = deps;
  const addresses = assets.addresses;

  async function route(exchange: Exchange): Promise<void> {
    const { request } = exchange;
    guard.check(request);
    const url = new URL(`http://here${request.url ?? "/"}`);
    const [room = "", id = "", what = "", which = ""] = url.pathname.slice(1).split("/").map(decoded);
    const method = request.method === "HEAD" ? "GET" : request.method;
    if (method === "GET" && room === "assets" && (await assets.serve(exchange, id))) return;
    if (!guard.mayEnter(request)) return enter(exchange, url);
    const look = readLook(url.searchParams.get("look"));
    switch (`${method} /${room}${what === "" ? "" : `/${what}`}`) {
      case "GET /":
        if (url.pathname !== "/") break;
        return showChannel(exchange, (await deps.conversations()).channels[0]?.id ?? "", url);
      case "GET /c":
        return showChannel(exchange, id, url);
      case "POST /c/say":
        return say(exchange, id, look);
      case "GET /c/events":
        return listen(exchange, id, url);
      case "GET /c/file":
        return download(exchange, id, Number(which));
      case "POST /channels":
        return createChannel(exchange);
      case "GET /complete":
        return complete(exchange, url.searchParams.get("line") ?? "");
      case "GET /search":
        return search(exchange, url);
      case "GET /paper":
        return showPaper(exchange, id, url);
      case "POST /enter":
        return replyElsewhere(exchange, "/");
    }
    throw new Refusal(404, "There is nothing at this address.");
  }

  async function enter(exchange: Exchange, url: URL): Promise<void> {
    const isForm = exchange.request.method === "POST" && url.pathname === "/enter";
    const shown = isForm ? (await readForm(exchange.request)).get("token") : url.searchParams.get("token");
    const cookie = shown === null ? undefined : guard.admit(shown);
    if (cookie === undefined) return replyPage(exchange, 401, tokenPage(addresses, shown !== null));
    // The token is not to stay in the address bar, the history, or a link that is passed on.
    url.searchParams.delete("token");
    return replyElsewhere(exchange, isForm ? "/" : `${url.pathname}${url.search}`, { "Set-Cookie": cookie });
  }

  async function channelOf(id: string): Promise<ConversationChannel> {
    const channel = (await deps.conversations()).find(id);
    if (!channel) throw new Refusal(404, `There is no channel ${id}. It can be created at the left.`);
    return channel;
  }

  function running(): Bot {
    const bot = deps.bot();
    if (!bot) throw new Refusal(503, "Paperboy is starting. Try again in a moment.");
    return bot;
  }

  async function overviews(): Promise<readonly ChannelOverview[]> {
    return (await deps.bot()?.overview({ platform, idPrefix: "" }, 100)) ?? [];
  }

  async function about(id: string, look: LookName): Promise<string> {
    const overview = (await overviews()).find(({ channel }) => channel.id === id);
    return String(aboutChannel({ id, look, overview }));
  }

  async function showChannel(exchange: Exchange, id: string, url: URL): Promise<void> {
    const channel = await channelOf(id);
    const before = Number(url.searchParams.get("before"));
    const page = await chatPage({
      channel,
      channels: (await deps.conversations()).channels,
      overview: await overviews(),
      look: readLook(url.searchParams.get("look")),
      looks,
      prefix,
      assets: addresses,
      ...(before > 0 && { before }),
    });
    await replyPage(exchange, 200, page);
  }

  async function say(exchange: Exchange, id: string, look: LookName): Promise<void> {
    await channelOf(id);
    const form = await readForm(exchange.request);
    const replacing = form.get("replace");
    const line = replacing ?? form.getAll("line").join(" ");
    if (line.trim() === "") return replyElsewhere(exchange, chatPath(id, look));
    const answer = await running().answer({
      line,
      channel: { platform, id, name: id },
      person: person(form.get("zone")),
      replaces: replacing !== null,
    });
    const under = Number(form.get("under"));
    const conversations = await deps.conversations();
    const entry = conversations.answered(id, { line, ...(under > 0 && { under }) }, answer);
    if (!/\bjson\b/.test(exchange.request.headers.accept ?? "")) {
      return replyElsewhere(exchange, `${chatPath(id, look)}#e${entry.id}`);
    }
    await replyJson(exchange, { ...(await told(id, entry, look)), about: await about(id, look) });
  }

  /** An entry as the script of a page takes it. */
  async function told(channel: string, entry: Entry, look: LookName) {
    const entries = (await channelOf(channel)).entries;
    const drawn = await drawEntry(entry, { channel, entries, look, looks, prefix });
    return { channel, id: entry.id, changed: entry.changed, html: String(drawn), say: spoken(entry.message) };
  }

  async function listen(exchange: Exchange, id: string, url: URL): Promise<void> {
    await channelOf(id);
    const conversations = await deps.conversations();
    const look = readLook(url.searchParams.get("look"));
    const seen = Number(exchange.request.headers["last-event-id"] ?? url.searchParams.get("after") ?? 0);
    const stream = streams.open(exchange);
    let turn = Promise.resolve();
    // In their order, and a page that cannot be drawn costs no other.
    const tell = (channel: string, entry: Entry) => {
      turn = turn.then(async () => {
        if (channel !== id)
          return stream.send({ event: "elsewhere", id: entry.changed, data: { channel, changed: entry.changed } });
        const data = { ...(await told(channel, entry, look)), about: await about(id, look) };
        stream.send({ event: "entry", id: entry.changed, data });
      });
      turn = turn.catch(() => undefined);
    };
    stream.onEnd(conversations.listen(tell));
    for (const { id: channel, entries } of conversations.channels) {
      for (const entry of entries) if (entry.changed > seen) tell(channel, entry);
    }
  }

  async function download(exchange: Exchange, id: string, number: number): Promise<void> {
    const file = (await channelOf(id)).entries.find((entry) => entry.id === number)?.message.file;
    if (!file) throw new Refusal(404, "That file is not kept any more.");
    const name = file.name.replace(/[^\w.-]/g, "_");
    const headers = {
      "Content-Type": "application/octet-stream",
      "Content-Disposition": `attachment; filename="${name}"`,
    };
    await reply(exchange, 200, headers, file.content);
  }

  async function createChannel(exchange: Exchange): Promise<void> {
    const name = (await readForm(exchange.request)).get("name") ?? "";
    const { id } = (await deps.conversations()).create(name);
    await replyElsewhere(exchange, chatPath(id, "plain"));
  }

  async function complete(exchange: Exchange, line: string): Promise<void> {
    const completions = await running().complete(line, mostCompletions);
    await replyJson(
      exchange,
      completions.map(({ label, line: whole }) => ({ label, line: whole })),
    );
  }

  async function readingParts(current: string) {
    const { channels } = await deps.conversations();
    return {
      assets: addresses,
      sidebar: sidebar({ channels, current, look: "plain" }),
      channel: channels[0]?.id ?? "",
    };
  }

  /** What a line answers, in no channel's conversation. */
  async function read(line: string) {
    const [first] = (await deps.conversations()).channels;
    const channel = { platform, id: first?.id ?? "", ...(first && { name: first.id }) };
    return (await running().answer({ line, channel, person: person(null) })).message;
  }

  async function search(exchange: Exchange, url: URL): Promise<void> {
    const query = (url.searchParams.get("q") ?? "").trim();
    const sort = wordOf(url, "sort");
    const page = wordOf(url, "page");
    const options = `${sort ? ` --sort ${sort}` : ""}${page ? ` --page ${page}` : ""}`;
    const answer = query === "" ? undefined : await read(`search${options} ${query}`);
    const parts = await readingParts("/search");
    await replyPage(exchange, 200, searchPage({ ...parts, query, ...(sort && { sort }), ...(answer && { answer }) }));
  }

  async function showPaper(exchange: Exchange, key: string, url: URL): Promise<void> {
    if (!isKey(key)) throw new Refusal(404, "That is no paper's key.");
    const page = wordOf(url, "page");
    const paper = await read(`show ${key}`);
    const similar = await read(`similar${page ? ` --page ${page}` : ""} ${key}`);
    await replyPage(exchange, 200, paperPage({ ...(await readingParts("")), paper, similar }));
  }

  return async (exchange) => {
    try {
      await route(exchange);
    } catch (error) {
      const status = error instanceof Refusal ? error.status : error instanceof UserError ? 400 : undefined;
      if (status === undefined || !(error instanceof Error)) throw error;
      // What is left of the request is not read.
      exchange.response.setHeader("Connection", "close");
      await replyPage(exchange, status, refusalPage(error.message, addresses));
    }
  };
}

/** Whoever can open the page. */
function person(zone: string | null) {
  const timeZone = zone !== null && isTimeZone(zone) ? zone : undefined;
  return { id: "browser", name: "You", mayManage: true, ...(timeZone !== undefined && { timeZone }) };
}

function isTimeZone(name: string): boolean {
  try {
    return /^[a-z]/i.test(name) && new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** A parameter that is one plain word. */
function wordOf(url: URL, name: string): string | undefined {
  const value = url.searchParams.get(name);
  return value !== null && /^[a-z0-9]{1,20}$/.test(value) ? value : undefined;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return "";
    throw error;
  }
}
