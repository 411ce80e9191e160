import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { Message } from "../../../src/message.ts";
import type { Asked } from "./interactions.ts";
import type { LocalDiscord } from "./local-discord.ts";
import { textOf } from "./person.ts";
import type { Order } from "./program.ts";

type Unsent = Order extends infer Each ? (Each extends Order ? Omit<Each, "id"> : never) : never;

/** The real adapter, with the real discord.js, in a process of its own. */
export interface Program {
  /** What it said to whoever started it. */
  readonly told: readonly string[];
  /** What it wrote on stderr. */
  readonly stderr: () => string;
  ask(order: Unsent): Promise<unknown>;
  post(channel: string, deliveryId: string, message: Message): Promise<unknown>;
  /** SIGTERM; resolves with the exit status. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
  /** Resolves with the exit status when it ends by itself. */
  readonly ended: Promise<number | null>;
}

const program = join(import.meta.dirname, "program.ts");

/** A failure as the program reports it. */
class Refused extends Error {
  readonly kind: string | undefined;
  readonly retryAfter: number | undefined;

  constructor({ message, kind, retryAfter }: { message: string; kind?: string; retryAfter?: number }) {
    super(message);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }
}

/** Rejects with what it wrote where it ends before it is ready. `folder` keeps its data where a test needs it again. */
export async function startProgram(
  discord: LocalDiscord,
  more: Readonly<Record<string, string>> = {},
  folder?: string,
): Promise<Program> {
  const data = folder ?? mkdtempSync(join(tmpdir(), "paperboy-discord-"));
  const { PATH = "", HOME = "" } = process.env;
  const env = { PATH, HOME, DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.url, PAPERBOY_DATA: data, ...more };
  const child = fork(program, [], { env, stdio: ["ignore", "ignore", "pipe", "ipc"], serialization: "json" });
  let written = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    written += chunk;
  });
  const ended = once(child, "exit").then(([status]) => status as number | null);
  if (folder === undefined) void ended.then(() => rmSync(data, { recursive: true, force: true }));
  const first = await Promise.race([once(child, "message"), ended.then((status) => `ended with ${status}`)]);
  if (!Array.isArray(first)) throw new Error(`${first}: ${written}`);
  const [{ ready }] = first as [{ ready: readonly string[] }];
  return { told: ready, stderr: () => written, ended, ...talk(child, ended) };
}

function talk(child: ChildProcess, ended: Promise<number | null>): Pick<Program, "ask" | "post" | "stop" | "kill"> {
  let last = 0;
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  child.on("message", (answer: { id: number; value?: unknown; error?: ConstructorParameters<typeof Refused>[0] }) => {
    const asker = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.error) asker?.reject(new Refused(answer.error));
    else asker?.resolve(answer.value);
  });
  const ask: Program["ask"] = (order) => {
    const id = ++last;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    waiting.set(id, { resolve, reject });
    child.send({ ...order, id });
    return promise;
  };
  return {
    ask,
    post: (id, deliveryId, message) =>
      ask({ do: "post", post: { deliveryId, channel: { platform: "discord", id }, message } }),
    async stop() {
      child.kill("SIGTERM");
      return ended;
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Waits until the answer is there; resolves with what is visible of it. */
export async function answered(asked: Asked, part = ""): Promise<string> {
  const visible = () => asked.messages.concat(asked.callback === 6 && asked.source ? [asked.source] : []);
  const words = () => {
    const shown = visible();
    return shown.length === 0 || shown.some(({ loading }) => loading) ? "" : shown.map(textOf).join("\n");
  };
  await expect.poll(words).not.toBe("");
  await expect.poll(words).toContain(part);
  return words();
}
