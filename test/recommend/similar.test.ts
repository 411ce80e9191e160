import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSimilar, type Similar } from "../../src/recommend/similar.ts";
import { termsOf } from "../../src/search/analysis.ts";
import type { SearchIndex } from "../../src/search/search-index.ts";
import { openSearchIndex } from "../../src/search/sqlite-search-index.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { Store } from "../../src/store/store.ts";
import { paper } from "../support/search-papers.ts";

let folder: string;
let store: Store;
let index: SearchIndex;
let similar: Similar;
let keys: string[];

const drafting =
  "A small model drafts several tokens and a large one verifies them in a single pass, so that decoding gets faster " +
  "without any change of the distribution. Speculative decoding of this kind needs no training, no second tokenizer " +
  "and hardly any memory; on summaries and dialogues it halves the latency of the serving cluster.";

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "paperboy-similar-"));
  store = await openSqliteStore({ file: join(folder, "paperboy.db") });
  index = await openSearchIndex({ file: join(folder, "index.db"), store });
  const taken = await store.papers.takeIn([
    paper(0, { title: "Drafting Tokens Ahead of Time", abstract: drafting }),
    paper(1, { title: "Drafting Tokens Ahead of Time, Revised", abstract: `${drafting} We add an appendix.` }),
    paper(2, { title: "Trees of Drafts", abstract: "Speculative decoding of trees: one pass verifies many drafts." }),
    paper(3, {
      title: "Faster Verification",
      abstract: "How large models verify drafts of tokens in speculative decoding.",
    }),
    paper(4, { title: "Soil Moisture", abstract: "Sensors measure the moisture of soil under maize." }),
    ...Array.from({ length: 20 }, (_, i) =>
      paper(10 + i, { title: `Herbarium ${i}`, abstract: `Sheets of plant ${i}.` }),
    ),
  ]);
  await index.catchUp();
  keys = taken.map(({ key }) => key);
  similar = createSimilar({ papers: store.papers, index });
});

afterEach(async () => {
  await index.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

const found = async (number: number, page = { limit: 10 }) => {
  const { total, hits } = await similar.similar(keys[number] ?? "", page);
  return { total, hits, numbers: hits.map((hit) => Number(hit.paper.externalId)) };
};

describe("similar papers", () => {
  it("are on the same subject; the paper itself and its near duplicates are not among them", async () => {
    const { numbers, total } = await found(0);
    expect(numbers.toSorted()).toEqual([2, 3]);
    expect(total).toBe(2);
  });

  it("appear once where two of them are nearly the same", async () => {
    const { numbers } = await found(2);
    expect(numbers.filter((number) => number < 2)).toHaveLength(1);
  });

  it("name terms that both papers really use", async () => {
    const { hits } = await found(0);
    const own = new Set(termsOf(`Drafting Tokens Ahead of Time ${drafting}`));
    expect(hits).not.toEqual([]);
    for (const { paper: other, shared } of hits) {
      const theirs = new Set(termsOf(`${other.title} ${other.abstract}`));
      expect(shared.length).toBeGreaterThan(0);
      for (const term of shared.flatMap((each) => termsOf(each))) {
        expect(own).toContain(term);
        expect(theirs).toContain(term);
      }
    }
  });

  it("come in pages that join", async () => {
    const all = (await found(10)).numbers;
    const pages = [];
    for (let offset = 0; offset < all.length; offset += 3)
      pages.push(...(await similar.similar(keys[10] ?? "", { limit: 3, offset })).hits);
    expect(pages.slice(0, all.length).map(({ paper: { externalId } }) => Number(externalId))).toEqual(all);
  });

  it("are none for a key that no paper has", async () => {
    expect(await similar.similar("unknownunkno", { limit: 5 })).toEqual({ total: 0, hits: [] });
  });

  it("are found for papers that came a moment ago", async () => {
    const [taken] = await store.papers.takeIn([
      paper(50, { title: "Moist Maize", abstract: "Moisture sensors in the soil of a maize field." }),
    ]);
    await index.catchUp();
    const { hits } = await similar.similar(taken?.key ?? "", { limit: 1 });
    expect(hits[0]?.paper.externalId).toBe("4");
  });

  it("can be asked for with a text, leaving out the paper it came from", async () => {
    const text = { title: "", abstract: "Moisture of soil" };
    expect((await similar.similarToText(text, { limit: 1 })).hits[0]?.paper.externalId).toBe("4");
    const without = await similar.similarToText(text, { limit: 5, leaveOut: keys[4] ?? "" });
    expect(without.hits.map((hit) => hit.paper.externalId)).not.toContain("4");
  });
});
