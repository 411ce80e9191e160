import { EventEmitter } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { WebSocket } from "ws";
import type { Json } from "./block-kit.ts";
import { type Ack, type By, createInteractions, type Interactions } from "./interactions.ts";
import { refused, type SlackState } from "./method.ts";
import { exchange } from "./oauth-api.ts";
import { createResponseUrls } from "./response-urls.ts";
import { deliverByHttp, type HttpTarget } from "./signed-http.ts";
import { createSockets, type Sockets } from "./sockets.ts";
import { callMethod } from "./web-api.ts";
import { exampleWorkspace, leastScopes, optionalScopes, type SlackMessage, type Workspace } from "./workspace.ts";

/** What goes wrong with the next call of a method (`response_url` and `upload` count as one). */
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

/**
 * Slack on this machine: Web API, Socket Mode, signed events, response_urls and OAuth, with Slack's error shapes, and
 * faults on request. Everything the bot shows is kept and checked against Slack's limits.
 */
export interface LocalSlack
  extends SlackState,
    Interactions,
    Pick<Sockets, "refuseUpgrades" | "refresh" | "drop" | "freeze"> {
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
  const codes = new Map<string, string>();
  let serial = 0;
  let isOut = false;
  let target: HttpTarget | undefined;

  const state: SlackState = {
    workspaces: new Map(),
    messages: [],
    views: [],
    files: [],
    uploads: new Map(),
    faults: [],
    appTokens: new Set(["xapp-1-secret-of-the-app"]),
    triggers: new Map(),
    socketUrl: () => `${origin.replace("http", "ws")}/link/?ticket=${++serial}`,
    uploadUrl: (id) => `${origin}/upload/${id}`,
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
  const responseUrls = createResponseUrls(state);
  const sockets = createSockets({ server, isOut: () => isOut, changed });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", origin);
    if (/xox|xapp/.test(request.url ?? "")) state.faults.push("a token in an address");
    const body = await bodyOf(request);
    const [, kind, name = ""] = url.pathname.split("/");
    const method = kind === "api" ? name : kind === "upload" ? "upload" : "response_url";
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
    if (kind === "upload") return takeUpload(name, body);
    if (kind === "response") return responseUrls.use(name, body);
    return { status: 404, body: "not found" };
  }

  function takeUpload(id: string, body: Json) {
    const upload = state.uploads.get(id);
    const content = String(body["content"]);
    if (!upload || Buffer.byteLength(content) !== upload.length) return { status: 400, body: "no such upload" };
    upload.content = content;
    return { status: 200, body: `OK - ${upload.length}` };
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
    if (target) return deliverByHttp(target, type, payload, more);
    const socket = await until(() => [...sockets.open][0], "an open socket");
    return sockets.deliver(socket, { id: state.nextId("envelope-"), type, payload, ...more });
  }

  function interaction(by: By, original?: string): Json {
    const who = { team: "T1", channel: "C1", user: "U1", ...by };
    const id = responseUrls.open(who, original);
    const trigger = state.nextId("trigger.");
    state.triggers.set(trigger, { user: who.user, at: Date.now() });
    return { response_url: `${origin}/response/${id}`, trigger_id: trigger };
  }

  function until<T>(look: () => T | undefined | false, what: string, milliseconds = 30_000): Promise<T> {
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
    sockets: sockets.open,
    addWorkspace,
    workspace: workspaceOf,
    callsOf: (method) => calls.filter((call) => call.method === method),
    fail: (method, ...faults) => void faultsOf.set(method, [...(faultsOf.get(method) ?? []), ...faults]),
    outage(on) {
      isOut = on;
      if (on) sockets.drop();
      if (on) server.closeAllConnections();
    },
    refuseUpgrades: sockets.refuseUpgrades,
    refresh: sockets.refresh,
    drop: sockets.drop,
    freeze: sockets.freeze,
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
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return slack;
}

async function bodyOf(request: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const type = request.headers["content-type"] ?? "";
  if (type.startsWith("application/json")) return JSON.parse(text);
  if (!type.startsWith("application/x-www-form-urlencoded")) return { content: text };
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
