import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createEngine } from "../src/engine.ts";
import { openSearchIndex } from "../src/search/sqlite-search-index.ts";
import { openSqliteStore } from "../src/store/sqlite.ts";
import { readDatedPapers } from "./dated-papers.ts";
import { createRandom } from "./random.ts";
import { realCorpus } from "./real-corpus.ts";
import { figures } from "./support/table.ts";
import { wholeNumber } from "./whole-number.ts";

const usage = `npm run -s bench -- taste-speed [--channels N] [--papers N] [--past N] [--votes N] [--from FILE] [--json]

N new papers scored for the tastes of N channels, each of N votes on earlier papers, read from the store, through the
engine's own code, in one thread: for the first time after a start, and for another batch later. FILE as for the bench votes.
`;

const today = "2026-01-10";
const before = "2025-12-01";

/** Measures what tastes cost on a morning. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      channels: { type: "string", default: "1000" },
      papers: { type: "string", default: "1000" },
      past: { type: "string", default: "9000" },
      votes: { type: "string", default: "20" },
      from: { type: "string", default: realCorpus },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return void process.stdout.write(usage);
  const folder = mkdtempSync(join(tmpdir(), "paperboy-bench-"));
  const store = await openSqliteStore({ file: join(folder, "paperboy.db") });
  const index = await openSearchIndex({ file: join(folder, "index.db"), store });
  try {
    const fresh = wholeNumber("papers", values.papers);
    const papers = (await readDatedPapers(values.from)).slice(-wholeNumber("past", values.past) - fresh);
    const taken = await store.papers.takeIn(
      papers.map(({ title, abstract, categories }, at) => ({
        entry: { title, abstract, categories, listed: at < papers.length - fresh ? before : today },
        source: "bench",
        takenIn: today,
      })),
    );
    await index.catchUp();
    await index.settled();
    const random = createRandom(1);
    const past = taken.slice(0, -fresh);
    const channels = Array.from({ length: wholeNumber("channels", values.channels) }, (_, i) => ({
      platform: "bench",
      id: `c${i}`,
    }));
    for (const channel of channels) {
      for (let i = 0; i < wholeNumber("votes", values.votes); i++) {
        const paper = past[Math.floor(random() * past.length)]?.key ?? "";
        const vote = { paper, value: random() < 0.7 ? "up" : "down", at: new Date(`${before}T09:00:00Z`) } as const;
        await store.votes.cast({ platform: "bench", id: `p${i}` }, vote, channel);
      }
    }
    const engine = createEngine({ store, index, clock: { now: () => new Date(`${today}T09:00:00Z`) } });
    const started = performance.now();
    const cpu = process.cpuUsage();
    const newKeys = taken.slice(-fresh).map(({ key }) => key);
    let scored = 0;
    let firstAt = 0;
    for (const channel of channels) {
      const suits = await engine.suits({ channel }, { since: today });
      scored += newKeys.filter((key) => suits?.get(key) !== undefined).length;
      firstAt ||= performance.now();
    }
    const { user, system } = process.cpuUsage(cpu);
    const firstDone = performance.now();
    const extra = { title: "One more", abstract: "It makes the batch another one.", listed: today };
    await store.papers.takeIn([{ entry: extra, source: "bench", takenIn: today }]);
    await index.catchUp();
    const again = performance.now();
    for (const channel of channels) await engine.suits({ channel }, { since: today });
    const result = {
      channels: channels.length,
      papers: scored / channels.length,
      votes: wholeNumber("votes", values.votes),
      seconds: (firstDone - started) / 1000,
      laterSeconds: (performance.now() - again) / 1000,
      cpuSeconds: (user + system) / 1e6,
      firstChannelSeconds: (firstAt - started) / 1000,
    };
    process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : figures(result));
  } finally {
    await index.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
