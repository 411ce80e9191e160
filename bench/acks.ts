import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startProgram } from "../test/support/slack/program.ts";
import { questionsOf, readPapers, writePapers } from "./speed/papers.ts";
import { type AskedPlatform, askDiscord, askSlack } from "./support/asked-platform.ts";

const atOnce = 20;
const rounds = 25;

const platforms: Readonly<Record<string, () => Promise<AskedPlatform>>> = { slack: askSlack, discord: askDiscord };

/**
 * `acks slack|discord FILE.jsonl[.gz] [PAPERS]`: how long a platform waits for the first answer while commands come 20 at
 * once, in the real program, and how long people wait for all of them.
 */
export async function run([name = "", file, count = "100000"]: readonly string[]): Promise<void> {
  const start = platforms[name];
  if (!start || file === undefined) throw new Error("usage: acks slack|discord FILE.jsonl[.gz] [PAPERS]");
  const folder = mkdtempSync(join(tmpdir(), "paperboy-acks-"));
  const papers = await readPapers(file);
  await takeIn(folder, papers, Number(count));
  const digests = join(folder, "digests");
  mkdirSync(digests);
  const platform = await start();
  const settings = { ...platform.settings, PAPERBOY_DIGESTS: digests, LOG_LEVEL: "warn" };
  const program = startProgram(settings, folder);
  try {
    await program.says("Paperboy serves");
    const { queries } = questionsOf(papers, atOnce * rounds);
    const first: number[] = [];
    const all: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const begun = performance.now();
      first.push(...(await platform.search(queries.slice(round * atOnce, (round + 1) * atOnce))));
      all.push(performance.now() - begun);
    }
    const row = (title: string, times: readonly number[]) =>
      process.stdout.write(`${title.padEnd(30)}${[0.5, 0.95, 0.99, 1].map((share) => at(times, share)).join("")}\n`);
    process.stdout.write(
      `${`${count} papers, ms`.padEnd(30)}${["p50", "p95", "p99", "max"].map((h) => h.padStart(9)).join("")}\n`,
    );
    row(`first answer, ${atOnce} at once`, first);
    row(`all ${atOnce} answered`, all);
    const faults = platform.faults();
    if (faults.length > 0) process.stdout.write(`faults: ${faults.slice(0, 3).join("; ")}\n`);
  } finally {
    await program.clear();
    await platform.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function takeIn(folder: string, papers: Awaited<ReturnType<typeof readPapers>>, count: number): Promise<void> {
  const written = join(folder, "papers.jsonl");
  await writePapers(written, papers, count);
  const { status } = spawnSync(process.execPath, ["src/cli.ts", "ingest", written, "--data", folder], {
    cwd: resolve(import.meta.dirname, ".."),
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error("the papers could not be taken in");
}

function at(times: readonly number[], share: number): string {
  const sorted = [...times].sort((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1).padStart(9);
}
