import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Collection, readCollection } from "../../bench/quality/collection.ts";
import { type Evaluation, evaluate } from "../../bench/quality/evaluate.ts";
import { takeInCollection } from "../../bench/quality/taken-in.ts";
import { createSearchRanker } from "../../bench/search.ts";
import { createSimilarRanker } from "../../bench/similar.ts";
import { realData } from "../support/real-data.ts";

const bench = join(realData ?? "", "bench");
const patience = 180_000;

/** A part of the queries, evenly chosen, is enough to notice that something broke. */
function some(collection: Collection, share: number): Collection {
  return { ...collection, queries: collection.queries.filter((_, i) => i % share === 0) };
}

async function measured(name: string, kind: "search" | "similar", share: number): Promise<Evaluation> {
  const collection = await readCollection(join(bench, name));
  const taken = await takeInCollection(collection.documents);
  const ranker = kind === "search" ? createSearchRanker(taken.engine) : createSimilarRanker(taken);
  try {
    return await evaluate(ranker, some(collection, share), { depth: 100, similar: kind === "similar" });
  } finally {
    await taken.close();
  }
}

describe.skipIf(realData === undefined)("ranking, on judged collections (needs the real data)", () => {
  it.each([
    ["scifact-train", 1, 0.695, 0.93],
    ["cisi", 1, 0.42, 0.48],
    ["cranfield", 1, 0.405, 0.78],
  ] as const)(
    "search ranks %s well",
    async (name, share, ndcg, recall) => {
      const { ndcg10, recall100 } = await measured(name, "search", share);
      expect(ndcg10).toBeGreaterThan(ndcg);
      expect(recall100).toBeGreaterThan(recall);
    },
    patience,
  );

  it(
    "papers that are cited together are found similar",
    async () => {
      expect((await measured("cisi-cocite", "similar", 4)).ndcg10).toBeGreaterThan(0.355);
    },
    patience,
  );
});
