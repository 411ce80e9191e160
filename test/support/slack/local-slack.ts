import { createHmac } from "node:crypto";
import { EventEmitter } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { type WebSocket, WebSocketServer } from "ws";
import type { Json } from "./block-kit.ts";
import { type Ack, type By, createInteractions, type Interactions } from "./interactions.ts";
import { exchange } from "./oauth-api.ts";
import { callMethod, keepMessage, refused, replaceMessage, type SlackState } from "./web-api.ts";
import { exampleWorkspace, leastScopes, optionalScopes, type SlackMessage, type Workspace } from "./workspace.ts";

/** What goes wrong with the next call of a method (`response_url` counts as one). */
export type Fault =
  | { readonly kind: "rate-limited"; readonly seconds: number }
  | { readonly kind: "status"; readonly status: number; readonly effect: "none" | "done" }
  | { readonly kind: "reset"; readonly effect: "none" | "done" }
  | { readonly kind: "slow"; readonly milliseconds: number }
  | { readonly kind: "error"; readonly error: string };

export interface Call {
  readonly method: string;
  readonly token: string | undefined;
  readonly args: Json;
  readonly at: number;
}

/** Where events go by HTTP, with what secret they are signed. */
export interface HttpTarget {
  readonly url: string;
  readonly signingSecret: string;
}

/**
 * Slack on this machine: Web API, Socket Mode, signed events, response_urls and OAuth, with Slack's error shapes, and
 * faults on request. Everything the bot shows is kept and checked against Slack's limits.
 */
export interface LocalSlack extends SlackState, Interactions {
  /** SLACK_API_URL. */
  readonly apiUrl: string;
  readonly origin: string;
  readonly appToken: string;
  readonly calls: readonly Call[];
  /** Sockets open now. */
  readonly sockets: ReadonlySet<WebSocket>;
  addWorkspace(id: string, scopes?: readonly string[]): Workspace;
  workspace(id?: string): Workspace;
  callsOf(method: string): readonly Call[];
  fail(method: string, ...faults: readonly Fault[]): void;
  /** Nothing answers and every socket is gone, until it is over. */
  outage(isOn: boolean): void;
  refuseUpgrades(count: number): void;
  /** Slack asks for a new connection, as it does every few hours. */
  refresh(): void;
  /** The TCP connection is cut. */
  drop(): void;
  /** Half-open: the peer is gone without a word. New connections work. */
  freeze(): void;
  /** From here on events go by HTTP. */
  deliverTo(target: HttpTarget): void;
  /** The first message that appears, or is replaced, after `act`. */
  answerTo(act: () => Promise<unknown>): Promise<SlackMessage>;
  until<T>(look: () => T | undefined | false, what: string, milliseconds?: number): Promise<T>;
  /** A code as Slack's consent page gives it. */
  grant(team: string): string;
  stop(): Promise<void>;
}

