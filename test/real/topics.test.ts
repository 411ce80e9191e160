import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import type { PaperDraft } from "../../src/papers/paper.ts";
import { composeDigest } from "../../src/recommend/compose-digest.ts";
import { createPaperBatch } from "../../src/recommend/paper-batch.ts";
import { suggestTopics } from "../../src/recommend/suggest-topics.ts";
import { createTopicMatcher } from "../../src/recommend/topic-match.ts";
import { openSearchIndex } from "../../src/search/sqlite-search-index.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { realData } from "../support/real-data.ts";
import { tempFolder } from "../support/temp.ts";

const today = "2026-01-10";

describe.skipIf(realData === undefined)("topics of real papers (skipped where PAPERBOY_REAL_DATA is not there)", () => {
  let drafts: readonly PaperDraft[];

  beforeAll(async () => {
    drafts = await lastDrafts(1500);
  });

  async function opened() {
    const folder = tempFolder();
    const store = await openSqliteStore({ file: join(folder, "paperboy.db") });
    await store.papers.takeIn(drafts);
    const papers = await store.papers.latest({ limit: drafts.length, offset: 0 });
    return { folder, store, papers };
  }

  it("finds what a search fully matches, for suggested topics and the looser ways to write them", async () => {
    const { folder, store, papers } = await opened();
    const index = await openSearchIndex({ file: join(folder, "index.db"), store });
    await index.catchUp();
    const names = suggestTopics(papers, { limit: 50, today }).map(({ name }) => name);
    const topics = names.flatMap((name) => [name, `"${name}"`, `${name} -video`, `title:"${name}" cat:cs`]);
    const matched = createTopicMatcher(topics, { today }).match(createPaperBatch(papers));
    for (const topic of topics) {
      const { whole } = await index.search(topic, { limit: 0, today });
      const { hits } = await index.search(topic, { limit: whole, today });
      const found = (matched.get(topic) ?? []).map((hit) => hit.paper.key);
      expect(found.toSorted(), topic).toEqual(hits.map((hit) => hit.key).toSorted());
    }
    await index.close();
    await store.close();
  });

  it("suggests subjects, each with the count its query finds", async () => {
    const { store, papers } = await opened();
    const suggested = suggestTopics(papers, { limit: 15, today });
    const names = suggested.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["large language models", "diffusion models", "reinforcement learning"]),
    );
    expect(names.filter((name) => /method|propos|result|approach|novel|perform/iu.test(name))).toEqual([]);
    expect(suggested.every(({ papers: count }) => count >= 5)).toBe(true);
    await store.close();
  });

  it("leaves out papers that hold the words of a topic only far apart, and keeps those that name it", async () => {
    const { store, papers } = await opened();
    const [loose, phrase] = ["code generation", '"code generation"'];
    const matched = createTopicMatcher([loose, phrase], { today }).match(createPaperBatch(papers));
    const [all = [], named = []] = [matched.get(loose), matched.get(phrase)];
    const kept = all.filter((hit) => !hit.strewn);
    expect(kept.length).toBeLessThan(all.length / 2);
    const keys = new Set(kept.map((hit) => hit.paper.key));
    expect(named.every((hit) => keys.has(hit.paper.key))).toBe(true);
    const digest = composeDigest({ topics: [loose], matched, seen: new Set() });
    expect(digest.total).toBe(kept.length);
    const shown = digest.topics.flatMap((topic) => topic.papers.map((one) => one.paper.title));
    expect(shown.filter((title) => /cod(?:e|ing)/iu.test(title))).toHaveLength(5);
    await store.close();
  });
});

async function lastDrafts(count: number): Promise<readonly PaperDraft[]> {
  const file = createReadStream(join(realData ?? "", "corpus/arxiv-30k.jsonl.gz"));
  const drafts: PaperDraft[] = [];
  for await (const line of createInterface({ input: file.pipe(createGunzip()) })) {
    const { id, title, abstract, date, categories } = JSON.parse(line);
    const entry = { externalId: id, title, abstract, published: date, categories, listed: today };
    drafts.push({ entry, source: "corpus", takenIn: today });
  }
  return drafts.slice(-count);
}
