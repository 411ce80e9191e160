import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createTerminalAdapter } from "../adapters/terminal/index.ts";
import type { Adapter } from "../src/adapter.ts";
import { createDelivery } from "../src/delivery/index.ts";
import { silentLog } from "../src/log.ts";
import { serve } from "../src/serve.ts";
import { draft } from "./support/papers.ts";
import { testPlatform } from "./support/platform.ts";
import { realBot } from "./support/real-bot.ts";
import { recordingAdapter } from "./support/recording-adapter.ts";

/** A channel of the platform whose hour has come, with one paper for it. */
async function due(platform: string, id: string) {
  const bot = await realBot([draft("Sparse Routing of Tokens", { listed: "2026-01-10" })]);
  const channel = { platform, id };
  const person = { id: "p", mayManage: true };
  for (const line of ["subscribe sparse", "schedule 10:00 UTC daily"]) await bot.answer({ line, channel, person });
  bot.clock.set("2026-01-10T10:00:00Z");
  const start = (adapters: readonly Adapter[], patience = { posts: 5_000, adapters: 1_000 }) => {
    const { store, engine, clock } = bot;
    const ending = new AbortController();
    const delivery = createDelivery({ store, engine, clock, log: silentLog, adapters });
    const ended = serve({ adapters, bot, delivery, log: silentLog, signal: ending.signal, tickEvery: 5, patience });
    return { ended, end: () => ending.abort() };
  };
  return { ...bot, channel, start };
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(setImmediate);
}

test("what is due is posted while adapters run, once, and commands are answered beside it", async () => {
  const { store, channel, start } = await due("recording", "c");
  const adapter = recordingAdapter();
  const { ended, end } = start([adapter]);
  await until(() => adapter.posts.length > 0);
  expect((await adapter.say("status")).message.fallback).toContain("1 paper known");
  await until(async () => (await store.deliveries.get(channel, "2026-01-10"))?.state === "posted");
  end();
  await ended;
  expect(adapter.posts.map(({ message }) => message.fallback)).toEqual([
    "1 new paper, Saturday 10 January 2026: Sparse Routing of Tokens",
  ]);
});

test("in a chat at a prompt the post stands between the answers", async () => {
  const { store, channel, start } = await due("terminal", "terminal");
  const input = new PassThrough();
  const output = new PassThrough();
  let seen = "";
  output.on("data", (chunk) => {
    seen += chunk;
  });
  const adapter = createTerminalAdapter({
    input,
    output,
    interactive: true,
    columns: () => 80,
    color: false,
    hyperlinks: false,
  });
  const { ended } = start([adapter]);
  await until(() => seen.includes("1 new paper, Saturday 10 January 2026"));
  await until(async () => (await store.deliveries.get(channel, "2026-01-10"))?.state === "posted");
  input.write("status\n");
  await until(() => seen.includes("posted, 1 paper."));
  input.write("quit\n");
  await ended;
});

test("told to end, it lets the post under way end and settle, and stops the adapters after it", async () => {
  const { store, channel, start } = await due("test", "w:c");
  const platform = testPlatform();
  const { promise: thaw, resolve } = Promise.withResolvers<void>();
  platform.decide(async () => {
    await thaw;
    return { arrives: true };
  });
  const order: string[] = [];
  const adapter: Adapter = {
    ...platform.adapter,
    async stop() {
      order.push(`stopped after ${platform.arrived.length} post`);
    },
  };
  const { ended, end } = start([adapter]);
  await until(() => platform.asked() > 0);
  end();
  resolve();
  await ended;
  expect(order).toEqual(["stopped after 1 post"]);
  expect(await store.deliveries.get(channel, "2026-01-10")).toMatchObject({ state: "posted" });
});

test("neither a platform that never answers nor an adapter that never stops keeps it from ending", async () => {
  const { store, channel, start } = await due("test", "w:c");
  const platform = testPlatform();
  platform.decide(() => new Promise(() => undefined));
  const adapter: Adapter = { ...platform.adapter, stop: () => new Promise(() => undefined) };
  const { ended, end } = start([adapter], { posts: 20, adapters: 20 });
  await until(() => platform.asked() > 0);
  end();
  await ended;
  expect(await store.deliveries.get(channel, "2026-01-10")).toMatchObject({ state: "posting" });
});

test("an adapter that cannot start ends it with the reason, and the others are stopped", async () => {
  const { start } = await due("test", "w:c");
  const healthy = recordingAdapter();
  let isStopped = false;
  const stop = async () => {
    isStopped = true;
  };
  const broken: Adapter = { ...testPlatform().adapter, start: () => Promise.reject(new Error("bad token")) };
  await expect(start([{ ...healthy, stop }, broken]).ended).rejects.toThrow("bad token");
  expect(isStopped).toBe(true);
});
