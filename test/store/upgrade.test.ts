import { existsSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { expect, test } from "vitest";
import { papers } from "../../src/store/migrations/0001-papers.ts";
import { subscriptions } from "../../src/store/migrations/0002-subscriptions.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { createSqliteDialect } from "../../src/store/sqlite-dialect.ts";
import { runFile } from "../support/program.ts";
import { tempFolder } from "../support/temp.ts";

const channel = { platform: "p", id: "c" };
const copy = ".before-0003-deliveries";

/** A database as the second version left it, with one subscription in it. */
async function old(): Promise<string> {
  const file = join(tempFolder(), "paperboy.db");
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  const db = new Kysely({ dialect: createSqliteDialect(database, file) });
  const known = { "0001-papers": papers, "0002-subscriptions": subscriptions };
  const migrator = new Migrator({ db, provider: { getMigrations: async () => known } });
  expect((await migrator.migrateToLatest()).error).toBeUndefined();
  database
    .prepare("insert into subscriptions values ('p', 'c', 'moe', 'moe', 1, 'u', null, '2026-01-01T00:00:00.000Z')")
    .run();
  await db.destroy();
  return file;
}

const copies = (file: string) =>
  readdirSync(dirname(file))
    .filter((name) => name.includes(".before-"))
    .sort();

test("an older database is copied beside itself, then brought up to date with all it holds", async () => {
  const file = await old();
  const store = await openSqliteStore({ file });
  expect(await store.subscriptions.list(channel)).toMatchObject([{ topic: "moe" }]);
  expect(await store.deliveries.counts()).toEqual({});
  await store.close();
  expect(copies(file)).toEqual([`paperboy.db${copy}`]);
  const before = new Database(`${file}${copy}`, { readonly: true });
  expect(before.prepare("select topic from subscriptions").pluck().all()).toEqual(["moe"]);
  expect(before.prepare("select count(*) from kysely_migration").pluck().get()).toBe(2);
  before.close();
  // The way back: the copy in its place is the old database again.
  const again = await openSqliteStore({ file: `${file}${copy}` });
  expect(await again.subscriptions.list(channel)).toHaveLength(1);
  await again.close();
});

test("a new database and one that is up to date are not copied", async () => {
  const file = join(tempFolder(), "paperboy.db");
  for (let start = 0; start < 2; start++) await (await openSqliteStore({ file })).close();
  expect(copies(file)).toEqual([]);
});

test("of several processes that start at once one upgrades, and the copy is of before", async () => {
  const file = await old();
  const status = () => runFile("src/cli.ts", ["status", "--data", dirname(file)]);
  const ended = await Promise.all([status(), status(), status()]);
  expect(ended.map(({ status: code, stderr }) => [code, stderr])).toEqual(Array(3).fill([0, ""]));
  const before = new Database(`${file}${copy}`, { readonly: true });
  expect(before.prepare("select count(*) from kysely_migration").pluck().get()).toBe(2);
  before.close();
});

test("the last three copies are kept", async () => {
  const file = await old();
  for (const [days, name] of ["0000-a", "0000-b", "0000-c"].entries()) {
    writeFileSync(`${file}.before-${name}`, "");
    utimesSync(`${file}.before-${name}`, 0, 86_400 * (days + 1));
  }
  await (await openSqliteStore({ file })).close();
  expect(copies(file)).toEqual(["paperboy.db.before-0000-b", "paperboy.db.before-0000-c", `paperboy.db${copy}`]);
  expect(existsSync(`${file}${copy}`)).toBe(true);
});

test("what a killed upgrade left unfinished is no copy, and goes", async () => {
  const file = await old();
  for (const name of ["0000-a", "0000-b"]) writeFileSync(`${file}.before-${name}`, "");
  for (const left of ["4711.part", "4711.part-journal", "4712.part-journal"])
    writeFileSync(`${file}${copy}.${left}`, "");
  await (await openSqliteStore({ file })).close();
  expect(copies(file)).toEqual(["paperboy.db.before-0000-a", "paperboy.db.before-0000-b", `paperboy.db${copy}`]);
});

test("topics that differ in the order of their clauses become one, the one followed first, and channels keep the rest", async () => {
  const file = await old();
  const database = new Database(file);
  const add = database.prepare(
    "insert into subscriptions values ('p', ?, ?, ?, ?, ?, 'Ada', '2026-01-01T00:00:00.000Z')",
  );
  add.run("d", "b a", "B a", 4, "second");
  add.run("d", "a b", "a B", 2, "first");
  add.run("d", "-x a", "-x a", 3, "other");
  add.run("e", "b a", "b a", 1, "elsewhere");
  for (let i = 0; i < 1_200; i++) add.run(`many${i}`, "b a", "b a", 1, "u");
  database.close();
  const store = await openSqliteStore({ file });
  const followed = async (id: string) =>
    (await store.subscriptions.list({ platform: "p", id })).map(({ topic, by }) => [topic, by.id]);
  expect(await followed("d")).toEqual([
    ["a B", "first"],
    ["-x a", "other"],
  ]);
  expect(await followed("e")).toEqual([["b a", "elsewhere"]]);
  expect(await followed("many1199")).toEqual([["b a", "u"]]);
  const by = { id: "later" };
  expect(await store.subscriptions.add({ platform: "p", id: "e" }, { topic: "a b", by, at: new Date() })).toBe(
    "already",
  );
  await store.close();
});
