import { closeSync, openSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { Kysely } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { createOutbox } from "../../src/delivery/outbox.ts";
import { type Composed, createScheduler } from "../../src/delivery/scheduler.ts";
import { UserError } from "../../src/errors.ts";
import { type Log, silentLog } from "../../src/log.ts";
import { createDeliveryStore } from "../../src/store/delivery-store.ts";
import { createGroupCommit } from "../../src/store/group-commit.ts";
import { createScheduleStore } from "../../src/store/schedule-store.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { createSqliteDialect } from "../../src/store/sqlite-dialect.ts";
import type { Tables } from "../../src/store/tables.ts";
import { fixedClock } from "../support/clock.ts";
import { testPlatform } from "../support/platform.ts";
import { tempFolder } from "../support/temp.ts";

const channel = { platform: "test", id: "c1" };
const day = "2026-03-11";

/** Too long for what may be left of a page. */
async function longPost(): Promise<Composed> {
  return { message: { fallback: "x".repeat(20_000), blocks: [] }, papers: [{ key: "k1", topic: "moe" }] };
}

/** A database with one channel that is due, opened once more the way a test wants it. */
async function setUp(openDatabase: (file: string) => Database.Database) {
  const file = join(tempFolder(), "paperboy.db");
  const store = await openSqliteStore({ file });
  const at = new Date(`${day}T00:00:00Z`);
  const daily = { hour: 9, minute: 0, timeZone: "UTC", days: [1, 2, 3, 4, 5, 6, 7], by: { id: "u1" }, at } as const;
  await store.schedules.set(channel, daily);
  await store.close();

  const database = openDatabase(file);
  const db = new Kysely<Tables>({ dialect: createSqliteDialect(database, file) });
  onTestFinished(() => db.destroy());
  const together = createGroupCommit(db);
  const deliveries = createDeliveryStore(db, together);
  const platform = testPlatform();
  const clock = fixedClock(`${day}T09:00:00Z`);
  const errors: unknown[] = [];
  const log: Log = { ...silentLog, error: (details) => void errors.push("err" in details ? details.err : details) };
  const deps = { deliveries, adapterOf: () => platform.adapter, clock, log, random: () => 0.5 };
  const scheduler = createScheduler({
    store: { deliveries, schedules: createScheduleStore(db, together) },
    outbox: createOutbox({ ...deps, owner: "one" }),
    compose: longPost,
    serves: () => true,
    clock,
    log,
  });
  /** What another program reads in the file. */
  const rowsIn = (table: string) => {
    const reader = new Database(file, { readonly: true });
    try {
      return reader.prepare(`select count(*) from ${table}`).pluck().get();
    } finally {
      reader.close();
    }
  };
  return { file, database, deliveries, platform, clock, errors, scheduler, rowsIn };
}

test("a full disk: nothing is posted, nothing stays half written, and it goes on when there is room", async () => {
  const { database, platform, errors, scheduler, rowsIn } = await setUp((file) => new Database(file));
  const pages = database.pragma("page_count", { simple: true });
  database.pragma(`max_page_count = ${pages}`);
  // Fills what is left of the last pages.
  const fill = database.prepare("insert into told_notices values ('p', 'c', ?, ?)");
  for (let index = 0, isFull = false; !isFull; index++) {
    try {
      fill.run(`n${index}`, "x".repeat(500));
    } catch {
      isFull = true;
    }
  }
  expect(await scheduler.tick()).toEqual({ outcomes: { failed: 1 } });
  expect(errors).toEqual([expect.any(UserError)]);
  expect(String(errors[0])).toMatch(/the disk is full: make room/);
  expect(platform.asked()).toBe(0);
  expect([rowsIn("deliveries"), rowsIn("shown_papers")]).toEqual([0, 0]);
  database.pragma("max_page_count = 100000");
  expect(await scheduler.tick()).toEqual({ outcomes: { posted: 1 } });
  expect(platform.arrived).toHaveLength(1);
});

test("a locked database: nothing is posted, and it goes on when the lock is gone", async () => {
  const { file, platform, errors, scheduler } = await setUp((name) => new Database(name, { timeout: 20 }));
  const other = new Database(file);
  onTestFinished(() => void other.close());
  other.exec("begin immediate");
  expect(await scheduler.tick()).toEqual({ outcomes: { failed: 1 } });
  expect(String(errors[0])).toMatch(/locked by another program/);
  expect(platform.asked()).toBe(0);
  other.exec("commit");
  expect(await scheduler.tick()).toEqual({ outcomes: { posted: 1 } });
});

test("a database locked right after the post: the outcome is written later, and nothing is posted twice", async () => {
  const { file, deliveries, platform, clock, errors, scheduler } = await setUp(
    (name) => new Database(name, { timeout: 20 }),
  );
  const other = new Database(file);
  onTestFinished(() => void other.close());
  platform.decide(() => {
    other.exec("begin immediate");
    return { arrives: true };
  });
  expect(await scheduler.tick()).toEqual({ outcomes: { failed: 1 } });
  expect(String(errors[0])).toMatch(/locked by another program/);
  other.exec("commit");
  expect(await deliveries.get(channel, day)).toMatchObject({ state: "posting" });
  clock.set(`${day}T09:02:00Z`);
  expect(await scheduler.tick()).toEqual({ outcomes: { posted: 1 } });
  expect(platform.asked()).toBe(1);
});

test("a read-only database: nothing is posted, and the message says what to do", async () => {
  const { platform, errors, scheduler } = await setUp((file) => new Database(file, { readonly: true }));
  expect(await scheduler.tick()).toEqual({ outcomes: { failed: 1 } });
  expect(String(errors[0])).toMatch(/cannot be written: give this user the right to write it/);
  expect(platform.asked()).toBe(0);
});

test("a database damaged while Paperboy runs: nothing is posted, and the message says what to do", async () => {
  const { file, platform, scheduler } = await setUp((name) => {
    const database = new Database(name);
    database.pragma("wal_checkpoint(truncate)");
    database.pragma("cache_size = 0");
    return database;
  });
  const noise = statSync(file).size - 4096;
  const handle = openSync(file, "r+");
  writeSync(handle, Buffer.alloc(noise, 0x5a), 0, noise, 4096);
  closeSync(handle);
  await expect(scheduler.tick()).rejects.toThrow(/is damaged: put a backup in its place/);
  expect(platform.asked()).toBe(0);
});
