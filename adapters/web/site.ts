import type { Bot } from "../../src/adapter.ts";
import { UserError } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import type { AssetFiles } from "./assets.ts";
import { createChat } from "./chat.ts";
import type { Conversations } from "./conversation.ts";
import { readForm } from "./http/form.ts";
import type { Guard } from "./http/guard.ts";
import { Refusal } from "./http/refusal.ts";
import { type Exchange, replyElsewhere, replyPage } from "./http/reply.ts";
import type { Streams } from "./http/stream.ts";
import { type Looks, readLook } from "./looks.ts";
import { refusalPage, tokenPage } from "./pages/notices.ts";
import { createReading } from "./reading.ts";

export interface SiteDeps {
  readonly guard: Guard;
  readonly conversations: () => Promise<Conversations>;
  readonly assets: AssetFiles;
  /** Absent before the start and after the end. */
  readonly bot: () => Bot | undefined;
  readonly streams: Streams;
  readonly prefix: string;
  readonly looks: Looks;
  readonly log: Log;
}

/** Answers every request of the preview. */
export function createSite(deps: SiteDeps): (exchange: Exchange) => Promise<void> {
  const { guard, assets, conversations } = deps;
  const chat = createChat(deps);
  const reading = createReading(deps);

  async function route(exchange: Exchange): Promise<void> {
    const { request } = exchange;
    guard.check(request);
    const url = new URL(`http://here${request.url ?? "/"}`);
    const [room = "", id = "", what = "", which = ""] = url.pathname.slice(1).split("/").map(decoded);
    const method = request.method === "HEAD" ? "GET" : request.method;
    if (method === "GET" && room === "assets" && (await assets.serve(exchange, id))) return;
    if (!guard.mayEnter(request)) return enter(exchange, url);
    switch (`${method} /${room}${what === "" ? "" : `/${what}`}`) {
      case "GET /":
        if (url.pathname !== "/") break;
        return chat.show(exchange, (await conversations()).channels[0]?.id ?? "", url);
      case "GET /c":
        return chat.show(exchange, id, url);
      case "POST /c/say":
        return chat.say(exchange, id, readLook(url.searchParams.get("look")));
      case "GET /c/events":
        return chat.listen(exchange, id, url);
      case "GET /c/file":
        return chat.download(exchange, id, Number(which));
      case "POST /channels":
        return chat.create(exchange);
      case "GET /complete":
        return reading.complete(exchange, url);
      case "GET /search":
        return reading.search(exchange, url);
      case "GET /paper":
        return reading.paper(exchange, id, url);
      case "POST /enter":
        return replyElsewhere(exchange, "/");
    }
    throw new Refusal(404, "There is nothing at this address.");
  }

  /** Takes the token from the address or the form, or asks for it. */
  async function enter(exchange: Exchange, url: URL): Promise<void> {
    const isForm = exchange.request.method === "POST" && url.pathname === "/enter";
    const shown = isForm ? (await readForm(exchange.request)).get("token") : url.searchParams.get("token");
    const cookie = shown === null ? undefined : guard.admit(exchange.request, shown);
    if (cookie === undefined) return replyPage(exchange, 401, tokenPage(assets.addresses, shown !== null));
    // The token is not to stay in the address bar, the history, or a link that is passed on.
    url.searchParams.delete("token");
    // Two slashes would lead to another site.
    const here = `${url.pathname.replace(/^\/+/, "/")}${url.search}`;
    return replyElsewhere(exchange, isForm ? "/" : here, { "Set-Cookie": cookie });
  }

  return async (exchange) => {
    try {
      await route(exchange);
    } catch (error) {
      const status = error instanceof Refusal ? error.status : error instanceof UserError ? 400 : undefined;
      if (status === undefined || !(error instanceof Error)) throw error;
      // What is left of the request is not read.
      exchange.response.setHeader("Connection", "close");
      await replyPage(exchange, status, refusalPage(error.message, assets.addresses));
    }
  };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return "";
    throw error;
  }
}
