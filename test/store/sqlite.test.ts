import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { UserError } from "../../src/errors.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { explainSqliteError } from "../../src/store/sqlite-errors.ts";
import { describeDeliveryStore } from "../contracts/deliveries.ts";
import { describeStore } from "../contracts/store.ts";
import { draft } from "../support/papers.ts";
import { tempFolder } from "../support/temp.ts";

const newFile = () => join(tempFolder(), "paperboy.db");

describeStore("SQLite", () => openSqliteStore({ file: newFile() }));
describeDeliveryStore("SQLite", () => openSqliteStore({ file: newFile() }));

test("makes the folder, and finds everything again when opened anew", async () => {
  const file = join(tempFolder(), "deep", "down", "paperboy.db");
  const first = await openSqliteStore({ file });
  const [taken] = await first.papers.takeIn([draft("Sparse Experts")]);
  await first.close();
  const second = await openSqliteStore({ file });
  onTestFinished(() => second.close());
  expect((await second.papers.get(taken?.key ?? ""))?.title).toBe("Sparse Experts");
});

test.skipIf(!existsSync("/proc/self"))("says so, and soon, where no folder can be made", async () => {
  await expect(openSqliteStore({ file: "/proc/paperboy/deep/paperboy.db" })).rejects.toThrow(/cannot be opened/);
});

test("a backup ends, and is of one instant, though others never stop writing", async () => {
  const file = newFile();
  const store = await openSqliteStore({ file });
  onTestFinished(() => store.close());
  const other = await openSqliteStore({ file });
  onTestFinished(() => other.close());
  await store.papers.takeIn(
    Array.from({ length: 500 }, (_, at) => draft(`Paper ${at}`, { abstract: `${at} `.repeat(2_000) })),
  );
  const record = { fileId: "f", file: "f", finished: false, entries: 0, rejects: 0, at: new Date(0) };
  let position = 0;
  let isDone = false;
  const writing = (async () => {
    while (!isDone && position < 1_000) {
      await other.intakes.save({ ...record, position: ++position });
      await nextTurn();
    }
  })();
  const copy = newFile();
  await store.backUp(copy);
  isDone = true;
  await writing;
  expect(position).toBeGreaterThan(5);
  expect(position).toBeLessThan(1_000);
  const copied = await openSqliteStore({ file: copy });
  onTestFinished(() => copied.close());
  expect(await copied.papers.count()).toBe(500);
  expect((await copied.intakes.get("f"))?.position ?? 0).toBeLessThan(position);
});

test("is nobody else's to read on the machine", async () => {
  const file = join(tempFolder(), "paperboy.db");
  const store = await openSqliteStore({ file });
  await store.papers.count();
  for (const name of [file, `${file}-wal`]) expect(statSync(name).mode & 0o077).toBe(0);
  await store.close();
});

test("refuses a database of a newer Paperboy, names both versions and leaves it as it is", async () => {
  const file = newFile();
  await (await openSqliteStore({ file })).close();
  const database = new Database(file);
  database.exec("insert into kysely_migration values ('0099-votes', '2027-01-01')");
  database.close();
  await expect(openSqliteStore({ file })).rejects.toThrow(/newer Paperboy.*0099-votes.*00\d\d-/);
});

test("says so when the file is no database", async () => {
  const file = newFile();
  writeFileSync(file, "a shopping list, not a database ".repeat(100));
  const refused = openSqliteStore({ file });
  await expect(refused).rejects.toThrow(UserError);
  await expect(refused).rejects.toThrow(/is not a Paperboy database/);
});

test("says so when the database is damaged", async () => {
  const file = newFile();
  const store = await openSqliteStore({ file });
  await store.papers.takeIn(Array.from({ length: 500 }, (_, index) => draft(`Paper number ${index}`)));
  await store.close();
  // The first page, with the header, stays good; every page behind it is noise.
  const pages = statSync(file).size - 4096;
  const handle = openSync(file, "r+");
  writeSync(handle, Buffer.alloc(pages, 0x5a), 0, pages, 4096);
  closeSync(handle);
  await expect(openSqliteStore({ file })).rejects.toThrow(/is damaged/);
});

test("says so when the path can't be a database", async () => {
  const folder = tempFolder();
  await expect(openSqliteStore({ file: folder })).rejects.toThrow(/cannot be opened/);
  writeFileSync(join(folder, "file"), "");
  await expect(openSqliteStore({ file: join(folder, "file", "paperboy.db") })).rejects.toThrow(UserError);
});

test("waits for another writer, and says so when that one takes too long", async () => {
  const file = newFile();
  const store = await openSqliteStore({ file, patience: 50 });
  onTestFinished(() => store.close());
  const other = new Database(file);
  onTestFinished(() => void other.close());
  other.exec("begin immediate");
  await expect(store.papers.takeIn([draft("Sparse Experts")])).rejects.toThrow(/locked by another program/);
  other.exec("commit");
  expect(await store.papers.takeIn([draft("Sparse Experts")])).toMatchObject([{ outcome: "new" }]);
});