export async function startLocalSlack(scopes = [...leastScopes, ...optionalScopes]): Promise<LocalSlack> {
  const changes = new EventEmitter();
  changes.setMaxListeners(0);
  const changed = () => void changes.emit("change");
  const faultsOf = new Map<string, Fault[]>();
  const calls: Call[] = [];
  const sockets = new Set<WebSocket>();
  const acks = new Map<string, (payload: unknown) => void>();
  const responses = new Map<string, Response>();
  const codes = new Map<string, string>();
  let serial = 0;
  let isOut = false;
  let refusals = 0;
  let target: HttpTarget | undefined;

  interface Response {
    readonly team: string;
    readonly channel: string;
    readonly user: string;
    readonly original?: string;
    uses: number;
  }

  const state: SlackState = {
    workspaces: new Map(),
    messages: [],
    views: [],
    faults: [],
    appTokens: new Set(["xapp-1-secret-of-the-app"]),
    triggers: new Map(),
    socketUrl: () => `${origin.replace("http", "ws")}/link/?ticket=${++serial}`,
    nextTs: () => `${Math.floor(Date.now() / 1_000)}.${String(++serial).padStart(6, "0")}`,
    nextId: (prefix) => `${prefix}${++serial}`,
    exchange: (args) => exchange(args, { workspaces: state.workspaces, codes, addWorkspace, next: () => ++serial }),
  };

  const server = createServer((request, response) => {
    if (isOut) return void request.socket.destroy();
    void handle(request, response).catch((error: unknown) => {
      state.faults.push(`the local Slack failed: ${String(error)}`);
      response.destroy();
    });
  });
  const upgrades = new WebSocketServer({ noServer: true, autoPong: false });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => undefined);
    if (isOut) return void socket.destroy();
    if (refusals > 0) {
      refusals--;
      socket.end("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n");
      return;
    }
    upgrades.handleUpgrade(request, socket, head, connected);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function connected(socket: WebSocket): void {
    sockets.add(socket);
    let isFrozen = false;
    const heartbeat = setInterval(() => !isFrozen && socket.ping(), 1_000);
    socket.on("ping", (data: Buffer) => !isFrozen && socket.pong(data));
    socket.on("frozen", () => {
      isFrozen = true;
      sockets.delete(socket);
    });
    socket.on("message", (data: Buffer) => {
      if (isFrozen) return;
      const { envelope_id: id, payload } = JSON.parse(data.toString());
      acks.get(id)?.(payload);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearInterval(heartbeat);
      sockets.delete(socket);
      changed();
    });
    socket.send(JSON.stringify({ type: "hello", num_connections: sockets.size, connection_info: { app_id: "A1" } }));
    changed();
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", origin);
    if (/xox|xapp/.test(request.url ?? "")) state.faults.push("a token in an address");
    const body = await bodyOf(request);
    const [, kind, name = ""] = url.pathname.split("/");
    const method = kind === "api" ? name : "response_url";
    const fault = faultsOf.get(method)?.shift();
    const token = request.headers.authorization?.replace("Bearer ", "") ?? stringOf(body["token"]);
    calls.push({ method, token, args: body, at: Date.now() });
    if (fault?.kind === "slow") await wait(fault.milliseconds);
    const withEffect = fault === undefined || fault.kind === "slow" || ("effect" in fault && fault.effect === "done");
    const answer = withEffect ? run(kind, name, token, body) : { status: 200, body: {} };
    changed();
    if (fault?.kind === "reset") return void request.socket.destroy();
    if (fault?.kind === "status") return respond(response, fault.status, "upstream failure");
    if (fault?.kind === "rate-limited") {
      response.setHeader("Retry-After", String(fault.seconds));
      return respond(response, 429, refused("ratelimited"));
    }
    const workspace = [...state.workspaces.values()].find(({ botToken }) => botToken === token);
    if (workspace) response.setHeader("X-OAuth-Scopes", [...workspace.scopes].join(","));
    if (fault?.kind === "error") return respond(response, 200, refused(fault.error));
    respond(response, answer.status, answer.body);
  }

  function run(kind: string | undefined, name: string, token: string | undefined, body: Json) {
    if (kind === "api") return { status: 200, body: callMethod(name, token, body, state) };
    if (kind === "response") return useResponseUrl(name, body);
    return { status: 404, body: "not found" };
  }

  /** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses: five uses in half an hour. */
  function useResponseUrl(id: string, body: Json): { status: number; body: Json | string } {
    const response = responses.get(id);
    if (!response || response.uses >= 5) return { status: 404, body: "used_url" };
    response.uses++;
    const { team, channel, user } = response;
    const original = state.messages.find(({ ts }) => ts === response.original);
    if (body["replace_original"] === true && original) {
      const problem = replaceMessage(state, original, body);
      return problem ? { status: 500, body: problem } : { status: 200, body: { ok: true } };
    }
    const isPublic = body["response_type"] === "in_channel";
    const threadTs = stringOf(body["thread_ts"]);
    const place = { team, channel, via: "response_url", ...(threadTs === undefined ? {} : { threadTs }) };
    const kept = keepMessage(state, isPublic ? place : { ...place, onlyFor: user }, body);
    return "ts" in kept ? { status: 200, body: { ok: true } } : { status: 500, body: kept };
  }

  function addWorkspace(id: string, granting: readonly string[] = scopes): Workspace {
    const workspace = exampleWorkspace(id, granting);
    state.workspaces.set(id, workspace);
    return workspace;
  }

  function workspaceOf(id = "T1"): Workspace {
    const workspace = state.workspaces.get(id);
    if (!workspace) throw new Error(`there is no workspace ${id}`);
    return workspace;
  }

  async function deliver(type: string, payload: Json, more: Json = {}): Promise<Ack> {
    return target ? deliverByHttp(target, type, payload) : deliverBySocket(type, payload, more);
  }

  async function deliverBySocket(type: string, payload: Json, more: Json): Promise<Ack> {
    const socket = await until(() => [...sockets][0], "an open socket");
    const id = state.nextId("envelope-");
    const { promise, resolve } = Promise.withResolvers<unknown>();
    acks.set(id, resolve);
    const sent = performance.now();
    socket.send(JSON.stringify({ envelope_id: id, type, payload, accepts_response_payload: true, ...more }));
    const acked = await Promise.race([promise, wait(10_000, "none", { ref: false })]);
    acks.delete(id);
    if (acked === "none") throw new Error(`no ack of ${type} within 10 seconds`);
    return { milliseconds: performance.now() - sent, payload: acked, status: 200 };
  }

  async function deliverByHttp({ url, signingSecret }: HttpTarget, type: string, payload: Json): Promise<Ack> {
    const isEvent = type === "events_api";
    const fields = type === "slash_commands" ? payload : { payload: JSON.stringify(payload) };
    const body = isEvent ? JSON.stringify(payload) : new URLSearchParams(fields as Record<string, string>).toString();
    const sent = performance.now();
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "Content-Type": isEvent ? "application/json" : "application/x-www-form-urlencoded",
        ...signature(signingSecret, body),
      },
      body,
    });
    const text = await response.text();
    const answer: unknown = text.startsWith("{") ? JSON.parse(text) : text;
    return { milliseconds: performance.now() - sent, payload: answer, status: response.status };
  }

  function interaction(by: By, original?: string): Json {
    const { team, channel, user } = { team: "T1", channel: "C1", user: "U1", ...by };
    const id = state.nextId("R");
    responses.set(id, { team, channel, user, uses: 0, ...(original === undefined ? {} : { original }) });
    const trigger = state.nextId("trigger.");
    state.triggers.set(trigger, { user, at: Date.now() });
    return { response_url: `${origin}/response/${id}`, trigger_id: trigger };
  }

  function until<T>(look: () => T | undefined | false, what: string, milliseconds = 8_000): Promise<T> {
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        changes.off("change", check);
      };
      const check = () => {
        const seen = look();
        if (seen === undefined || seen === false) return;
        done();
        resolve(seen);
      };
      const timer = setTimeout(() => {
        done();
        reject(new Error(`not seen within ${milliseconds} ms: ${what}`));
      }, milliseconds);
      changes.on("change", check);
      check();
    });
  }

  addWorkspace("T1");
  const slack: LocalSlack = {
    ...state,
    apiUrl: `${origin}/api/`,
    origin,
    appToken: "xapp-1-secret-of-the-app",
    calls,
    sockets,
    addWorkspace,
    workspace: workspaceOf,
    callsOf: (method) => calls.filter((call) => call.method === method),
    fail: (method, ...faults) => void faultsOf.set(method, [...(faultsOf.get(method) ?? []), ...faults]),
    outage(on) {
      isOut = on;
      if (on) slack.drop();
      if (on) server.closeAllConnections();
    },
    refuseUpgrades(count) {
      refusals = count;
    },
    refresh() {
      for (const socket of sockets) {
        socket.send(JSON.stringify({ type: "disconnect", reason: "refresh_requested", debug_info: { host: "local" } }));
        sockets.delete(socket);
      }
    },
    drop() {
      for (const socket of sockets) {
        sockets.delete(socket);
        socket.terminate();
      }
    },
    freeze() {
      for (const socket of sockets) socket.emit("frozen");
    },
    deliverTo(to) {
      target = to;
    },

    ...createInteractions({ state, deliver, interaction, workspaceOf }),

    async answerTo(act) {
      const before = new Map(state.messages.map(({ ts, edits }) => [ts, edits]));
      await act();
      return until(() => state.messages.find(({ ts, edits }) => before.get(ts) !== edits), "an answer");
    },

    until,
    grant(team) {
      const code = state.nextId("code-");
      codes.set(code, team);
      return code;
    },

    async stop() {
      for (const client of upgrades.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return slack;
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function signature(secret: string, body: string, at = Math.floor(Date.now() / 1_000)): Record<string, string> {
  const hash = createHmac("sha256", secret).update(`v0:${at}:${body}`).digest("hex");
  return { "X-Slack-Request-Timestamp": String(at), "X-Slack-Signature": `v0=${hash}` };
}

async function bodyOf(request: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  if (request.headers["content-type"]?.startsWith("application/json")) return JSON.parse(text);
  return Object.fromEntries(new URLSearchParams(text));
}

function respond(response: ServerResponse, status: number, body: Json | string): void {
  const isText = typeof body === "string";
  response.writeHead(status, { "Content-Type": isText ? "text/plain" : "application/json" });
  response.end(isText ? body : JSON.stringify(body));
}

function stringOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
