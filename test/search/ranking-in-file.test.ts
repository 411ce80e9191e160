import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SearchIndex } from "../../src/search/search-index.ts";
import { openSearchIndex } from "../../src/search/sqlite-search-index.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { Store } from "../../src/store/store.ts";
import { paper } from "../support/search-papers.ts";

const today = "2024-06-02";
const subjects = ["tides coast moon harbour", "yeast bread flour oven", "lattice crystal phonon spin"];

let folder: string;
let file: string;
let store: Store;
let index: SearchIndex;
let renewals: string[];

const open = () => openSearchIndex({ file, store, onRenewed: (reason) => renewals.push(reason) });

/** Papers on three subjects, each with most of its subject's words. */
async function takeIn(from: number, count: number): Promise<void> {
  await store.papers.takeIn(
    Array.from({ length: count }, (_, i) => {
      const words = (subjects[i % 3] ?? "").split(" ").filter((_, at) => at !== (i >> 2) % 4);
      return paper(from + i, { title: `Report ${from + i}`, abstract: `Of ${words.join(" and ")} in region ${i}.` });
    }),
  );
}

async function numbers(query: string): Promise<number[]> {
  const { hits } = await index.search(query, { limit: 10, today });
  return Promise.all(hits.map(async ({ key }) => Number((await store.papers.get(key))?.externalId)));
}

function inFile<T>(run: (db: Database.Database) => T): T {
  const db = new Database(file);
  try {
    return run(db);
  } finally {
    db.close();
  }
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "paperboy-ranking-"));
  file = join(folder, "index.db");
  store = await openSqliteStore({ file: join(folder, "paperboy.db") });
  renewals = [];
  index = await open();
});

