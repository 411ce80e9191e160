import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { UserError } from "../../src/errors.ts";
import { table } from "../support/table.ts";
import { wholeNumber } from "../whole-number.ts";
import { type Collection, readCollection } from "./collection.ts";
import { type Evaluation, evaluate, type Ranker, trecRun } from "./evaluate.ts";
import { randomisationTest } from "./metrics.ts";
import { type TakenInCollection, takeInCollection } from "./taken-in.ts";

export interface QualityBench {
  readonly usage: string;
  /** Whether the collection's queries are papers themselves, which are not to be found. */
  readonly similar: boolean;
  /** Ours first, then those it is compared with. */
  rankers(taken: TakenInCollection, documents: Collection["documents"]): readonly Ranker[];
}

/** Evaluates rankers on a collection in BEIR's layout, ours through the very engine that people ask. */
export async function runQuality(args: readonly string[], { usage, similar, rankers }: QualityBench): Promise<void> {
  const options = qualityOptions(args, usage);
  const collection = await readCollection(options.directory);
  const { documents } = collection;
  const taken = await takeInCollection(documents);
  try {
    const evaluations: Evaluation[] = [];
    for (const ranker of rankers(taken, documents))
      evaluations.push(await evaluate(ranker, collection, { depth: options.depth, similar }));
    await reportQuality(evaluations, options);
  } finally {
    await taken.close();
  }
}

interface QualityOptions {
  readonly directory: string;
  readonly depth: number;
  /** Where the first ranker's run goes, in TREC's format. */
  readonly run: string | undefined;
  readonly json: boolean;
}

/** Throws a UserError that says how it is used. */
function qualityOptions(args: readonly string[], usage: string): QualityOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { depth: { type: "string", default: "100" }, run: { type: "string" }, json: { type: "boolean" } },
  });
  const [directory, ...more] = positionals;
  const depth = wholeNumber("depth", values.depth);
  if (directory === undefined || more.length > 0 || depth > 1000)
    throw new UserError("usage", `Usage: ${usage} (depth: 1 to 1000)`);
  return { directory, depth, run: values.run, json: values.json ?? false };
}

/** Says how well each ranker did, the first one being ours. */
async function reportQuality(
  evaluations: readonly Evaluation[],
  { directory, depth, run, json }: QualityOptions,
): Promise<void> {
  const [ours] = evaluations;
  if (!ours) return;
  if (run !== undefined) await writeFile(run, trecRun(ours));
  const rows = evaluations.map((each) => ({
    name: each.name,
    "nDCG@10": each.ndcg10,
    "recall@100": each.recall100,
    "MRR@10": each.mrr10,
    "ms a query": each.millisecondsPerQuery,
    "p (nDCG)": each === ours ? undefined : randomisationTest(ours.perQuery, each.perQuery),
  }));
  if (json) {
    const results = rows.map(({ "p (nDCG)": p, ...row }) => (p === undefined ? row : { ...row, p }));
    process.stdout.write(`${JSON.stringify({ directory, depth, queries: ours.perQuery.length, results })}\n`);
    return;
  }
  const headings = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => [
    row.name,
    ...[row["nDCG@10"], row["recall@100"], row["MRR@10"]].map((figure) => figure.toFixed(4)),
    row["ms a query"].toFixed(2),
    row["p (nDCG)"]?.toFixed(4) ?? "",
  ]);
  process.stdout.write(`${directory}: ${ours.perQuery.length} queries, depth ${depth}\n${table(headings, cells)}\n`);
}
