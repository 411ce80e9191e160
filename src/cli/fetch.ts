import type { Config } from "../config.ts";
import { readSources } from "../config-schema.ts";
import { describeError, UserError } from "../errors.ts";
import { progressOf, type Sample } from "../intake/progress.ts";
import { watchForInterruption } from "../interruption.ts";
import { dayOf, daysAfter } from "../papers/day.ts";
import type { Day, Reject } from "../papers/paper.ts";
import { type BackfillReport, backfill } from "../sources/backfill.ts";
import { SourceError } from "../sources/http.ts";
import { createFeeds } from "../sources/index.ts";
import type { Feed } from "../sources/source.ts";
import type { CliCommand, CliContext, CliInput, CliResult } from "./cli-command.ts";
import { dayOption } from "./day-option.ts";
import { createProgressBar } from "./progress-bar.ts";
import { withPaperboy } from "./with-paperboy.ts";

export const fetchCommand: CliCommand = {
  name: "fetch",
  summary: "takes in past days of a network source",
  usage: "SOURCE [--from YYYY-MM-DD] [--to YYYY-MM-DD] [--json]",
  options: { from: { type: "string" }, to: { type: "string" } },
  optionHelp: [
    "SOURCE        hf-daily, or arXiv categories: arxiv:cs.CL+cs.LG",
    "--from DAY    the first day; a week ago where it isn't given",
    "--to DAY      the last day; today where it isn't given",
  ],
  takes: { min: 1, max: 1 },
  run(input, context) {
    const wanted = sourcesOf(input, context);
    const period = periodOf(input, context);
    return withPaperboy(context, async ({ store, index }) => {
      const { clock } = context;
      const feeds = createFeeds(wanted, { clock, turns: store.sources });
      const bar = createProgressBar(context.stderr);
      const interruption = watchForInterruption();
      const samples: Sample[] = [];
      const totals = { days: 0, known: 0, papers: 0, new: 0 };
      const rejected: Reject[] = [];
      let interrupted = false;
      try {
        for (const [at, feed] of feeds.entries()) {
          const onProgress = ({ done, total, papers }: { done: number; total: number; papers: number }) => {
            // Feeds have about as many days each: the bar counts days, not bytes.
            const days = at * total + done;
            samples.push({ at: performance.now(), entries: totals.papers + papers, bytes: days });
            bar.show({ ...progressOf(samples, feeds.length * total), entries: totals.papers + papers });
          };
          const report = await fetchFeed(feed, period, { store, clock, signal: interruption.signal, onProgress });
          for (const name of ["days", "known", "papers", "new"] as const) totals[name] += report[name];
          rejected.push(...report.rejected);
          interrupted = report.interrupted === true;
          if (interrupted) break;
        }
      } finally {
        bar.clear();
        interruption.end();
        await index.catchUp();
      }
      return resultOf(
        { ...totals, rejected, ...(interrupted && { interrupted }) },
        { input, period, signal: interruption.signal },
      );
    });
  },
};

async function fetchFeed(feed: Feed, period: Period, deps: Parameters<typeof backfill>[2]): Promise<BackfillReport> {
  try {
    return await backfill(feed, period, deps);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const sentence = `${feed.name} can't be fetched: ${describeError(error)}. What came before is kept; the same command goes on from there.`;
    throw new UserError("source", sentence, { cause: error });
  }
}

interface Period {
  readonly from: Day;
  readonly to: Day;
}

function sourcesOf({ positionals: [name = ""] }: CliInput, { config }: CliContext): Config["sources"] {
  const wanted = { ...config.sources, ...readSources(name) };
  if (wanted.hfDaily || wanted.arxivCategories.length > 0) return wanted;
  throw new UserError("usage", "The folder's files are taken in with ingest; fetch takes hf-daily or arxiv:CATEGORY.");
}

function periodOf({ values }: CliInput, { clock }: CliContext): Period {
  const today = dayOf(clock.now());
  const from = dayOption("from", values["from"]) ?? daysAfter(today, -7);
  const to = dayOption("to", values["to"]) ?? today;
  if (from > to) throw new UserError("usage", `--from ${from} lies after --to ${to}: give the earlier day first.`);
  if (from < "1991-01-01") throw new UserError("usage", `--from ${from}: there is nothing to fetch before 1991.`);
  return { from, to };
}

function resultOf(
  report: BackfillReport,
  { input, period, signal }: { input: CliInput; period: Period; signal: AbortSignal },
): CliResult {
  const [source = ""] = input.positionals;
  const days = `${report.days} days asked for, ${report.known} known already`;
  const counts = `${report.papers} papers, ${report.new} of them new, ${report.rejected.length} rejected`;
  const lines = report.rejected.map(({ file, line, reason }) => `\n  ${file}, line ${line}: ${reason}`);
  const text = `${source}, ${period.from} to ${period.to}: ${days}; ${counts}${lines.join("")}`;
  const result = { json: { source, ...period, ...report }, text };
  if (report.interrupted !== true) return result;
  const shortfall = "Interrupted: the same command goes on where this one stopped.";
  return { ...result, shortfall, ...(typeof signal.reason === "number" && { status: signal.reason }) };
}
