import { resolve } from "node:path";
import { UserError } from "../errors.ts";
import { daySchema } from "../papers/paper.ts";
import type { CliCommand } from "./cli-command.ts";
import { createProgressBar } from "./progress-bar.ts";
import { withPaperboy } from "./with-paperboy.ts";

export const ingestCommand: CliCommand = {
  name: "ingest",
  summary: "takes in digest files, or all digest files of a folder",
  usage: "PATH... [--date YYYY-MM-DD] [--json]",
  options: { date: { type: "string" } },
  optionHelp: ["--date DAY    the day these digests were listed, where a file doesn't say or says it wrongly"],
  takes: { min: 1, max: Number.POSITIVE_INFINITY },
  run({ positionals, values }, context) {
    const date = dayOption(values["date"]);
    const paths = positionals.map((path) => resolve(context.config.callerFolder, path));
    return withPaperboy(context, async ({ intake, index }) => {
      const bar = createProgressBar(context.stderr);
      const report = await intake
        .takeIn(paths, { ...(date !== undefined && { date }), onProgress: bar.show, signal: context.signal })
        .finally(bar.clear);
      await index.catchUp();
      const rejected = report.rejected.map(({ file, line, reason }) => `\n  ${file}:${line}: ${reason}`);
      const text = [
        `${report.files} ${report.files === 1 ? "file" : "files"}: ${report.entries} entries, ${report.papers} papers, ` +
          `${report.new} new, ${report.merged} merged into known papers, ${rejected.length} rejected`,
        ...rejected,
      ].join("");
      return {
        json: report,
        text,
        ...(context.signal.aborted && { shortfall: "Interrupted. The same command goes on where this one stopped." }),
      };
    });
  },
};

function dayOption(value: string | boolean | undefined): string | undefined {
  if (value === undefined) return undefined;
  const parsed = daySchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UserError("usage", `--date takes a day such as 2026-03-11, not ${JSON.stringify(value)}.`);
}
