import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { HttpRoute } from "../adapter.ts";
import { describeError, UserError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Requests } from "../requests.ts";
import { TooSlow, within } from "../within.ts";
import type { Listening } from "./listening.ts";
import { answerText } from "./text.ts";

export interface HttpServerDeps {
  readonly listening: Listening;
  readonly routes: readonly HttpRoute[];
  readonly log: Log;
  readonly requests: Requests;
  /** Milliseconds requests under way get to end when the server stops. */
  readonly patience?: number;
}

export interface HttpServer {
  /** Resolves with the port it listens on; rejects with a UserError where that cannot be had. */
  start(): Promise<number>;
  /** Takes nothing new, and ends when the requests under way have. */
  stop(): Promise<void>;
}

/** Milliseconds to send all of a request, and its head: whoever is slower holds a connection for nothing. */
const limits = { requestTimeout: 15_000, headersTimeout: 10_000, connectionsCheckingInterval: 5_000 };

/** Ids that others may give to their requests: nothing that could forge a line of the log. */
const saneId = /^[\w.-]{6,64}$/;

/**
 * The one HTTP server of the process: each request goes to the route with the longest path that holds it. How large a
 * body may be is the route's business.
 */
export function createHttpServer({ listening, routes, log, requests, patience = 1_000 }: HttpServerDeps): HttpServer {
  const byLength = routes.toSorted((one, other) => other.path.length - one.path.length);
  const server = createServer(limits, (request, response) => {
    const given = request.headers["x-request-id"];
    const id = typeof given === "string" && saneId.test(given) ? given : requests.newId();
    void requests.run(id, () => answer(request, response, id));
  });

  async function answer(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
    response.setHeader("X-Request-Id", id);
    const began = performance.now();
    const path = pathOf(request);
    const route = path === undefined ? undefined : byLength.find((candidate) => holds(candidate.path, path));
    // The route and not the path: what stands behind it may be secret.
    const asked = { method: request.method, route: route?.path };
    response.once("close", () =>
      requests.run(id, () => {
        const ms = Math.round(performance.now() - began);
        log.debug({ ...asked, status: response.statusCode, ms }, "a request was answered");
        // What was not read would stand before the next request of the connection.
        request.resume();
        // A connection that was kept for its next request is of no more use.
        if (!server.listening) server.closeIdleConnections();
      }),
    );
    if (path === undefined) return answerText(response, 400, "This is not an address.");
    if (!route) return answerText(response, 404, "There is nothing here.");
    if (route.methods && !route.methods.includes(request.method ?? "")) {
      response.setHeader("Allow", route.methods.join(", "));
      return answerText(response, 405, `Only ${route.methods.join(" and ")} can be asked for here.`);
    }
    try {
      await route.handle(request, response);
    } catch (error) {
      log.error({ ...asked, err: error }, "a request failed");
      if (response.headersSent) response.destroy();
      else answerText(response, 500, `Something went wrong here. The log knows it as ${id}.`);
    }
  }

  return {
    async start() {
      await listenAtFirstFree(server, listening);
      server.on("error", (error) => log.error({ err: error }, "the HTTP server failed"));
      const { port: served, address } = server.address() as AddressInfo;
      log.info({ address, port: served, routes: routes.map(({ path }) => path) }, "HTTP is served");
      return served;
    },

    async stop() {
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeIdleConnections();
      try {
        await within(patience, closed);
      } catch (error) {
        if (!(error instanceof TooSlow)) throw error;
        server.closeAllConnections();
        await closed;
      }
    },
  };
}

/** Ports behind the usual one that are tried where it is taken. */
const mostMoves = 9;

async function listenAtFirstFree(server: Server, listening: Listening): Promise<void> {
  const { port: first, host, mayMove } = listening;
  for (let port = first; ; port++) {
    try {
      // Rejects with what `error` tells.
      await once(server.listen({ port, ...(host !== undefined && { host }) }), "listening");
      return;
    } catch (error) {
      const failure = error as NodeJS.ErrnoException;
      if (!mayMove || port === first + mostMoves || failure.code !== "EADDRINUSE")
        throw explainPort(failure, listening);
    }
  }
}

function pathOf({ url = "/" }: IncomingMessage): string | undefined {
  return url.startsWith("/") ? URL.parse(`http://here${url}`)?.pathname : undefined;
}

function holds(route: string, path: string): boolean {
  return route === "/" || path === route || path.startsWith(`${route}/`);
}

function explainPort(error: NodeJS.ErrnoException, { port, host }: Listening): UserError {
  const refusals: Readonly<Record<string, string>> = {
    EADDRINUSE: "another program uses it. Stop that one, or set PORT to a free one",
    EACCES: "the system does not allow it. Set PORT to one above 1023",
    EADDRNOTAVAIL: `this machine has no address ${host}. Set HOST to one it has`,
  };
  const what = refusals[error.code ?? ""] ?? describeError(error);
  return new UserError("config", `PORT ${port} cannot be served: ${what}.`, { cause: error });
}
