import type { IncomingMessage, ServerResponse } from "node:http";
import { HTTPModuleFunctions, type HTTPReceiver } from "@slack/bolt";
import type { HttpRoute } from "../../src/adapter.ts";
import type { Clock } from "../../src/clock.ts";
import type { Log } from "../../src/log.ts";
import type { Connection } from "./socket.ts";

type Listener = Pick<HTTPReceiver, "requestListener">;

/** Where Slack's requests come in, on the program's HTTP server. */
export interface Entrance {
  readonly route: HttpRoute;
  /** What is behind the entrance; until it is open, requests are asked to come again. `pages` serves browsers. */
  connect(receiver: Listener, pages?: Listener): Connection;
}

/** Slack's clock and ours may differ by this much. */
const ahead = 60_000;
const replayable = 5 * 60_000;
const mostKept = 50_000;
/** Anyone may send a header; only what Slack could have sent is kept, or long ones would fill the memory. */
const signatureForm = /^v0=[\da-f]{64}$/;

/** Bytes of a request's body. */
const longestBody = 1_000_000;

/**
 * Checks that the SDK does not make stand before it: it takes tomorrow's requests, and replays, and a body that is no
 * object ends the process.
 */
export function createEntrance({ clock, log }: { readonly clock: Clock; readonly log: Log }): Entrance {
  const seen = new Map<string, number>();
  let open: { readonly receiver: Listener; readonly pages: Listener | undefined } | undefined;

  function suspicion({ headers }: IncomingMessage): string | undefined {
    const now = clock.now().getTime();
    const at = Number(headers["x-slack-request-timestamp"]) * 1_000;
    const signature = headers["x-slack-signature"];
    if (typeof signature !== "string" || !signatureForm.test(signature) || Number.isNaN(at)) return undefined;
    if (at > now + ahead) return "its time lies ahead";
    if (seen.has(signature)) return "it came before";
    for (const [old, kept] of seen) {
      if (seen.size < mostKept && kept + replayable + ahead > now) break;
      seen.delete(old);
    }
    seen.set(signature, now);
    return undefined;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!open) return refuseForNow(response);
    const problem = suspicion(request);
    if (problem !== undefined) {
      log.warn({ platform: "slack" }, `a request was refused: ${problem}`);
      return refuse(response, 401);
    }
    const status = request.method === "POST" ? await statusOfBody(request) : undefined;
    if (status !== undefined) {
      log.warn({ platform: "slack", status }, "a request was refused: its body is none of Slack's");
      return refuse(response, status);
    }
    // It may have been stopped while the body came.
    if (!open) return refuseForNow(response);
    try {
      const listener = request.method === "GET" && open.pages ? open.pages : open.receiver;
      listener.requestListener(request, response);
    } catch {
      // The SDK throws at every path it does not serve.
      refuse(response, 404);
    }
  }

  return {
    route: { path: "/slack", methods: ["GET", "POST"], isPublic: true, handle },
    connect(receiver, pages) {
      const ended = Promise.withResolvers<void>();
      return {
        ended: ended.promise,
        isConnected: () => open !== undefined,
        async start() {
          open = { receiver, pages };
        },
        async stop() {
          open = undefined;
          ended.resolve();
        },
      };
    },
  };
}

/** The status that refuses a body; undefined where there is no reason. The SDK finds it read, and verifies it. */
async function statusOfBody(request: IncomingMessage): Promise<number | undefined> {
  const { bufferIncomingMessage, isRawBodyError, parseHTTPRequestBody } = HTTPModuleFunctions;
  try {
    const body: unknown = parseHTTPRequestBody(await bufferIncomingMessage(request, longestBody));
    return typeof body === "object" && body !== null && !Array.isArray(body) ? undefined : 400;
  } catch (error) {
    return isRawBodyError(error) ? error.statusCode : 400;
  }
}

function refuseForNow(response: ServerResponse): void {
  refuse(response.setHeader("Retry-After", "5"), 503);
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}
