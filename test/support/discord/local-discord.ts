import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { ApiFault, entityTooLarge } from "./api-fault.ts";
import { createGateway, type LocalGateway } from "./gateway.ts";
import { createInteractions, type Interactions } from "./interactions.ts";
import type { LocalFile } from "./limits.ts";
import { createRateLimits, type RateLimits } from "./rate-limits.ts";
import { type RestState, type Route, restRoutes } from "./rest.ts";
import { createWorld, type World } from "./world.ts";

/** What goes wrong with the next requests that fit. */
export interface Fault {
  readonly method: string;
  readonly path: RegExp;
  readonly times?: number;
  /** Answers this instead of doing it. */
  readonly answer?: ApiFault;
  /** Answers as Cloudflare does in front of Discord: a page, and no headers of Discord's. */
  readonly page?: { readonly status: number; readonly retryAfter?: number };
  /** Does it and breaks the connection before the answer. */
  readonly resetAfter?: boolean;
  /** Milliseconds before the answer. */
  readonly delay?: number;
}

export interface LocalDiscord {
  /** For DISCORD_API_URL. */
  readonly url: string;
  readonly token: string;
  readonly world: World;
  readonly interactions: Interactions;
  readonly gateway: LocalGateway;
  readonly rateLimits: RateLimits;
  readonly rest: RestState;
  /** Requests in their order: `POST /channels/1/messages`. */
  readonly requests: readonly string[];
  /** Bodies Discord would not have taken, and requests it does not know. Empty at the end of every good test. */
  readonly violations: readonly string[];
  fail(fault: Fault): void;
  stop(): Promise<void>;
}

export interface LocalDiscordOptions {
  /** Milliseconds between heartbeats. */
  readonly heartbeat?: number;
  readonly shards?: number;
}

/** Bytes, in any server. */
const largestFile = 10 * 1_024 * 1_024;
const token = "MTMwMDAwMDAwMDAwMDAwMDAwMQ.local.discord";

