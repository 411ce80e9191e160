import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createDelivery } from "../../src/delivery/index.ts";
import { createEngine } from "../../src/engine.ts";
import { silentLog } from "../../src/log.ts";
import { openSearchIndex } from "../../src/search/sqlite-search-index.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { readText } from "../support/bot.ts";
import { fixedClock } from "../support/clock.ts";
import { draft } from "../support/papers.ts";
import { recordingAdapter } from "../support/recording-adapter.ts";
import { tempFolder } from "../support/temp.ts";

test("a channel that follows a topic gets its papers at its hour, none of them twice, and no other platform's posts", async () => {
  const folder = tempFolder();
  const store = await openSqliteStore({ file: join(folder, "paperboy.db") });
  const index = await openSearchIndex({ file: join(folder, "index.db"), store });
  onTestFinished(async () => {
    await index.close();
    await store.close();
  });
  const clock = fixedClock("2026-03-11T00:00:00Z");
  const adapter = recordingAdapter();
  const { tick } = createDelivery({
    store,
    engine: createEngine({ store, index, clock }),
    adapters: [adapter],
    clock,
    log: silentLog,
  });
  const by = { id: "u1" };
  for (const platform of ["recording", "elsewhere"]) {
    const channel = { platform, id: "c1" };
    await store.subscriptions.add(channel, { topic: "sparse experts", by, at: clock.now() });
    const days = [1, 2, 3, 4, 5, 6, 7] as const;
    await store.schedules.set(channel, { hour: 9, minute: 0, timeZone: "Asia/Kathmandu", days, by, at: clock.now() });
  }

  await store.papers.takeIn([draft("Sparse Experts, First", { listed: "2026-03-10" })]);
  clock.set("2026-03-11T03:15:00Z");
  expect(await tick()).toEqual({ outcomes: { posted: 1 } });
  await store.papers.takeIn([draft("Sparse Experts, Second", { listed: "2026-03-11" })]);
  clock.set("2026-03-12T03:15:00Z");
  expect(await tick()).toEqual({ outcomes: { posted: 1 } });
  clock.set("2026-03-13T03:15:00Z");
  expect(await tick()).toEqual({ outcomes: { "nothing-new": 1 } });

  const texts = adapter.posts.map((post) => readText(post.message));
  expect(texts.map((text) => ["First", "Second"].filter((part) => text.includes(part)))).toEqual([
    ["First"],
    ["Second"],
  ]);
  const history = await store.deliveries.history({ platform: "recording", id: "c1" }, 10);
  expect(history.map(({ day, state, papers }) => [day, state, papers.length])).toEqual([
    ["2026-03-13", "nothing-new", 0],
    ["2026-03-12", "posted", 1],
    ["2026-03-11", "posted", 1],
  ]);
});
