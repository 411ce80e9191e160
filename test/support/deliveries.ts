import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Adapter } from "../../src/adapter.ts";
import { createOutbox } from "../../src/delivery/outbox.ts";
import { type Composed, createScheduler, type DueDigest, type SchedulerDeps } from "../../src/delivery/scheduler.ts";
import { silentLog } from "../../src/log.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { ChannelId, ScheduleSetting, Store } from "../../src/store/store.ts";
import { fixedClock } from "./clock.ts";
import { testPlatform } from "./platform.ts";
import { tempFolder } from "./temp.ts";

/** Two new papers every day, for every channel. */
export async function twoPapers({ day, notices }: DueDigest): Promise<Composed> {
  const text = [`Papers of ${day}`, ...notices.map((notice) => notice.text)].join(" ");
  return {
    message: { fallback: text, blocks: [{ type: "heading", text }] },
    papers: [
      { key: `${day} a`, topic: "moe" },
      { key: `${day} b`, topic: "moe" },
    ],
  };
}

export interface TestProcess extends Partial<Omit<SchedulerDeps, "store" | "outbox">> {
  readonly store?: Store;
  readonly adapter?: Adapter;
}

/** A store, a platform, a clock, and as many processes over them as a test starts. */
export async function setUpDeliveries(start = "2026-03-11T00:00:00Z") {
  const store = await openSqliteStore({ file: join(tempFolder(), "paperboy.db") });
  onTestFinished(() => store.close());
  const clock = fixedClock(start);
  const platform = testPlatform();
  let processes = 0;
  return {
    store,
    clock,
    platform,
    startProcess({ adapter = platform.finding(), store: ours = store, ...deps }: TestProcess = {}) {
      const owner = `process ${++processes}`;
      const log = silentLog;
      const outbox = createOutbox({
        deliveries: ours.deliveries,
        adapterOf: () => adapter,
        clock,
        log,
        owner,
        random: () => 0.5,
      });
      return createScheduler({ store: ours, outbox, compose: twoPapers, serves: () => true, clock, log, ...deps });
    },
    /** Nine in the morning in Berlin, every day, unless told otherwise. */
    schedule(channel: ChannelId, setting: Partial<ScheduleSetting> = {}) {
      return store.schedules.set(channel, {
        hour: 9,
        minute: 0,
        timeZone: "Europe/Berlin",
        days: [1, 2, 3, 4, 5, 6, 7],
        by: { id: "u1" },
        at: clock.now(),
        ...setting,
      });
    },
    texts: () => platform.arrived.map((post) => post.message.fallback),
  };
}
