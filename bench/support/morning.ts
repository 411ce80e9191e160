import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Adapter } from "../../src/adapter.ts";
import { createComposer } from "../../src/delivery/compose.ts";
import { createOutbox } from "../../src/delivery/outbox.ts";
import { createScheduler } from "../../src/delivery/scheduler.ts";
import type { Engine } from "../../src/engine.ts";
import { silentLog } from "../../src/log.ts";
import { createTopics } from "../../src/recommend/topics.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { Store } from "../../src/store/store.ts";
import { createRandom } from "../random.ts";
import { realCorpus } from "../real-corpus.ts";
import { inventTopics, pickTopics, readPapers } from "../topics.ts";

const day = "2026-03-02";
const papersADay = 500;
const distinctTopics = 4_000;

/**
 * One morning on which every channel is due at once: real papers, topics, store and composition; the platform takes posts
 * at once. The longest a command would have waited for its turn is measured beside.
 */
export async function measureMorning(channels: number) {
  const folder = mkdtempSync(join(tmpdir(), "paperboy-bench-"));
  const store = await openSqliteStore({ file: join(folder, "paperboy.db") });
  try {
    await setUp(store, channels);
    let posts = 0;
    const adapter: Adapter = {
      platform: "stand-in",
      async start() {},
      async stop() {},
      async post() {
        posts++;
        return { id: String(posts) };
      },
    };
    const clock = { now: () => new Date(`${day}T09:00:00Z`) };
    const random = createRandom(1);
    const deps = { clock, log: silentLog };
    const outbox = createOutbox({
      ...deps,
      deliveries: store.deliveries,
      adapterOf: () => adapter,
      owner: "bench",
      random,
    });
    const topics = createTopics({ papers: store.papers, clock });
    const untaught: Pick<Engine, "suits" | "withCauses"> = {
      suits: async () => undefined,
      withCauses: async (_owner, digest) => digest,
    };
    const compose = createComposer({ store, engine: { ...topics, ...untaught } });
    const scheduler = createScheduler({ ...deps, store, outbox, compose, serves: () => true });

    const startedAt = performance.now();
    const watch = watchTurns();
    const { outcomes } = await scheduler.tick();
    const longestWait = watch.stop();
    const seconds = (performance.now() - startedAt) / 1_000;
    const peak = Math.round(process.resourceUsage().maxRSS / 1_024);
    return { channels, posts, nothingNew: outcomes["nothing-new"] ?? 0, seconds, longestWait, peakMegabytes: peak };
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function setUp(store: Store, channels: number): Promise<void> {
  const papers = await readPapers(realCorpus, papersADay * 20);
  const random = createRandom(7);
  const topics = inventTopics(papers, distinctTopics, random);
  const drafts = papers.slice(-papersADay).map((entry) => ({
    entry: { title: entry.title, abstract: entry.abstract, authors: entry.authors, categories: entry.categories },
    source: "bench",
    takenIn: day,
  }));
  await store.papers.takeIn(drafts);
  const at = new Date(`${day}T00:00:00Z`);
  const by = { id: "bench" };
  for (let index = 0; index < channels; index++) {
    const channel = { platform: "stand-in", id: `w${index % 50}:c${index}` };
    for (const topic of pickTopics(topics, random)) await store.subscriptions.add(channel, { topic, by, at });
    await store.schedules.set(channel, { hour: 9, minute: 0, timeZone: "UTC", days: [1, 2, 3, 4, 5, 6, 7], by, at });
  }
}

/** Asks for a turn over and over; `stop` tells the longest wait for one, in milliseconds. */
function watchTurns() {
  let isOver = false;
  let longest = 0;
  void (async () => {
    while (!isOver) {
      const asked = performance.now();
      await wait(1);
      longest = Math.max(longest, performance.now() - asked - 1);
    }
  })();
  return {
    stop() {
      isOver = true;
      return Math.round(longest);
    },
  };
}
