import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCollection } from "../../bench/quality/collection.ts";
import { type Evaluation, evaluate } from "../../bench/quality/evaluate.ts";
import { takeInCollection } from "../../bench/quality/taken-in.ts";
import { createSearchRanker } from "../../bench/search.ts";
import { createSimilarRanker } from "../../bench/similar.ts";
import { realData } from "../support/real-data.ts";

const patience = 180_000;

/** Every query of a collection, as `npm run bench` asks them. */
async function measured(name: string, kind: "search" | "similar"): Promise<Evaluation> {
  const collection = await readCollection(join(realData ?? "", "bench", name));
  const taken = await takeInCollection(collection.documents);
  const ranker = kind === "search" ? createSearchRanker(taken.engine) : createSimilarRanker(taken);
  try {
    return await evaluate(ranker, collection, { depth: 100, similar: kind === "similar" });
  } finally {
    await taken.close();
  }
}

/** The figures for nDCG@10 are those agreed on: bench/README.md says what is reached. */
describe.skipIf(realData === undefined)("ranking, on judged collections (needs the real data)", () => {
  it.each([
    ["scifact-train", 0.7, 0.93],
    ["cisi", 0.42, 0.48],
    ["cranfield", 0.4, 0.78],
  ] as const)(
    "search ranks %s as well as was agreed",
    async (name, ndcg, recall) => {
      const { ndcg10, recall100 } = await measured(name, "search");
      expect(ndcg10).toBeGreaterThanOrEqual(ndcg);
      expect(recall100).toBeGreaterThanOrEqual(recall);
    },
    patience,
  );

  it(
    "papers that are cited together are found similar as often as was agreed",
    async () => {
      expect((await measured("cisi-cocite", "similar")).ndcg10).toBeGreaterThanOrEqual(0.37);
    },
    patience,
  );
});
