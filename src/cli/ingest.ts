import { resolve } from "node:path";
import type { IntakeOptions, IntakeReport } from "../intake.ts";
import { aborted, watchForInterruption } from "../interruption.ts";
import { count } from "../views/text.ts";
import type { CliCommand, CliResult } from "./cli-command.ts";
import { dayOption } from "./day-option.ts";
import { type Follower, followBeside } from "./follow-beside.ts";
import { createProgressBar } from "./progress-bar.ts";
import { watchIndexing } from "./watch-indexing.ts";
import { withPaperboy } from "./with-paperboy.ts";

export const ingestCommand: CliCommand = {
  name: "ingest",
  summary: "takes in digest files, or all digest files of a folder",
  usage: "PATH... [--date YYYY-MM-DD] [--json]",
  options: { date: { type: "string" } },
  optionHelp: ["--date DAY    the day these digests were listed, where a file doesn't say or says it wrongly"],
  takes: { min: 1, max: Number.POSITIVE_INFINITY },
  run({ positionals, values }, context) {
    const date = dayOption("date", values["date"]);
    const paths = positionals.map((path) => resolve(context.config.callerFolder, path));
    return withPaperboy(context, async ({ intake, index, engine }) => {
      const bar = createProgressBar(context.stderr);
      const interruption = watchForInterruption();
      let follower: Follower | undefined;
      const onProgress: IntakeOptions["onProgress"] = (progress) => {
        bar.show(progress);
        if (progress.entries >= worthAThread) follower ??= followBeside(context.config);
        follower?.follow();
      };
      try {
        const { signal } = interruption;
        const report = await intake.takeIn(paths, { ...(date !== undefined && { date }), onProgress, signal });
        // The topics too, while they are at hand: whoever asks next may be a process that lives for one answer.
        const indexing = follower?.finish() ?? index.catchUp().then(() => index.settled());
        await Promise.race([watchIndexing(indexing, { engine, clock: context.clock, bar }), aborted(signal)]);
        return resultOf(report, signal);
      } finally {
        bar.clear();
        await follower?.leave();
        interruption.end();
      }
    });
  },
};

/** Fewer entries are indexed sooner than a thread has started. */
const worthAThread = 2_000;

function resultOf(report: IntakeReport, signal: AbortSignal): CliResult {
  const { files, entries, papers, merged, rejected } = report;
  const places = rejected.map(({ file, line, reason }) => `\n  ${file}${line > 0 ? `:${line}` : ""}: ${reason}`);
  const counts = [
    count(entries, "entry", "entries"),
    count(papers, "paper"),
    count(report.new, "new", "new"),
    `${count(merged, "merged", "merged")} into known papers`,
    count(rejected.length, "rejected", "rejected"),
    ...(report.skipped
      ? [`${count(report.skipped, "new version", "new versions")} of papers not known here left out`]
      : []),
  ];
  const result = { json: report, text: [`${count(files, "file")}: ${counts.join(", ")}`, ...places].join("") };
  if (signal.aborted) {
    const shortfall = "Interrupted: the same command goes on where this one stopped.";
    return { ...result, shortfall, status: signal.reason };
  }
  if (entries > 0 || rejected.length === 0) return result;
  return { ...result, shortfall: "Nothing could be taken in: each reject says why." };
}
