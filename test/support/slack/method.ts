import type { Json } from "./block-kit.ts";
import type { SharedFile, ShownView, SlackMessage, Workspace } from "./workspace.ts";

/** What the methods work on. */
export interface SlackState {
  readonly workspaces: Map<string, Workspace>;
  readonly messages: SlackMessage[];
  readonly views: ShownView[];
  /** Shared with somebody, by whom they can be opened. */
  readonly files: SharedFile[];
  /** Where a file's bytes go, before it is shared. */
  readonly uploads: Map<string, Upload>;
  /** What real Slack would have refused, cut or obeyed; tests expect none. */
  readonly faults: string[];
  /** App-level tokens that may open sockets. */
  readonly appTokens: Set<string>;
  readonly triggers: Map<string, { readonly user: string; readonly at: number; isUsed?: boolean }>;
  socketUrl(): string;
  uploadUrl(id: string): string;
  nextTs(): string;
  nextId(prefix: string): string;
  exchange(args: Json): Json;
}

export interface Upload {
  readonly name: string;
  readonly length: number;
  content?: string;
}

export type Method = (workspace: Workspace, args: Json, state: SlackState) => Json;

export function refused(error: string, more: Json = {}): Json {
  return { ok: false, error, ...more };
}

/** A method that several scopes open names all of them where none is granted. */
export function missing(workspace: Workspace, scope: string): Json {
  const [, right] = scope.split(":");
  const family = ["channels", "groups", "mpim", "im"].map((kind) => `${kind}:${right}`);
  const opensNone = family.includes(scope) && !family.some((one) => workspace.scopes.has(one));
  const needed = opensNone ? family.join(",") : scope;
  return refused("missing_scope", { needed, provided: [...workspace.scopes].join(",") });
}

export function flag(value: unknown): boolean {
  return value === true || value === "true";
}

export function listFrom(value: unknown): readonly Json[] {
  const read: unknown = typeof value === "string" ? JSON.parse(value) : value;
  return Array.isArray(read) ? read : [];
}

export function objectFrom(value: unknown): Json {
  const read: unknown = typeof value === "string" && value !== "" ? JSON.parse(value) : value;
  return typeof read === "object" && read !== null ? (read as Json) : {};
}
