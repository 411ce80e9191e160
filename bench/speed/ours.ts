import { statSync } from "node:fs";
import { join } from "node:path";
import { ingestCommand } from "../../src/cli/ingest.ts";
import { readConfig } from "../../src/config.ts";
import { createEngine } from "../../src/engine.ts";
import { silentLog } from "../../src/log.ts";
import { openSearchIndex } from "../../src/search/sqlite-search-index.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { readQuestions } from "./papers.ts";
import { megabytes, timed } from "./timing.ts";

const clock = { now: () => new Date() };
const sample = 1000;

async function open(folder: string) {
  const store = await openSqliteStore({ file: join(folder, "paperboy.db") });
  const index = await openSearchIndex({ file: join(folder, "index.db"), store });
  return { store, index, engine: createEngine({ store, index, clock }) };
}

/** Takes in `papers.jsonl` of the folder by `paperboy ingest`, topics and all. */
export async function takeInOurs(folder: string) {
  const begun = performance.now();
  await ingestCommand.run({ positionals: [join(folder, "papers.jsonl")], values: {} }, contextOf(folder));
  const done = performance.now();
  const { store, index } = await open(folder);
  const papers = await store.papers.count();
  await index.close();
  await store.close();
  return {
    papersPerSecond: (papers / (done - begun)) * 1000,
    peakRssMb: process.resourceUsage().maxRSS / 1000,
    storeMb: megabytes(statSync(join(folder, "paperboy.db")).size),
    indexMb: megabytes(statSync(join(folder, "index.db")).size),
  };
}

function contextOf(folder: string) {
  const unused = () => Promise.reject(new Error("An intake posts nothing."));
  return {
    config: readConfig({ PAPERBOY_DATA: folder }),
    clock,
    log: silentLog,
    stdout: process.stdout,
    stderr: process.stderr,
    platforms: unused,
    terminal: unused,
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
