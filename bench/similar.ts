import { readCollection } from "./quality/collection.ts";
import { evaluate, type Ranker } from "./quality/evaluate.ts";
import { createCosineRival, createMiniSearchRival } from "./quality/rivals.ts";
import { qualityOptions, reportQuality } from "./quality/run.ts";
import { type TakenInCollection, takeInCollection } from "./quality/taken-in.ts";

const usage = "npm run -s bench -- similar DIR [--depth N] [--run FILE] [--json]";

/** How well similar papers are found: the queries of the collection are papers, title and abstract. */
export async function run(args: readonly string[]): Promise<void> {
  const options = qualityOptions(args, usage);
  const collection = await readCollection(options.directory);
  const { documents } = collection;
  const taken = await takeInCollection(documents);
  try {
    const rankers = [createSimilarRanker(taken), createMiniSearchRival(documents), createCosineRival(documents)];
    const evaluations = [];
    for (const ranker of rankers)
      evaluations.push(await evaluate(ranker, collection, { depth: options.depth, similar: true }));
    await reportQuality(evaluations, options);
  } finally {
    await taken.close();
  }
}

export function createSimilarRanker({ engine, keyOf }: TakenInCollection): Ranker {
  return {
    name: "Paperboy",
    async rank({ text, leaveOut }, depth) {
      const own = leaveOut === undefined ? undefined : keyOf(leaveOut);
      const page = { limit: depth, ...(own !== undefined && { leaveOut: own }) };
      const { hits } = await engine.similarToText({ title: "", abstract: text }, page);
      return hits.map(({ paper, score }) => ({ id: paper.externalId ?? "", score }));
    },
  };
}
