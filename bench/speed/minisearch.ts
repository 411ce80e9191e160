import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import MiniSearch from "minisearch";
import { readPapers, readQuestions, type SpeedPaper } from "./papers.ts";
import { megabytes, timed } from "./timing.ts";

const options = { fields: ["title", "abstract"], storeFields: ["title"] };

/** It takes ten times as long: a third of the questions tells as much. */
const fewer = 300;

/** MiniSearch as it comes, and its snapshot on disk. */
export async function takeInMiniSearch(folder: string) {
  const papers = await readPapers(join(folder, "papers.jsonl"));
  const begun = performance.now();
  const index = new MiniSearch<SpeedPaper>(options);
  index.addAll(papers);
  const seconds = (performance.now() - begun) / 1000;
  const snapshot = join(folder, "minisearch.json");
  writeFileSync(snapshot, JSON.stringify(index));
  return {
    papersPerSecond: papers.length / seconds,
    indexSeconds: seconds,
    peakRssMb: process.resourceUsage().maxRSS / 1000,
    indexMb: megabytes(statSync(snapshot).size),
  };
}

export async function answerMiniSearch(folder: string, started: number) {
  const index = MiniSearch.loadJSON<SpeedPaper>(readFileSync(join(folder, "minisearch.json"), "utf8"), options);
  index.search("graph neural networks");
  const coldStartMs = Date.now() - started;
  const rssMb = megabytes(process.memoryUsage().rss);
  const { queries, prefixes, abstracts } = readQuestions(folder);
  const search = await timed(queries.slice(0, fewer), (query) => index.search(query).slice(0, 10));
  const complete = await timed(prefixes.slice(0, fewer), (prefix) => index.autoSuggest(prefix).slice(0, 10));
  const similar = await timed(abstracts, (text) => index.search(text).slice(0, 10));
  return { coldStartMs, rssMb, search, similar, complete };
}
