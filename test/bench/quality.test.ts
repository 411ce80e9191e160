import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCollection } from "../../bench/quality/collection.ts";
import { evaluate, trecRun } from "../../bench/quality/evaluate.ts";
import { createCosineRival, createFts5Rival, createMiniSearchRival } from "../../bench/quality/rivals.ts";
import { table } from "../../bench/support/table.ts";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "paperboy-quality-"));
  await mkdir(join(directory, "qrels"));
  await write("corpus.jsonl", [
    { _id: "1", title: "Soup", text: "How to boil leek and potato soup." },
    { _id: "2", text: "Leek with carrots, butter, salt and pepper fried in a pan; a dish quicker than soup." },
    { _id: "3", title: "Bicycles", text: "Chains, wheels and brakes." },
  ]);
  await write("queries.jsonl", [
    { _id: "q", text: "leek soup" },
    { _id: "1_x", text: "leek soup with potato" },
    { _id: "unjudged", text: "brakes" },
  ]);
  await writeFile(join(directory, "qrels", "test.tsv"), "query-id\tcorpus-id\tscore\nq\t1\t2\nq\t2\t1\n1_x\t2\t1\n");
});

afterEach(() => rm(directory, { recursive: true }));

const write = (file: string, lines: readonly object[]): Promise<void> =>
  writeFile(join(directory, file), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));

describe("a test collection", () => {
  it("is read with titles optional and unjudged queries left out", async () => {
    const { documents, queries } = await readCollection(directory);
    expect(documents.map(({ title }) => title)).toEqual(["Soup", "", "Bicycles"]);
    expect(queries.map(({ id }) => id)).toEqual(["q", "1_x"]);
    expect(queries[0]?.grades.get("1")).toBe(2);
  });

  it("names the file and line it can't read", async () => {
    await writeFile(join(directory, "queries.jsonl"), '{"_id": "q", "text": "fine"}\n{"_id": "r"}\n');
    await expect(readCollection(directory)).rejects.toThrow(/queries\.jsonl, line 2/u);
  });

  it("names the file that is missing", async () => {
    await rm(join(directory, "corpus.jsonl"));
    await expect(readCollection(directory)).rejects.toThrow(/corpus\.jsonl/u);
  });
});

describe("an evaluation", () => {
  for (const create of [createMiniSearchRival, createFts5Rival, createCosineRival]) {
    it(`measures ${create.name} on the words of the queries`, async () => {
      const collection = await readCollection(directory);
      const { ndcg10, recall100, mrr10 } = await evaluate(create(collection.documents), collection, {
        depth: 100,
        similar: true,
      });
      expect({ ndcg10, recall100, mrr10 }).toEqual({ ndcg10: 1, recall100: 1, mrr10: 1 });
    });
  }

  it("leaves out the paper a query was made of only when papers are asked for", async () => {
    const collection = await readCollection(directory);
    const rival = createCosineRival(collection.documents);
    const first = async (similar: boolean): Promise<string | undefined> =>
      (await evaluate(rival, collection, { depth: 10, similar })).rankings[1]?.documents[0]?.id;
    expect([await first(true), await first(false)]).toEqual(["2", "1"]);
  });

  it("writes a run as trec_eval reads it", async () => {
    const collection = await readCollection(directory);
    const run = trecRun(
      await evaluate(createCosineRival(collection.documents), collection, { depth: 1, similar: true }),
    );
    expect(run).toMatch(/^q Q0 1 1 0\.\d{6} TF-IDF-cosine\n1_x Q0 2 1 0\.\d{6} TF-IDF-cosine\n$/u);
  });
});

it("a table lines its figures up", () => {
  expect(table(["set", "nDCG@10"], [["a long name", ".7"]])).toBe(
    "set          nDCG@10\n-----------  -------\na long name       .7",
  );
});
