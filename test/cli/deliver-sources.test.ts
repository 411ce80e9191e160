import { join } from "node:path";
import { expect, test } from "vitest";
import type { CliContext } from "../../src/cli/cli-command.ts";
import { deliverCommand } from "../../src/cli/deliver.ts";
import { readConfig } from "../../src/config.ts";
import { silentLog } from "../../src/log.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { SourceState } from "../../src/store/store.ts";
import { readText } from "../support/bot.ts";
import { fixedClock } from "../support/clock.ts";
import { draft } from "../support/papers.ts";
import { recordingAdapter } from "../support/recording-adapter.ts";
import { tempFolder } from "../support/temp.ts";

const channel = { platform: "recording", id: "c" };
const stale: SourceState = {
  feed: "arxiv:cs.CL",
  freshness: "stale",
  since: new Date("2025-09-03T04:10:00Z"),
  askedAt: new Date("2025-09-03T06:50:00Z"),
  nextPollAt: new Date("2025-09-03T07:20:00Z"),
  failures: 0,
  batch: { date: "2025-09-02", papers: 200 },
};

/** It is a Wednesday, and the channel's hour is seven. */
async function deliverAt(time: string, state: SourceState) {
  const data = tempFolder();
  const store = await openSqliteStore({ file: join(data, "paperboy.db") });
  const at = new Date("2025-09-01T12:00:00Z");
  const by = { id: "u" };
  await store.papers.takeIn([draft("Kites", { listed: "2025-09-02" })]);
  await store.subscriptions.add(channel, { topic: "kites", by, at });
  await store.schedules.set(channel, { hour: 7, minute: 0, timeZone: "UTC", days: [3], by, at });
  await store.sources.saveState(state);
  await store.close();
  const adapter = recordingAdapter();
  const context: CliContext = {
    config: readConfig({ PAPERBOY_DATA: data, PAPERBOY_SOURCES: "arxiv:cs.CL" }),
    clock: fixedClock(time),
    log: silentLog,
    stdout: process.stdout,
    stderr: process.stderr,
    platforms: async () => [adapter],
    terminal: async () => adapter,
  };
  const result = await deliverCommand.run({ positionals: [], values: {} }, context);
  return { ...result, posts: adapter.posts.map(({ message }) => readText(message)) };
}

test("deliver waits for papers that are late as the service does, and says so", async () => {
  const { text, json, posts, shortfall } = await deliverAt("2025-09-03T07:05:00Z", stale);
  expect(posts).toEqual([]);
  expect(text).toBe(
    "1 channel waits for papers of arxiv:cs.CL, which are late. PAPERBOY_WAIT_MINUTES=0 posts what is there.",
  );
  expect(json).toMatchObject({ waiting: 1, deliveries: [] });
  expect(shortfall).toBeUndefined();
});

test("deliver posts after the longest wait, and the post says what may be missing", async () => {
  const asked = { nextPollAt: new Date("2025-09-03T09:20:00Z") };
  const { posts } = await deliverAt("2025-09-03T09:05:00Z", { ...stale, ...asked });
  expect(posts).toEqual([expect.stringContaining("New papers of arxiv:cs.CL may be missing: it is stale since")]);
});

test("deliver waits for no source that nobody asks any more", async () => {
  const silent = { nextPollAt: new Date("2025-09-03T05:00:00Z") };
  const { posts } = await deliverAt("2025-09-03T07:05:00Z", { ...stale, ...silent });
  expect(posts).toEqual([expect.stringContaining("Kites")]);
});
