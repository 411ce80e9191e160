import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { parseArgs } from "node:util";
import project from "../package.json" with { type: "json" };
import { UserError } from "../src/errors.ts";
import { realCorpus } from "./real-corpus.ts";
import { answerMiniSearch, takeInMiniSearch } from "./speed/minisearch.ts";
import { answerOurs, takeInOurs } from "./speed/ours.ts";
import { questionsOf, readPapers, writePapers, writeQuestions } from "./speed/papers.ts";
import type { Percentiles } from "./speed/timing.ts";
import { table } from "./support/table.ts";
import { wholeNumber } from "./whole-number.ts";

const usage = "npm run -s bench -- speed --papers N [--from FILE] [--no-rival] [--json]";

const asked = 1000;

/** Each runs in a process of its own, so that neither warms up, fills or slows the other. */
const phases: Readonly<Record<string, (folder: string, started: number) => Promise<Partial<Ours>>>> = {
  "take in, ours": takeInOurs,
  "answer, ours": answerOurs,
  "take in, MiniSearch": takeInMiniSearch,
  "answer, MiniSearch": answerMiniSearch,
};

interface Figures {
  readonly papersPerSecond: number;
  readonly coldStartMs: number;
  readonly rssMb: number;
  readonly peakRssMb: number;
  readonly indexMb: number;
  readonly search: Percentiles;
  readonly similar: Percentiles;
  readonly complete: Percentiles;
}

/** What N papers cost: to take in, to start with, to ask; beside MiniSearch as it comes. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      papers: { type: "string", default: "30000" },
      from: { type: "string", default: realCorpus },
      "no-rival": { type: "boolean" },
      json: { type: "boolean" },
      phase: { type: "string" },
      folder: { type: "string" },
      started: { type: "string" },
    },
  });
  const { from, phase, folder } = values;
  if (phase !== undefined && folder !== undefined) {
    process.stdout.write(JSON.stringify(await phases[phase]?.(folder, Number(values.started))));
    return;
  }
  const count = wholeNumber("papers", values.papers);
  if (count < 100) throw new UserError("usage", `Usage: ${usage} (100 papers at least)`);
  const made = await mkdtemp(join(tmpdir(), "paperboy-speed-"));
  try {
    const papers = await readPapers(from);
    await writePapers(join(made, "papers.jsonl"), papers, count);
    writeQuestions(made, questionsOf(papers.slice(0, count), asked));
    const ours = {
      ...(await inProcess("take in, ours", made)),
      ...(await inProcess("answer, ours", made)),
    };
    const rival = values["no-rival"]
      ? undefined
      : {
          ...(await inProcess("take in, MiniSearch", made)),
          ...(await inProcess("answer, MiniSearch", made)),
        };
    const machine = `${cpus().length} x ${cpus()[0]?.model ?? "?"}, Node ${process.version}`;
    if (values.json) process.stdout.write(`${JSON.stringify({ papers: count, machine, ours, minisearch: rival })}\n`);
    else process.stdout.write(`${count} papers, ${machine}\n${report(ours, rival)}\n`);
  } finally {
    await rm(made, { recursive: true });
  }
}

/** `npm start` and `npm run paperboy` run Node with options of their own. */
const startOptions = /\bexec node (.*)src\/main\.ts/.exec(project.scripts.start)?.[1]?.trim().split(" ") ?? [];

const nodeOptions: Readonly<Record<string, readonly string[]>> = {
  "take in, ours": startOptions,
  "answer, ours": startOptions,
  "take in, MiniSearch": ["--max-old-space-size=8192"],
  "answer, MiniSearch": ["--max-old-space-size=8192"],
};

async function inProcess(phase: string, folder: string): Promise<Ours> {
  const script = process.argv[1] ?? "";
  const args = [...(nodeOptions[phase] ?? []), script, "speed", "--phase", phase, "--folder", folder];
  const child = spawn(process.execPath, [...args, "--started", String(Date.now())], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return (await json(child.stdout)) as Ours;
}

interface Ours extends Figures {
  readonly storeMb: number;
}

function report(ours: Ours, rival: Figures | undefined): string {
  const row = (name: string, of: (figures: Figures) => number, digits = 0): string[] => {
    const cells = [name, of(ours).toFixed(digits)];
    return rival ? [...cells, of(rival).toFixed(digits), `${(of(rival) / of(ours)).toFixed(2)}`] : cells;
  };
  const times = (["search", "similar", "complete"] as const).flatMap((kind) =>
    (["p50", "p95", "p99"] as const).map((share) => row(`${kind} ${share} (ms)`, (figures) => figures[kind][share], 2)),
  );
  const rows = [
    row("papers a second", ({ papersPerSecond }) => papersPerSecond),
    row("cold start (ms)", ({ coldStartMs }) => coldStartMs),
    row("RSS while answering (MB)", ({ rssMb }) => rssMb),
    row("RSS while taking in (MB)", ({ peakRssMb }) => peakRssMb),
    row("index on disk (MB)", ({ indexMb }) => indexMb),
    ...times,
  ];
  const headings = ["", "Paperboy", ...(rival ? ["MiniSearch", "MiniSearch / Paperboy"] : [])];
  return [table(headings, rows), `Beside the index, Paperboy's store has ${ours.storeMb.toFixed(0)} MB on disk.`].join(
    "\n",
  );
}