/** A Discord of our own on a local port: REST v10 and gateway, with its limits, its faults and its bookkeeping. */
export async function startLocalDiscord({
  heartbeat = 41_250,
  shards = 1,
}: LocalDiscordOptions = {}): Promise<LocalDiscord> {
  const world = createWorld();
  const interactions = createInteractions(world);
  const rateLimits = createRateLimits();
  const violations: string[] = [];
  const requests: string[] = [];
  const faults: { fault: Fault; left: number }[] = [];

  const server = createServer((request, response) => {
    void serve(request, response).catch((error: unknown) => {
      violations.push(`the local Discord failed: ${String(error)}`);
      response.destroy();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const gatewayUrl = () => `ws://127.0.0.1:${port}`;
  const rest: RestState = {
    world,
    interactions,
    commands: new Map(),
    shards,
    installations: [0, 1],
    portal: {},
    gatewayUrl,
    overwrites: 0,
  };
  const routes = restRoutes(rest);
  const application = () => ({ id: world.bot.id, flags: 0 });
  const gateway = createGateway(server, { world, token, heartbeat, resumeUrl: gatewayUrl, application });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? "GET";
    const url = new URL(request.url ?? "/", "http://localhost");
    const path = url.pathname.replace(/^\/api\/v10/, "");
    const { text, files } = await readBody(request);
    requests.push(`${method} ${path}`);
    const headers: Record<string, string> = {};
    const reply = (status: number, body?: unknown) => {
      if (body !== undefined) headers["content-type"] = "application/json";
      response.writeHead(status, headers).end(body === undefined ? undefined : JSON.stringify(body));
    };

    const fault = takeFault(method, path);
    if (fault?.delay) await new Promise((resolve) => setTimeout(resolve, fault.delay));
    if (fault?.answer) return reply(fault.answer.status, { code: fault.answer.code, message: fault.answer.message });
    if (fault?.page) {
      const { status, retryAfter } = fault.page;
      const wait = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
      response.writeHead(status, { "content-type": "text/html", ...wait }).end("<html>error code: 1015</html>");
      return;
    }
    const isOpen = /^\/(interactions|webhooks)\//.test(path);
    if (!isOpen && request.headers.authorization !== `Bot ${token}`) {
      return reply(401, { code: 0, message: "401: Unauthorized" });
    }
    const verdict = rateLimits.check(method, path);
    Object.assign(headers, verdict.headers);
    if (verdict.refused) {
      const { retryAfter, scope } = verdict.refused;
      return reply(429, {
        message: "You are being rate limited.",
        retry_after: retryAfter,
        global: scope === "global",
      });
    }
    try {
      if (files.some(({ content }) => Buffer.byteLength(content) > largestFile)) throw entityTooLarge();
      const body = text === "" ? undefined : withFiles(JSON.parse(text), files);
      const answer = route(routes, method, path, body, url.searchParams);
      if (fault?.resetAfter) return void response.destroy();
      reply(answer === undefined ? 204 : 200, answer);
    } catch (error) {
      if (error instanceof ApiFault) return reply(error.status, { code: error.code, message: error.message });
      const words = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      violations.push(`${method} ${path}: ${words}\n${text.slice(0, 2_000)}`);
      reply(400, {
        code: 50035,
        message: "Invalid Form Body",
        errors: { _errors: [{ code: "INVALID", message: words }] },
      });
    }
  }

  function takeFault(method: string, path: string): Fault | undefined {
    const index = faults.findIndex(({ fault }) => fault.method === method && fault.path.test(path));
    const found = faults[index];
    if (!found) return undefined;
    found.left--;
    if (found.left <= 0) faults.splice(index, 1);
    return found.fault;
  }

  return {
    url: `http://127.0.0.1:${port}/api`,
    token,
    world,
    interactions,
    gateway,
    rateLimits,
    rest,
    requests,
    violations,
    fail: (fault) => void faults.push({ fault, left: fault.times ?? 1 }),
    async stop() {
      gateway.stop();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function route(routes: readonly Route[], method: string, path: string, body: unknown, query: URLSearchParams): unknown {
  const parts = path.split("/");
  for (const [wanted, pattern, handler] of routes) {
    const names = pattern.split("/");
    if (wanted !== method || names.length !== parts.length) continue;
    const isSame = names.every(
      (name, index) => name.startsWith(":") || name === decodeURIComponent(parts[index] ?? ""),
    );
    if (!isSame) continue;
    const ids = names.flatMap((name, index) => (name.startsWith(":") ? [[name.slice(1), parts[index] ?? ""]] : []));
    return handler(body, Object.fromEntries(ids), query);
  }
  throw new Error("no such route");
}

/** JSON alone, or in a form's `payload_json` with files beside it. */
async function readBody(request: IncomingMessage): Promise<{ text: string; files: readonly LocalFile[] }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const whole = Buffer.concat(chunks);
  const { "content-type": type = "" } = request.headers;
  if (!type.startsWith("multipart/form-data")) return { text: whole.toString(), files: [] };
  const form = await new Response(whole, { headers: { "content-type": type } }).formData();
  const parts = [...form].flatMap(([key, part]) =>
    /^files\[\d+\]$/.test(key) && typeof part !== "string" ? [part] : [],
  );
  const files = await Promise.all(parts.map(async (part) => ({ name: part.name, content: await part.text() })));
  return { text: String(form.get("payload_json")), files };
}

/** Where the limits look for them. In a forum they belong to the thread's first message. */
function withFiles(body: unknown, files: readonly LocalFile[]): unknown {
  const fields = z.looseObject({ files: z.undefined().optional(), message: z.looseObject({}).optional() });
  if (files.length === 0) return body;
  const { message, ...rest } = fields.parse(body);
  return message ? { ...rest, message: { ...message, files } } : { ...rest, files };
}
