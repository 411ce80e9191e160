import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine, type Engine } from "../../src/engine.ts";
import type { PaperKey } from "../../src/papers/paper.ts";
import { openSearchIndex } from "../../src/search/sqlite-search-index.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { CollectionDocument } from "./collection.ts";

/** A collection taken in as any papers are, in a folder of its own that goes with `close`. */
export interface TakenInCollection {
  readonly engine: Engine;
  /** The key a document got. */
  keyOf(id: string): PaperKey | undefined;
  close(): Promise<void>;
}

const batch = 500;
const now = new Date("2026-11-21T00:00:00Z");

export async function takeInCollection(documents: readonly CollectionDocument[]): Promise<TakenInCollection> {
  const folder = await mkdtemp(join(tmpdir(), "paperboy-bench-"));
  const store = await openSqliteStore({ file: join(folder, "paperboy.db") });
  const index = await openSearchIndex({ file: join(folder, "index.db"), store });
  const papers = documents.filter(({ title, text }) => title.trim() !== "" || text.trim() !== "");
  const keys = new Map<string, PaperKey>();
  for (let at = 0; at < papers.length; at += batch) {
    const some = papers.slice(at, at + batch);
    const taken = await store.papers.takeIn(
      some.map(({ id, title, text }, i) => ({
        entry: { title: title.trim() || untitled(at + i), abstract: text, externalId: id },
        source: "bench",
        takenIn: "2026-11-21",
      })),
    );
    some.forEach(({ id }, i) => {
      const key = taken[i]?.key;
      if (key !== undefined) keys.set(id, key);
    });
  }
  await index.catchUp();
  await index.settled();
  return {
    engine: createEngine({ store, index, clock: { now: () => now } }),
    keyOf: (id) => keys.get(id),
    async close() {
      await index.close();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A paper has a title. One without words, in Braille figures, tells such documents apart and adds nothing to match. */
function untitled(number: number): string {
  return Array.from(String(number), (digit) => String.fromCodePoint(0x2800 + Number(digit) + 1)).join("");
}
