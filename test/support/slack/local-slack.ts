import { createHmac } from "node:crypto";
import { EventEmitter } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { type WebSocket, WebSocketServer } from "ws";
import { buttonsOf, type Json } from "./block-kit.ts";
import { callMethod, keepMessage, refused, replaceMessage, type SlackState } from "./web-api.ts";
import {
  exampleWorkspace,
  leastScopes,
  optionalScopes,
  type ShownView,
  type SlackMessage,
  type Workspace,
} from "./workspace.ts";

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

/** Who does something, and where. */
export interface By {
  readonly user?: string;
  readonly channel?: string;
  readonly team?: string;
}

export interface Ack {
  /** From sending to the ack. */
  readonly milliseconds: number;
  readonly payload: unknown;
  /** Of the HTTP answer; 200 on a socket. */
  readonly status: number;
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
export interface LocalSlack extends SlackState {
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
  command(text: string, by?: By & { readonly name?: string }): Promise<Ack>;
  mention(text: string, by?: By & { readonly threadTs?: string }): Promise<Ack>;
  /** A line in the direct message with the bot. */
  say(text: string, by?: By): Promise<Ack>;
  click(message: SlackMessage, label: string, by?: By): Promise<Ack>;
  clickView(view: ShownView, actionId: string, values?: Json): Promise<Ack>;
  submit(view: ShownView, values: Json): Promise<Ack>;
  event(event: Json, options?: { readonly id?: string; readonly team?: string; readonly times?: number }): Promise<Ack>;
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
    exchange,
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

  function exchange(args: Json): Json {
    if (args["client_id"] !== "1.2" || args["client_secret"] !== "secret-of-the-client")
      return refused("bad_client_secret");
    if (args["grant_type"] === "refresh_token") {
      const workspace = [...state.workspaces.values()].find(
        ({ refreshToken }) => refreshToken === args["refresh_token"],
      );
      if (!workspace || workspace.refreshToken === undefined) return refused("invalid_refresh_token");
      workspace.botToken = `xoxe.xoxb-${workspace.id}-${++serial}`;
      workspace.refreshToken = `xoxe-${workspace.id}-${++serial}`;
      return { ...granted(workspace), token_type: "bot" };
    }
    const team = codes.get(String(args["code"]));
    codes.delete(String(args["code"]));
    if (team === undefined) return refused("invalid_code");
    return granted(state.workspaces.get(team) ?? addWorkspace(team));
  }

  function granted(workspace: Workspace): Json {
    return {
      ok: true,
      app_id: "A1",
      authed_user: { id: "U1" },
      scope: [...workspace.scopes].join(","),
      token_type: "bot",
      access_token: workspace.botToken,
      bot_user_id: workspace.botUser,
      team: { id: workspace.id, name: workspace.name },
      enterprise: null,
      is_enterprise_install: false,
      ...(workspace.refreshToken === undefined ? {} : { refresh_token: workspace.refreshToken, expires_in: 43_200 }),
    };
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

  function blockActions(by: By, action: Json, more: Json, original?: string): Promise<Ack> {
    const { team = "T1", channel = "C1", user = "U1" } = by;
    return deliver("interactive", {
      type: "block_actions",
      team: { id: team, domain: "example" },
      user: { id: user, username: user.toLowerCase(), team_id: team },
      channel: { id: channel, name: workspaceOf(team).conversations.get(channel)?.name ?? "directmessage" },
      actions: [{ block_id: "b", action_ts: state.nextTs(), type: "button", ...action }],
      ...interaction({ team, channel, user }, original),
      ...more,
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

    command(text, { name = "/papers", ...by } = {}) {
      const { team = "T1", channel = "C1", user = "U1" } = by;
      return deliver("slash_commands", {
        command: name,
        text: escaped(text),
        team_id: team,
        team_domain: "example",
        channel_id: channel,
        channel_name: workspaceOf(team).conversations.get(channel)?.name ?? "directmessage",
        user_id: user,
        user_name: workspaceOf(team).users.get(user)?.name ?? user,
        api_app_id: "A1",
        is_enterprise_install: "false",
        ...interaction({ team, channel, user }),
      });
    },

    mention(text, { threadTs, ...by } = {}) {
      const { team = "T1", channel = "C1", user = "U1" } = by;
      const said = `<@${workspaceOf(team).botUser}> ${escaped(text)}`;
      const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
      return slack.event({ type: "app_mention", user, channel, text: said, ts: state.nextTs(), ...thread }, { team });
    },

    say(text, { team = "T1", channel = "D1", user = "U1" } = {}) {
      const ts = state.nextTs();
      return slack.event({ type: "message", channel_type: "im", user, channel, text: escaped(text), ts }, { team });
    },

    async click(message, label, { user = "U1" } = {}) {
      const button = buttonsOf(message.blocks).find(
        (candidate) => (candidate["text"] as Json | undefined)?.["text"] === label,
      );
      if (!button) throw new Error(`there is no button ${label}`);
      const { team, channel, ts, threadTs, onlyFor } = message;
      const container = { type: "message", message_ts: ts, channel_id: channel, is_ephemeral: onlyFor !== undefined };
      const more = {
        container: { ...container, ...(threadTs === undefined ? {} : { thread_ts: threadTs }) },
        // Slack sends no message with an ephemeral one.
        ...(onlyFor === undefined
          ? { message: { ts, text: message.text, ...(threadTs && { thread_ts: threadTs }) } }
          : {}),
      };
      return blockActions({ team, channel, user }, button, more, ts);
    },

    clickView({ team, user, id, view, kind }, actionId, values = {}) {
      const element = (view["blocks"] as readonly Json[])
        .flatMap((block) => [...((block["elements"] as readonly Json[] | undefined) ?? []), block["accessory"] as Json])
        .find((candidate) => candidate?.["action_id"] === actionId);
      const more = {
        container: { type: "view", view_id: id },
        view: { id, team_id: team, ...view, type: kind, state: { values } },
      };
      return blockActions({ team, user }, { action_id: actionId, value: element?.["value"] }, more);
    },

    submit({ team, user, id, view }, values) {
      return deliver("interactive", {
        type: "view_submission",
        team: { id: team, domain: "example" },
        user: { id: user, username: user.toLowerCase(), team_id: team },
        view: { id, team_id: team, ...view, state: { values } },
        ...interaction({ team, user }),
      });
    },

    async event(event, { id = state.nextId("Ev"), team = "T1", times = 1 } = {}) {
      let ack: Ack | undefined;
      for (let attempt = 0; attempt < times; attempt++) {
        ack = await deliver(
          "events_api",
          {
            token: "legacy",
            type: "event_callback",
            team_id: team,
            api_app_id: "A1",
            event,
            event_id: id,
            event_time: Math.floor(Date.now() / 1_000),
            authorizations: [{ enterprise_id: null, team_id: team, user_id: workspaceOf(team).botUser, is_bot: true }],
          },
          { retry_attempt: attempt, retry_reason: attempt > 0 ? "timeout" : "" },
        );
      }
      if (!ack) throw new Error("an event is delivered at least once");
      return ack;
    },

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

/** What a person types reaches an app with these three characters escaped. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
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
