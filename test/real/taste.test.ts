import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { measureTastes } from "../../bench/taste.ts";
import { measureVotes } from "../../bench/votes.ts";
import { realData } from "../support/real-data.ts";

const patience = 240_000;

describe.skipIf(realData === undefined)("tastes, on real papers (needs the real data)", () => {
  it(
    "papers that people keep are found from others they keep, better than by a centroid with any number of them",
    async () => {
      const { methods } = await measureTastes(join(realData ?? "", "bench", "taste-citeulike"), [1, 2, 3, 4, 5, 6]);
      const of = (name: string) => methods.find(({ method }) => method === name);
      const [ours, centroid] = [of("Paperboy"), of("TF-IDF centroid")];
      expect(ours?.recall10).toBeGreaterThan(0.23);
      expect(ours?.recall20).toBeGreaterThan(0.325);
      expect(ours?.recall50).toBeGreaterThan(0.485);
      expect(ours?.ndcg10).toBeGreaterThan(0.173);
      expect(ours?.curve.map(({ known }) => known)).toEqual([1, 3, 5, 10]);
      for (const [at, { recall10, ndcg10 }] of (ours?.curve ?? []).entries()) {
        expect(recall10).toBeGreaterThan(centroid?.curve[at]?.recall10 ?? 1);
        expect(ndcg10).toBeGreaterThan(centroid?.curve[at]?.ndcg10 ?? 1);
      }
      for (const rival of ["random", "popularity", "TF-IDF centroid", "TF-IDF linear SVM"]) {
        expect(ours?.recall10).toBeGreaterThan(1.15 * (of(rival)?.recall10 ?? 1));
      }
    },
    patience,
  );

  it(
    "readers who vote get more of what they want among the first five of each later day",
    async () => {
      const file = join(realData ?? "", "corpus", "arxiv-30k.jsonl.gz");
      const { methods } = await measureVotes(file, { readers: 25, days: 30, seed: 1 });
      const of = (name: string) => methods.find(({ method }) => method === name)?.precision5 ?? Number.NaN;
      expect(of("Paperboy")).toBeGreaterThan(0.26);
      expect(of("Paperboy")).toBeGreaterThan(1.3 * of("TF-IDF centroid of liked"));
      expect(of("Paperboy")).toBeGreaterThan(3 * of("random"));
      expect(of("Paperboy")).toBeGreaterThan(3 * of("recency"));
    },
    patience,
  );
});
