import type { Engine } from "../src/engine.ts";
import { UserError } from "../src/errors.ts";
import { readCollection } from "./quality/collection.ts";
import { evaluate, type Ranker } from "./quality/evaluate.ts";
import { createFts5Rival, createMiniSearchRival } from "./quality/rivals.ts";
import { qualityOptions, reportQuality } from "./quality/run.ts";
import { takeInCollection } from "./quality/taken-in.ts";

const usage = "npm run -s bench -- search DIR [--depth N] [--run FILE] [--json]";

/** How well search ranks a collection in BEIR's layout, through the very engine that people ask. */
export async function run(args: readonly string[]): Promise<void> {
  const options = qualityOptions(args, usage);
  const collection = await readCollection(options.directory);
  const { documents } = collection;
  const taken = await takeInCollection(documents);
  try {
    const rankers = [createSearchRanker(taken.engine), createMiniSearchRival(documents), createFts5Rival(documents)];
    const evaluations = [];
    for (const ranker of rankers)
      evaluations.push(await evaluate(ranker, collection, { depth: options.depth, similar: false }));
    await reportQuality(evaluations, options);
  } finally {
    await taken.close();
  }
}

export function createSearchRanker(engine: Engine): Ranker {
  return {
    name: "Paperboy",
    async rank({ text }, depth) {
      const { hits } = await engine.search(plainText(text), { limit: depth }).catch((error: unknown) => {
        // A query of nothing but function words finds nothing.
        if (error instanceof UserError && error.code === "query") return { hits: [] };
        throw error;
      });
      return hits.map(({ paper, score }) => ({ id: paper.externalId ?? "", score }));
    },
  };
}

/**
 * A question in prose as a person would have to type it: without the signs and capitals by which the query language
 * knows exclusions, quotes, fields and alternatives.
 */
function plainText(text: string): string {
  return text
    .replace(/[^\p{L}\p{N}\p{M}\s'’+#-]/gu, " ")
    .replace(/(?<=^|\s)-+/gu, " ")
    .replace(/\b(?:OR|AND|NOT)\b/gu, (word) => word.toLowerCase());
}
