import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { HTTPReceiver } from "@slack/bolt";
import type { Clock } from "../../src/clock.ts";
import { describeError, UserError } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import type { Connection } from "./socket.ts";

export interface HttpDeps {
  readonly receiver: Pick<HTTPReceiver, "requestListener">;
  /** Serves what browsers ask for. */
  readonly pages?: Pick<HTTPReceiver, "requestListener">;
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Slack's clock and ours may differ by this much. */
const ahead = 60_000;
const replayable = 5 * 60_000;
const mostKept = 50_000;

/** Slack's requests on a port of our own, behind a check that the SDK does not make: it takes tomorrow's requests, and replays. */
export function serveHttp({ receiver, pages, port, clock, log }: HttpDeps): Connection {
  const seen = new Map<string, number>();
  const ended = Promise.withResolvers<void>();
  const server = createServer({ requestTimeout: 15_000, headersTimeout: 10_000 }, (request, response) => {
    const problem = suspicion(request);
    if (problem !== undefined) {
      log.warn({ platform: "slack" }, `a request was refused: ${problem}`);
      return refuse(response, 401);
    }
    try {
      const listener = request.method === "GET" && pages ? pages : receiver;
      listener.requestListener(request, response);
    } catch {
      // The SDK throws at every path it does not serve.
      refuse(response, 404);
    }
  });

  function suspicion({ headers }: IncomingMessage): string | undefined {
    const now = clock.now().getTime();
    const at = Number(headers["x-slack-request-timestamp"]) * 1_000;
    const signature = headers["x-slack-signature"];
    if (typeof signature !== "string" || Number.isNaN(at)) return undefined;
    if (at > now + ahead) return "its time lies ahead";
    if (seen.has(signature)) return "it came before";
    for (const [old, kept] of seen) {
      if (seen.size < mostKept && kept + replayable + ahead > now) break;
      seen.delete(old);
    }
    seen.set(signature, now);
    return undefined;
  }

  return {
    ended: ended.promise,
    async start() {
      await listening(server, port);
      server.on("error", (error) => log.error({ platform: "slack", error: describeError(error) }, "the server failed"));
      const { port: served } = server.address() as AddressInfo;
      log.info({ platform: "slack", port: served }, "Slack's events are awaited at /slack/events");
    },
    async stop() {
      ended.resolve();
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), 2_000);
      await closed;
      clearTimeout(timer);
    },
  };
}

async function listening(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const what = error.code === "EADDRINUSE" ? "another program uses it" : describeError(error);
      reject(new UserError("config", `PORT ${port} cannot be served: ${what}.`, { cause: error }));
    });
    server.listen(port, resolve);
  });
  server.removeAllListeners("error");
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}
