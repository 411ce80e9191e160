import { join } from "node:path";
import Database from "better-sqlite3";
import { Kysely } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { createDeliveryStore } from "../../src/store/delivery-store.ts";
import { forgetWorkspace } from "../../src/store/forget.ts";
import { createGroupCommit } from "../../src/store/group-commit.ts";
import { createPaperStore } from "../../src/store/paper-store.ts";
import { createShownStore } from "../../src/store/shown-store.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { createSqliteDialect } from "../../src/store/sqlite-dialect.ts";
import type { Tables } from "../../src/store/tables.ts";
import { tempFolder } from "../support/temp.ts";

const channel = { platform: "p", id: "c1" };
const now = new Date("2026-03-11T08:00:00Z");
const lease = { owner: "one", now, until: new Date("2026-03-11T08:02:00Z") };
const delivery = { id: "d1", channel, day: "2026-03-11", timeZone: "UTC", papers: [{ key: "k1", topic: "moe" }] };

test("what is asked at each look, and for each post, reads no table from end to end: they grow for years", async () => {
  const { plans, deliveries, shown, papers } = await setUp();
  await deliveries.waiting(now, { limit: 500 });
  await deliveries.waiting(now, { limit: 500, after: "d0" });
  await deliveries.waitingCount();
  await deliveries.get(channel, "2026-03-11");
  await deliveries.history(channel, 5);
  await deliveries.lastCovered(channel, "2026-03-11");
  await deliveries.untold(channel, ["n1"]);
  await deliveries.claim({ ...delivery, content: "{}" }, lease);
  await deliveries.takeUp("d1", lease);
  await deliveries.beginPosting("d1", lease);
  await deliveries.release("d1", "one", now);
  await deliveries.settle("d1", "one", { state: "refused", error: "No." }, now);
  await shown.seenBy(channel, ["k1", "k2"]);
  await papers.latest({ limit: 250, offset: 0, since: "2026-03-01" });
  await papers.lastChange();

  const steps = plans();
  expect(steps.length).toBeGreaterThan(15);
  const fromEndToEnd = /^SCAN (?:deliveries|shown_papers|told_notices|papers|folded_papers)\b|\(id>\?\)$/;
  expect(steps.filter((step) => fromEndToEnd.test(step))).toEqual([]);
});

test("forgetting a workspace reads its own channels, not all there are on the platform", async () => {
  const { plans, db } = await setUp();
  await forgetWorkspace(db, { platform: "p", idPrefix: "w1/" });
  const steps = plans();
  expect(steps).toHaveLength(8);
  expect(steps.filter((step) => !/_id>\? AND channel_id<\?|owner>\? AND owner<\?/.test(step))).toEqual([]);
});

/** Stores over a database, and what SQLite means to do for each statement they sent. */
async function setUp() {
  const file = join(tempFolder(), "paperboy.db");
  await (await openSqliteStore({ file })).close();
  const database = new Database(file);
  const statements: { sql: string; parameters: readonly unknown[] }[] = [];
  const db = new Kysely<Tables>({
    dialect: createSqliteDialect(database, file),
    log: ({ query }) => void statements.push(query),
  });
  onTestFinished(() => db.destroy());
  const plans = () =>
    statements
      .filter(({ sql }) => /^(?:select|update|delete|insert)/.test(sql))
      .flatMap(({ sql, parameters }) => database.prepare(`explain query plan ${sql}`).all(...parameters))
      .map((step) => (step as { detail: string }).detail);
  return {
    plans,
    db,
    deliveries: createDeliveryStore(db, createGroupCommit(db)),
    shown: createShownStore(db),
    papers: createPaperStore(db),
  };
}
