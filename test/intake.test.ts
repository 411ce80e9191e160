import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { readDigest } from "../src/digests/index.ts";
import { UserError } from "../src/errors.ts";
import { progressOf } from "../src/intake/progress.ts";
import { createIntake } from "../src/intake.ts";
import { folderSource } from "../src/sources/folder.ts";
import { openSqliteStore } from "../src/store/sqlite.ts";
import { entry } from "./support/papers.ts";
import { tempFolder } from "./support/temp.ts";

const clock = { now: () => new Date("2026-03-11T09:00:00Z") };

async function setUp(read = readDigest) {
  const folder = tempFolder();
  const database = join(folder, "paperboy.db");
  const store = await openSqliteStore({ file: database });
  onTestFinished(() => store.close());
  const digests = join(folder, "digests");
  mkdirSync(digests);
  const write = (name: string, content: string | Buffer) => {
    const path = join(digests, name);
    writeFileSync(path, content);
    return path;
  };
  return { store, database, digests, write, intake: createIntake({ store, clock, readDigest: read }) };
}

const jsonl = (count: number, name = "Paper") =>
  Array.from(
    { length: count },
    (_, index) => `${JSON.stringify({ id: `${index}`, ...entry(`${name} ${index}`) })}\n`,
  ).join("");

describe("taking in", () => {
  test("reports files, entries, papers, new, merged and rejects", async () => {
    const { intake, write } = await setUp();
    const first = write("a.jsonl", jsonl(3));
    const second = write("b.jsonl", `${jsonl(2)}{"broken": \n${jsonl(1, "Other")}`);
    const report = await intake.takeIn([first, second]);
    expect(report).toMatchObject({ files: 2, entries: 6, papers: 4, new: 4, merged: 2 });
    expect(report.rejected).toMatchObject([{ file: second, line: 3 }]);
  });

  test("twice changes nothing and gives the same report, with nothing new", async () => {
    const { intake, store, write } = await setUp();
    const path = write("a.jsonl", `${jsonl(700)}nonsense\n`);
    const first = await intake.takeIn([path]);
    const before = await store.papers.lastChange();
    expect(await intake.takeIn([path])).toEqual({ ...first, new: 0, merged: 700 });
    expect(await store.papers.lastChange()).toBe(before);
  });

  test("walks folders in the order of names, leaves out hidden files and what is no digest, takes gzip", async () => {
    const { intake, digests, write } = await setUp();
    mkdirSync(join(digests, "b"));
    write("b/two.jsonl.gz", gzipSync(jsonl(2)));
    write("a.jsonl", "nonsense\n");
    write("c.jsonl", "nonsense\n");
    write(".hidden.jsonl", jsonl(5));
    write("picture.png", "no digest");
    symlinkSync(digests, join(digests, "loop"));
    const report = await intake.takeIn([digests]);
    expect(report).toMatchObject({ files: 3, entries: 2 });
    expect(report.rejected.map((reject) => reject.file)).toEqual([join(digests, "a.jsonl"), join(digests, "c.jsonl")]);
  });

  test("an empty folder is a reject that says what to do; a path that does not exist is a UserError", async () => {
    const { intake, digests } = await setUp();
    expect((await intake.takeIn([digests])).rejected).toMatchObject([{ file: digests, line: 0 }]);
    const refused = intake.takeIn([join(digests, "nowhere.txt")]);
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toMatchObject({ code: "not-found" });
  });

  test("an entry that folds two papers counts as merged, and the two as one paper", async () => {
    const { intake, write } = await setUp();
    const lines = [
      entry("First Title"),
      { id: "2104.12255", ...entry("Second Title") },
      { id: "arXiv:2104.12255", ...entry("First Title") },
    ];
    const path = write("a.jsonl", lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    expect(await intake.takeIn([path])).toMatchObject({ entries: 3, papers: 1, new: 1, merged: 2 });
  });

  test("a file that fails half way keeps what was read, says where, and is read again next time", async () => {
    const mended = { value: false };
    const failing: typeof readDigest = async function* (_file, _context, { startAfterLine = 0 } = {}) {
      for (let line = startAfterLine + 1; line <= 3; line++) yield { entry: entry(`Paper ${line}`, { line }) };
      if (!mended.value) throw new Error("the disk hiccuped");
      yield { entry: entry("Paper 4", { line: 4 }) };
    };
    const { intake, store, write } = await setUp(failing);
    const path = write("a.txt", "x");
    const report = await intake.takeIn([path]);
    expect(report).toMatchObject({ entries: 3, new: 3 });
    expect(report.rejected).toEqual([{ file: path, line: 3, reason: "can't be read: the disk hiccuped" }]);
    expect(await store.papers.count()).toBe(3);
    mended.value = true;
    expect(await intake.takeIn([path])).toMatchObject({ entries: 4, new: 1, merged: 3, rejected: [] });
  });

  test("stops when told, and carries on from there", async () => {
    const { intake, store, write } = await setUp();
    const path = write("a.jsonl", jsonl(1_700));
    const stop = new AbortController();
    const first = await intake.takeIn([path], {
      signal: stop.signal,
      onProgress: ({ entries }) => entries >= 1_000 && stop.abort(),
    });
    expect(first).toMatchObject({ entries: 1_000, interrupted: true });
    const second = await intake.takeIn([path]);
    expect(second).toMatchObject({ entries: 700, new: 700, resumed: [{ file: path, line: 1_000 }] });
    expect(await store.papers.count()).toBe(1_700);
    expect(await intake.takeIn([path])).not.toHaveProperty("resumed");
  });

  test("killed at any instant, it resumes where it stopped and nothing is lost or doubled", async () => {
    const { intake, store, database, write } = await setUp();
    const path = write("large.jsonl.gz", gzipSync(jsonl(20_000)));
    for (const batches of [2, 3, 5]) await killAfter(batches, [database, path]);
    const reached = await store.papers.count();
    expect(reached).toBeGreaterThanOrEqual(500);
    expect(reached).toBeLessThan(20_000);
    const report = await intake.takeIn([path]);
    expect(report).toMatchObject({ entries: 20_000 - reached, new: 20_000 - reached, rejected: [] });
    expect(report.resumed).toEqual([{ file: path, line: reached }]);
    expect(await store.papers.count()).toBe(20_000);
  });

  test("shows how far it is, up to the end", async () => {
    const { intake, write } = await setUp();
    const path = write("a.jsonl", jsonl(1_200));
    const done: number[] = [];
    await intake.takeIn([path], { onProgress: (progress) => done.push(progress.done) });
    expect(done[0]).toBe(0);
    expect(done.at(-1)).toBe(1);
    expect(done).toEqual(done.toSorted((one, other) => one - other));
  });
});

describe("the drop folder", () => {
  test("takes in what is new or changed, and does not read the rest again", async () => {
    const opened: string[] = [];
    const { store, digests, intake, write } = await setUp((file, context, options) => {
      opened.push(file);
      return readDigest(file, context, options);
    });
    const source = folderSource({ folder: digests, intake, store, clock });
    const first = write("a.jsonl", jsonl(2));
    expect(await source.takeIn()).toMatchObject({ files: 1, entries: 2, new: 2 });
    const second = write("b.jsonl", jsonl(1, "Other"));
    expect(await source.takeIn()).toMatchObject({ files: 1, new: 1 });
    expect(await source.takeIn()).toMatchObject({ files: 0, rejected: [] });
    appendFileSync(first, jsonl(3).slice(readFileSync(first, "utf8").length));
    expect(await source.takeIn()).toMatchObject({ files: 1, entries: 3, new: 1, merged: 2 });
    expect(opened).toEqual([first, second, first]);
  });

  test("one that is missing is empty", async () => {
    const { store, digests, intake } = await setUp();
    const source = folderSource({ folder: join(digests, "nowhere"), intake, store, clock });
    expect(await source.takeIn()).toMatchObject({ files: 0, entries: 0, rejected: [] });
  });
});

describe("progress", () => {
  test("turns samples into share done, pace and time left", () => {
    const samples = [
      { at: 1_000, entries: 0, bytes: 0 },
      { at: 3_000, entries: 500, bytes: 100 },
    ];
    expect(progressOf(samples, 400)).toEqual({ done: 0.25, rate: 250, secondsLeft: 6 });
  });

  test("promises no time before there is a pace, and never more than all", () => {
    expect(progressOf([], 400)).toEqual({ done: 0, rate: 0 });
    expect(progressOf([{ at: 0, entries: 0, bytes: 900 }], 400)).toEqual({ done: 1, rate: 0 });
    expect(progressOf([{ at: 0, entries: 0, bytes: 0 }], 0)).toEqual({ done: 1, rate: 0 });
  });
});

/** Starts an intake in a process of its own and kills it with SIGKILL once it has told of that many steps. */
async function killAfter(steps: number, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "support/taker.ts"), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let told = 0;
  child.stdout.on("data", (data: Buffer) => {
    told += data.toString().split("\n").length - 1;
    if (told >= steps) child.kill("SIGKILL");
  });
  const [, signal] = await once(child, "exit");
  expect(signal).toBe("SIGKILL");
}
