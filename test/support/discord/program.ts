import { readDiscordConfig } from "../../../adapters/discord/config.ts";
import { createDiscordAdapter } from "../../../adapters/discord/index.ts";
import type { Post, SoughtPost } from "../../../src/adapter.ts";
import { systemClock } from "../../../src/clock.ts";
import { commands } from "../../../src/commands/index.ts";
import { createTestPost } from "../../../src/delivery/test-post.ts";
import { DeliveryError, describeError } from "../../../src/errors.ts";
import { createLog } from "../../../src/log.ts";
import { openSqliteStore } from "../../../src/store/sqlite.ts";
import { testBot } from "../bot.ts";
import { memoryEngine } from "../memory-engine.ts";
import { paperShelf } from "../papers.ts";

/** What a test asks of the program, over its IPC channel. */
export type Order =
  | { readonly id: number; readonly do: "post"; readonly post: Post }
  | {
      readonly id: number;
      readonly do: "find";
      readonly sought: Omit<SoughtPost, "since"> & { readonly since: string };
    }
  | { readonly id: number; readonly do: "check"; readonly channel: string }
  | { readonly id: number; readonly do: "schedule"; readonly channel: string }
  | { readonly id: number; readonly do: "refuse"; readonly channel: string }
  | { readonly id: number; readonly do: "pause"; readonly channel: string };

// The adapter with the real discord.js in a process of its own, over twelve papers and a real store.
const { env } = process;
const config = readDiscordConfig((name) => env[name]);
if (!config) throw new Error("DISCORD_TOKEN is not set");
const store = await openSqliteStore({ file: `${env["PAPERBOY_DATA"]}/paperboy.db` });
const deps = { clock: systemClock, log: createLog("warn"), commands, prefix: "/papers", lines: store.lines };
const told: string[] = [];
const adapter = createDiscordAdapter(config, { ...deps, tell: (sentence) => void told.push(sentence) });
const topic = { name: "sparse experts", topic: '"sparse experts"', papers: 12 };
const engine = memoryEngine(paperShelf(12), { suggestTopics: async () => [topic] });
const { canPostTo } = adapter;
const testPost = createTestPost({ adapterOf: () => adapter, clock: systemClock });
const bot = testBot({ engine, store, clock: systemClock, canPostTo, testPost, log: deps.log });

async function obey(order: Order): Promise<unknown> {
  switch (order.do) {
    case "post":
      return adapter.post(order.post);
    case "find":
      return (await adapter.findPost({ ...order.sought, since: new Date(order.sought.since) })) ?? null;
    case "check":
      return adapter.canPostTo({ platform: "discord", id: order.channel });
    case "schedule": {
      const setting = { hour: 9, minute: 0, timeZone: "UTC", days: [1] as const, by: { id: "p" }, at: new Date() };
      return store.schedules.set({ platform: "discord", id: order.channel }, setting);
    }
    case "refuse": {
      const detail = "Paperboy may not post there.";
      const pause = { reason: "forbidden", at: new Date(), detail } as const;
      return store.schedules.pause({ platform: "discord", id: order.channel }, pause);
    }
    case "pause":
      return (await store.schedules.get({ platform: "discord", id: order.channel }))?.pause?.reason ?? null;
    default:
      return order satisfies never;
  }
}

process.on("message", (order: Order) => {
  obey(order).then(
    (value) => process.send?.({ id: order.id, value: value ?? null }),
    (error: unknown) => {
      const kind = error instanceof DeliveryError ? { kind: error.kind, retryAfter: error.retryAfter } : {};
      process.send?.({ id: order.id, error: { message: describeError(error), ...kind } });
    },
  );
});

async function end(status: number): Promise<void> {
  await adapter.stop();
  await store.close();
  process.exit(status);
}

process.once("SIGTERM", () => void end(0));
process.once("disconnect", () => void end(0));
try {
  if (env["NOT_STARTED"] === undefined) await adapter.start(bot);
  process.send?.({ ready: told });
  await adapter.ended;
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  await end(1);
}
