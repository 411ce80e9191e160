import { statSync } from "node:fs";
import { join } from "node:path";
import { readDigest } from "../../src/digests/index.ts";
import { createEngine } from "../../src/engine.ts";
import { createIntake } from "../../src/intake.ts";
import { openSearchIndex } from "../../src/search/sqlite-search-index.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { readQuestions } from "./papers.ts";
import { longestBlock, megabytes, timed } from "./timing.ts";

const clock = { now: () => new Date() };
const sample = 1000;

async function open(folder: string) {
  const store = await openSqliteStore({ file: join(folder, "paperboy.db") });
  const index = await openSearchIndex({ file: join(folder, "index.db"), store });
  return { store, index, engine: createEngine({ store, index, clock }) };
}

/** Takes in `papers.jsonl` of the folder as `paperboy ingest` does, and learns its topics. */
export async function takeInOurs(folder: string) {
  const { store, index } = await open(folder);
  const begun = performance.now();
  const { papers } = await createIntake({ store, clock, readDigest }).takeIn([join(folder, "papers.jsonl")]);
  const stored = performance.now();
  const { longest } = await longestBlock(() => index.catchUp());
  const done = performance.now();
  const topics = await longestBlock(() => index.settled());
  const learnt = performance.now();
  await index.close();
  await store.close();
  return {
    papersPerSecond: (papers / (done - begun)) * 1000,
    storeSeconds: (stored - begun) / 1000,
    indexSeconds: (done - stored) / 1000,
    topicsSeconds: (learnt - done) / 1000,
    longestBlockIndexMs: longest,
    longestBlockTopicsMs: topics.longest,
    peakRssMb: process.resourceUsage().maxRSS / 1000,
    storeMb: megabytes(statSync(join(folder, "paperboy.db")).size),
    indexMb: megabytes(statSync(join(folder, "index.db")).size),
  };
}

/** Opens what was taken in, in a new process, and answers. `started`: when that process was started, as Date.now(). */
export async function answerOurs(folder: string, started: number) {
  const { store, index, engine } = await open(folder);
  await index.catchUp();
  await engine.search("graph neural networks", { limit: 5 });
  const coldStartMs = Date.now() - started;
  const { queries, prefixes } = readQuestions(folder);
  const search = await timed(queries, (query) => engine.search(query, { limit: 10 }));
  const complete = await timed(prefixes, (prefix) => engine.complete(prefix, 10));
  const papers = await store.papers.latest({ limit: sample, offset: 0 });
  const similar = await timed(papers.slice(0, sample / 2), ({ key }) => engine.similar(key, { limit: 10 }));
  const rssMb = megabytes(process.memoryUsage().rss);
  await index.close();
  await store.close();
  return { coldStartMs, rssMb, search, similar, complete };
}