afterEach(async () => {
  await index.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

describe("the ranking in the index file", () => {
  it("answers the same after a restart, topics included", async () => {
    await takeIn(0, 120);
    await index.catchUp();
    await index.settled();
    expect((await index.ranked()).lsa?.end).toBe(120);
    const before = await index.search("moon harbour", { limit: 20, today });
    await index.close();
    index = await open();
    expect((await index.ranked()).lsa?.basis.learntFrom).toBe(120);
    expect(await index.search("moon harbour", { limit: 20, today })).toEqual(before);
    expect(renewals).toEqual([]);
  });

  it("learns no topics from a handful of papers, and learns them anew when the papers have become many more", async () => {
    await takeIn(0, 30);
    await index.catchUp();
    await index.settled();
    expect((await index.ranked()).lsa).toBeUndefined();
    await takeIn(100, 60);
    await index.catchUp();
    await index.settled();
    expect((await index.ranked()).lsa?.basis.learntFrom).toBe(90);
    await takeIn(200, 60);
    await index.catchUp();
    await index.settled();
    expect((await index.ranked()).lsa?.basis.learntFrom).toBe(150);
    expect((await index.ranked()).lsa?.end).toBe(150);
  });

  it("holds a changed paper once, with its new words", async () => {
    await takeIn(0, 70);
    await index.catchUp();
    await store.papers.takeIn([
      paper(3, {
        title: "Report 3",
        abstract: "Of zeppelins, tides and coasts, told at greater length than before, in region 3.",
      }),
    ]);
    expect(await index.catchUp()).toBe(1);
    expect(await numbers("zeppelin")).toEqual([3]);
    expect((await index.ranked()).vectors.count).toBe(70);
    await index.close();
    index = await open();
    expect(await numbers("zeppelin")).toEqual([3]);
    expect((await index.ranked()).vectors.count).toBe(70);
  });

  it("reaches a process that only reads, with added, changed and newly learnt things", async () => {
    const reader = await open();
    expect((await reader.search("tides", { limit: 5, today })).total).toBe(0);
    await takeIn(0, 90);
    await index.catchUp();
    await index.settled();
    expect((await reader.search("tides", { limit: 5, today })).total).toBe(
      (await index.search("tides", { limit: 5, today })).total,
    );
    const [read, own] = [await reader.ranked(), await index.ranked()];
    expect(read.vectors.count).toBe(90);
    expect(read.lsa?.bytes()).toEqual(own.lsa?.bytes());
    await reader.close();
  });

  it("follows two processes that write in turn", async () => {
    const other = await open();
    for (let round = 0; round < 4; round++) {
      await takeIn(round * 100, 10);
      await (round % 2 ? index : other).catchUp();
    }
    for (const each of [index, other]) {
      await each.catchUp();
      expect((await each.ranked()).vectors.count).toBe(40);
      expect((await each.search("report", { limit: 50, today })).hits.length).toBe(40);
    }
    expect(renewals).toEqual([]);
    await other.close();
  });

  it("is made anew from the store where its terms are damaged", async () => {
    await takeIn(0, 70);
    await index.catchUp();
    await index.close();
    inFile((db) => db.prepare("update segments set terms = zeroblob(length(terms))").run());
    index = await open();
    expect((await index.search("tides", { limit: 5, today })).total).toBeGreaterThan(0);
    expect(renewals).toEqual(["it was damaged"]);
  });

  it("is made anew where the damage shows first while new papers are taken over", async () => {
    await takeIn(0, 70);
    await index.catchUp();
    await index.settled();
    inFile((db) => db.pragma("wal_checkpoint(truncate)"));
    const bytes = readFileSync(file).fill("Z", 4_096);
    writeFileSync(file, bytes);
    await takeIn(100, 10);
    await index.catchUp();
    expect(renewals).toEqual(["it was damaged"]);
    expect((await index.search("tides", { limit: 5, today })).total).toBeGreaterThan(0);
  });

  it("does without topics that are damaged", async () => {
    await takeIn(0, 90);
    await index.catchUp();
    await index.settled();
    await index.close();
    inFile((db) => db.prepare("update topics set basis = zeroblob(7)").run());
    index = await open();
    expect((await index.ranked()).lsa).toBeUndefined();
    expect((await index.search("tides", { limit: 5, today })).total).toBeGreaterThan(0);
    expect(renewals).toEqual([]);
  });

  it("closes at once while topics are being learnt", async () => {
    await takeIn(0, 500);
    await index.catchUp();
    const begun = performance.now();
    await index.close();
    expect(performance.now() - begun).toBeLessThan(1000);
    index = await open();
    expect((await index.ranked()).vectors.count).toBe(500);
  });
});

describe("an answer", () => {
  beforeEach(async () => {
    await store.papers.takeIn([
      paper(1, { title: "Tides", abstract: "The moon pulls the sea." }),
      paper(2, { title: "Moonlight", abstract: "A walk under the moon." }),
      paper(3, { title: "Harbours", abstract: "The sea rises, and the tide with it, at each moon." }),
      paper(4, { title: "Sea salt", abstract: "Salt for the kitchen." }),
    ]);
    await index.catchUp();
  });

  it("has the papers with all words first, counts those alone, and marks the others", async () => {
    const { whole, hits } = await index.search("moon tides", { limit: 10, today });
    expect(whole).toBe(2);
    const found = await Promise.all(
      hits.map(async ({ key, part }) => [(await store.papers.get(key))?.externalId, part ?? false]),
    );
    expect(found.slice(0, 2).map(([, part]) => part)).toEqual([false, false]);
    expect(found.slice(2).every(([, part]) => part === true)).toBe(true);
    const scores = hits.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  it("does not bring up papers with only the words that say least", async () => {
    const { hits } = await index.search("kitchen sea", { limit: 10, today });
    expect(hits).toHaveLength(1);
  });

  it("takes the parts of a hyphenated word side by side", async () => {
    await store.papers.takeIn([
      paper(5, { title: "Deep-sea fish", abstract: "Fish." }),
      paper(6, { title: "The sea is deep", abstract: "Deep indeed is the sea." }),
    ]);
    await index.catchUp();
    expect((await index.search("deep-sea", { limit: 10, today })).total).toBe(1);
  });
});
