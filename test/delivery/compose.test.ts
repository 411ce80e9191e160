import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createComposer } from "../../src/delivery/compose.ts";
import type { Engine } from "../../src/engine.ts";
import { createTopics } from "../../src/recommend/topics.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { readText } from "../support/bot.ts";
import { fixedClock } from "../support/clock.ts";
import { draft } from "../support/papers.ts";
import { tempFolder } from "../support/temp.ts";

const channel = { platform: "test", id: "c1" };
const due = {
  channel,
  day: "2026-03-11",
  since: "2026-03-09",
  isCatchUp: false,
  saysNothingNew: false,
  restInChannel: false,
  notices: [],
};

/** A channel that never voted. */
const noTaste: Pick<Engine, "suits" | "withCauses"> = {
  suits: async () => undefined,
  withCauses: async (_owner, digest) => digest,
};

async function setUp(topics: readonly string[]) {
  const store = await openSqliteStore({ file: join(tempFolder(), "paperboy.db") });
  onTestFinished(() => store.close());
  const clock = fixedClock("2026-03-11T08:00:00Z");
  for (const topic of topics) await store.subscriptions.add(channel, { topic, by: { id: "u1" }, at: clock.now() });
  const [old, sparse, video] = await store.papers.takeIn([
    draft("Sparse Experts of Old", { listed: "2026-03-08" }),
    draft("Sparse Experts", { listed: "2026-03-10" }),
    draft("Video Diffusion", { listed: "2026-03-11" }),
  ]);
  const keys = { old: old?.key ?? "", sparse: sparse?.key ?? "", video: video?.key ?? "" };
  const engine = { ...createTopics({ papers: store.papers, clock }), ...noTaste };
  return { store, keys, compose: createComposer({ store, engine }) };
}

test("a post holds the new papers of all topics and says which papers it carries", async () => {
  const { compose, keys } = await setUp(["sparse experts", "video"]);
  const { message, papers } = await compose(due);
  expect(papers).toEqual([
    { key: keys.sparse, topic: "sparse experts" },
    { key: keys.video, topic: "video" },
  ]);
  const text = message ? readText(message) : "";
  expect(text).toContain("2 new papers, Wednesday 11 March");
  expect(text).toContain("Sparse Experts\n");
  expect(text).not.toContain("of Old");
  expect(text).not.toContain("missed");
  expect(message?.fallback).toContain("Video Diffusion");
});

test("papers the channel was shown stay out", async () => {
  const { compose, store, keys } = await setUp(["sparse experts", "video"]);
  await store.shown.record(channel, [keys.sparse], new Date());
  expect((await compose(due)).papers).toEqual([{ key: keys.video, topic: "video" }]);
});

test("a catch-up says so, and from when", async () => {
  const { compose } = await setUp(["sparse experts"]);
  const { message, papers } = await compose({ ...due, since: "2026-03-01", isCatchUp: true });
  expect(papers).toHaveLength(2);
  expect(message ? readText(message) : "").toContain("the best of what was listed since Sunday 1 March");
});

test("nothing new is silent, unless the channel wants to hear so or there is a notice", async () => {
  const { compose } = await setUp(["graph networks"]);
  expect(await compose(due)).toEqual({ papers: [] });
  const said = await compose({ ...due, saysNothingNew: true });
  expect(said.message?.fallback).toContain("Nothing new, Wednesday 11 March");
  const told = await compose({ ...due, notices: [{ id: "n1", text: "arXiv could not be read." }] });
  expect(told.message?.fallback).toContain("arXiv could not be read.");
  expect(told.papers).toEqual([]);
});

test("a channel that follows nothing gets nothing", async () => {
  const { compose } = await setUp([]);
  expect(await compose({ ...due, saysNothingNew: true })).toEqual({ papers: [] });
});
