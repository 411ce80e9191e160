import type { Engine } from "../src/engine.ts";
import { UserError } from "../src/errors.ts";
import type { Ranker } from "./quality/evaluate.ts";
import { createFts5Rival, createMiniSearchRival } from "./quality/rivals.ts";
import { runQuality } from "./quality/run.ts";

/** How well search ranks a collection. */
export function run(args: readonly string[]): Promise<void> {
  return runQuality(args, {
    usage: "npm run -s bench -- search DIR [--depth N] [--run FILE] [--json]",
    similar: false,
    rankers: ({ engine }, documents) => [
      createSearchRanker(engine),
      createMiniSearchRival(documents),
      createFts5Rival(documents),
    ],
  });
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
