import type { Ranker } from "./quality/evaluate.ts";
import { createCosineRival, createMiniSearchRival } from "./quality/rivals.ts";
import { runQuality } from "./quality/run.ts";
import type { TakenInCollection } from "./quality/taken-in.ts";

/** How well similar papers are found: the queries of the collection are papers, title and abstract. */
export function run(args: readonly string[]): Promise<void> {
  return runQuality(args, {
    usage: "npm run -s bench -- similar DIR [--depth N] [--run FILE] [--json]",
    similar: true,
    rankers: (taken, documents) => [
      createSimilarRanker(taken),
      createMiniSearchRival(documents),
      createCosineRival(documents),
    ],
  });
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