test("a full disk and a read-only database are explained, and nothing stays half written", () => {
  const file = newFile();
  const database = new Database(file);
  onTestFinished(() => void database.close());
  database.exec("create table notes (text)");
  database.pragma("max_page_count = 4");
  const fill = () => database.prepare("insert into notes values (?)").run("x".repeat(100_000));
  expect(() => explained(fill)).toThrow(/the disk is full/);
  expect(database.prepare("select count(*) from notes").pluck().get()).toBe(0);
  const reader = new Database(file, { readonly: true });
  onTestFinished(() => void reader.close());
  expect(() => explained(() => reader.exec("delete from notes"))).toThrow(/cannot be written/);

  function explained(work: () => unknown): void {
    try {
      work();
    } catch (error) {
      throw explainSqliteError(error, file);
    }
  }
});

test("a database of another program is refused and left as it is", async () => {
  const file = newFile();
  const theirs = new Database(file);
  theirs.exec("create table papers (weight)");
  theirs.close();
  await expect(openSqliteStore({ file })).rejects.toThrow(`${file} is not a Paperboy database`);
  const after = new Database(file, { readonly: true });
  onTestFinished(() => void after.close());
  expect(after.prepare("select name from sqlite_master").pluck().all()).toEqual(["papers"]);
});

test("two processes that write at once lose nothing and number every change once", async () => {
  const file = newFile();
  const store = await openSqliteStore({ file });
  onTestFinished(() => store.close());
  await Promise.all([writeInProcess(file, "one"), writeInProcess(file, "two")]);
  const changes = await store.papers.changes(0, 10_000);
  expect(await store.papers.count()).toBe(20 * 10 * 2 + 20);
  expect(new Set(changes.map((change) => change.sequence)).size).toBe(changes.length);
  const shared = changes.filter((change) => change.paper?.title.startsWith("Shared"));
  expect(shared.map((change) => change.paper?.sources.length)).toEqual(Array(20).fill(2));
});

test("two processes may open a new database at the same instant", async () => {
  const file = newFile();
  await Promise.all([writeInProcess(file, "one"), writeInProcess(file, "two")]);
  expect(existsSync(file)).toBe(true);
});

async function writeInProcess(file: string, name: string): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../support/writer.ts"), file, name], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [status] = await once(child, "exit");
  expect(status).toBe(0);
}

test("a backup made while others write is whole, opens by itself and is never half there", async () => {
  const file = newFile();
  const store = await openSqliteStore({ file });
  onTestFinished(() => store.close());
  await store.papers.takeIn(Array.from({ length: 500 }, (_, index) => draft(`Paper number ${index}`)));
  const folder = tempFolder();
  const copy = join(folder, "copy.db");
  await Promise.all([store.backUp(copy), writeInProcess(file, "one")]);
  expect(readdirSync(folder)).toEqual(["copy.db"]);
  const restored = await openSqliteStore({ file: copy });
  onTestFinished(() => restored.close());
  const papers = await restored.papers.count();
  expect(papers).toBeGreaterThanOrEqual(500);
  expect(await restored.papers.changes(0, 10_000)).toHaveLength(papers);
});

test("topics that were two when they were added, and are one now, are changed and taken off one by one", async () => {
  const file = join(tempFolder(), "paperboy.db");
  const channel = { platform: "p", id: "c" };
  await (await openSqliteStore({ file })).close();
  const database = new Database(file);
  const insert = database.prepare(
    "insert into subscriptions values ('p', 'c', ?, ?, ?, 'u', null, '2026-01-01T00:00:00.000Z')",
  );
  insert.run("optimization", "optimization", 1);
  insert.run("optimisation", "optimisation", 2);
  database.close();

  const { subscriptions, close } = await openSqliteStore({ file });
  onTestFinished(close);
  const topics = async () => (await subscriptions.list(channel)).map(({ topic }) => topic);
  expect(await subscriptions.remove(channel, "optimisation")).toMatchObject({ topic: "optimisation" });
  expect(await topics()).toEqual(["optimization"]);
  expect(await subscriptions.change(channel, "Optimisation", "optimisation -convex")).toBe("changed");
  expect(await topics()).toEqual(["optimisation -convex"]);
});

test("a backup overwrites nothing, and says when there is no folder for it", async () => {
  const store = await openSqliteStore({ file: newFile() });
  onTestFinished(() => store.close());
  const folder = tempFolder();
  writeFileSync(join(folder, "copy.db"), "mine");
  await expect(store.backUp(join(folder, "copy.db"))).rejects.toThrow(/exists already: name a new file/);
  await expect(store.backUp(join(folder, "deep", "copy.db"))).rejects.toThrow(/There is no folder .*deep/);
  expect(readFileSync(join(folder, "copy.db"), "utf8")).toBe("mine");
});
