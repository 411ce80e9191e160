import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startLocalSlack } from "../test/support/slack/local-slack.ts";
import { socketSettings, startProgram } from "../test/support/slack/program.ts";
import { questionsOf, readPapers, writePapers } from "./speed/papers.ts";

const atOnce = 20;
const rounds = 25;

/** `acks FILE.jsonl[.gz] [PAPERS]`: how long Slack waits for acks while commands come 20 at once, in the real program. */
export async function run([file, count = "100000"]: readonly string[]): Promise<void> {
  if (file === undefined) throw new Error("usage: acks FILE.jsonl[.gz] [PAPERS]");
  const folder = mkdtempSync(join(tmpdir(), "paperboy-acks-"));
  const slack = await startLocalSlack();
  const papers = await readPapers(file);
  const written = join(folder, "papers.jsonl");
  await writePapers(written, papers, Number(count));
  const { status } = spawnSync(process.execPath, ["src/cli.ts", "ingest", written, "--data", folder], {
    cwd: resolve(import.meta.dirname, ".."),
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error("the papers could not be taken in");
  const digests = join(folder, "digests");
  mkdirSync(digests);
  const program = startProgram({ ...socketSettings(slack), PAPERBOY_DIGESTS: digests, LOG_LEVEL: "warn" }, folder);
  try {
    await program.says("Paperboy serves");
    const { queries } = questionsOf(papers, atOnce * rounds);
    const acks: number[] = [];
    const answers: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const before = slack.messages.length;
      const begun = performance.now();
      const asked = queries.slice(round * atOnce, (round + 1) * atOnce);
      const sent = await Promise.all(
        asked.map((query, index) => slack.command(`search ${query}`, { user: `U${round}x${index}` })),
      );
      acks.push(...sent.map(({ milliseconds }) => milliseconds));
      await slack.until(() => slack.messages.length >= before + asked.length, "all answers", 60_000);
      answers.push(performance.now() - begun);
    }
    const row = (name: string, times: readonly number[]) =>
      process.stdout.write(`${name.padEnd(24)}${[0.5, 0.95, 0.99, 1].map((share) => at(times, share)).join("")}\n`);
    process.stdout.write(
      `${`${count} papers, ms`.padEnd(24)}${["p50", "p95", "p99", "max"].map((h) => h.padStart(9)).join("")}\n`,
    );
    row(`ack, ${atOnce} at once`, acks);
    row(`all ${atOnce} answered`, answers);
    if (slack.faults.length > 0) process.stdout.write(`faults: ${slack.faults.slice(0, 3).join("; ")}\n`);
  } finally {
    await program.clear();
    await slack.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function at(times: readonly number[], share: number): string {
  const sorted = [...times].sort((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1).padStart(9);
}
