import { appendFileSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { readDigest } from "../../src/digests/index.ts";
import { createIntake } from "../../src/intake.ts";
import { silentLog } from "../../src/log.ts";
import { folderSource } from "../../src/sources/folder.ts";
import { createKeepFresh } from "../../src/sources/keep-fresh.ts";
import { createPoller } from "../../src/sources/poll.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { fixedClock } from "../support/clock.ts";
import { dailyPapers, newsFeed } from "../support/feeds.ts";
import { tempFolder } from "../support/temp.ts";

async function setUp() {
  const home = tempFolder();
  const digests = join(home, "digests");
  mkdirSync(digests);
  const store = await openSqliteStore({ file: join(home, "paperboy.db") });
  onTestFinished(() => store.close());
  const clock = fixedClock("2025-09-03T12:00:00Z");
  const intake = createIntake({ store, clock, readDigest });
  const folder = folderSource({ folder: digests, intake, store, clock });
  /** As if it was last written so many seconds before the clock's time. */
  const age = (name: string, seconds: number) => {
    const time = clock.now().getTime() / 1000 - seconds;
    utimesSync(join(digests, name), time, time);
  };
  return { digests, store, clock, intake, folder, age };
}

const line = (id: string) => `${JSON.stringify({ id, title: `Kites ${id}`, abstract: "They fly." })}\n`;

describe("the watched folder", () => {
  test("takes a file in as soon as it stays as it is between two looks, and then leaves it alone", async () => {
    const { digests, folder, age } = await setUp();
    expect(await folder.look()).toBeUndefined();
    writeFileSync(join(digests, "a.jsonl"), line("1"));
    age("a.jsonl", 1);
    expect(await folder.look()).toBeUndefined();
    expect(await folder.look()).toMatchObject({ files: 1, new: 1 });
    expect(await folder.look()).toBeUndefined();
  });

  test("a note that lies there becomes no paper: it is told once, with what it lacks", async () => {
    const { digests, folder, store, age } = await setUp();
    writeFileSync(join(digests, "note.txt"), "Ask Ada about the kites paper\n");
    age("note.txt", 60);
    const rejected = [{ file: join(digests, "note.txt"), line: 1, reason: expect.stringContaining("no digest") }];
    expect(await folder.look()).toMatchObject({ files: 1, entries: 0, rejected });
    expect(await folder.takeIn()).toMatchObject({ files: 0 });
    expect(await store.papers.count()).toBe(0);
  });

  test("leaves a file that is being written until it is whole", async () => {
    const { digests, folder, store, age } = await setUp();
    const file = join(digests, "a.jsonl");
    writeFileSync(file, "");
    for (let part = 0; part < 4; part++) {
      appendFileSync(file, line(String(part)));
      age("a.jsonl", 4 - part);
      expect(await folder.look()).toBeUndefined();
    }
    expect(await store.papers.count()).toBe(0);
    expect(await folder.look()).toMatchObject({ files: 1, new: 4 });
  });

  test("takes in at once what was finished long ago, and again what was changed", async () => {
    const { digests, folder, age } = await setUp();
    writeFileSync(join(digests, "a.jsonl"), line("1"));
    age("a.jsonl", 60);
    expect(await folder.look()).toMatchObject({ files: 1, new: 1 });
    appendFileSync(join(digests, "a.jsonl"), line("2"));
    age("a.jsonl", 30);
    expect(await folder.look()).toMatchObject({ files: 1, entries: 2, new: 1 });
  });

  test("does not read again what the start took in", async () => {
    const { digests, folder } = await setUp();
    writeFileSync(join(digests, "a.jsonl"), line("1"));
    expect(await folder.takeIn()).toMatchObject({ files: 1, new: 1 });
    expect(await folder.look()).toBeUndefined();
    expect(await folder.look()).toBeUndefined();
  });

  test("takes feeds as files: an answer of the Daily Papers, and news without replacements nobody knows", async () => {
    const { digests, folder } = await setUp();
    writeFileSync(join(digests, "day.json"), dailyPapers([{ id: "2509.00001", title: "Kites", day: "2025-09-03" }]));
    const replaced = { id: "2401.00009v3", title: "Old", type: "replace" } as const;
    writeFileSync(
      join(digests, "news.xml"),
      newsFeed("2025-09-03", [{ id: "2509.00001v1", title: "Kites" }, replaced]),
    );
    writeFileSync(join(digests, "packed.jsonl.gz"), gzipSync(line("3")));
    const report = await folder.takeIn();
    expect(report).toMatchObject({ files: 3, entries: 3, papers: 2, new: 2, merged: 1, rejected: [], skipped: 1 });
  });
});

describe("keeping fresh", () => {
  test("tells the index when papers came, and survives what goes wrong", async () => {
    const { digests, store, clock, folder } = await setUp();
    const poller = createPoller({ store, feeds: [], clock, log: silentLog, random: () => 0.5 });
    let told = 0;
    let fails = true;
    const fresh = createKeepFresh({
      folder: {
        look: async (options) => {
          if (fails) throw new Error("the disk went away");
          return folder.look(options);
        },
      },
      poller,
      log: silentLog,
      onPapers: async () => {
        told += 1;
      },
    });
    await fresh.tick();
    fails = false;
    writeFileSync(join(digests, "a.jsonl"), line("1"));
    await fresh.tick();
    await fresh.tick();
    await fresh.tick();
    expect(told).toBe(1);
    await fresh.stop();
    writeFileSync(join(digests, "b.jsonl"), line("2"));
    await fresh.tick();
    await fresh.tick();
    expect(await store.papers.count()).toBe(1);
  });

  test("logs where something can't be read and why, and none of what stands there", async () => {
    const { digests, store, clock, folder } = await setUp();
    writeFileSync(join(digests, "note.txt"), 'A Plan for "Secret" Kites\n');
    const said: string[] = [];
    const fresh = createKeepFresh({
      folder: { look: () => folder.takeIn() },
      poller: createPoller({ store, feeds: [], clock, log: silentLog, random: () => 0.5 }),
      log: { ...silentLog, warn: (details, message) => void said.push(`${JSON.stringify(details)} ${message}`) },
      onPapers: async () => undefined,
    });
    await fresh.tick();
    await fresh.stop();
    expect(said.join()).toMatch(/note\.txt.*can't be read: no digest: .* titles at most/s);
    expect(said.join()).not.toMatch(/Plan|Secret|Kites/);
  });
});
