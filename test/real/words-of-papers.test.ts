import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PaperDraft } from "../../src/papers/paper.ts";
import { createSynonyms } from "../../src/recommend/also-said.ts";
import { createTastes } from "../../src/recommend/tastes.ts";
import type { SearchIndex } from "../../src/search/search-index.ts";
import { openSearchIndex } from "../../src/search/sqlite-search-index.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { Store } from "../../src/store/store.ts";
import { realData } from "../support/real-data.ts";

/** All that is sensible to offer for each, best first; whatever else is offered would be nonsense. */
const sensible: Readonly<Record<string, readonly string[]>> = {
  "mixture of experts": ["MoE"],
  MoE: ["mixture-of-experts"],
  "retrieval augmented generation": ["RAG"],
  "reinforcement learning": ["RL"],
  RLHF: ["reinforcement learning from human feedback"],
  "federated learning": ["FL"],
  "chain of thought": ["CoT"],
  "vision-language models": ["VLM"],
  "graph neural networks": ["GNN"],
  "named entity recognition": ["NER"],
  "question answering": ["QA"],
  "speech recognition": ["ASR"],
  "quantum computing": ["QC"],
  LoRA: ["low-rank adaptation"],
  pretraining: ["pre-training"],
  "fine-tuning": ["finetuning"],
  multimodal: ["multi-modal"],
  summarization: ["summaries"],
  GNN: ["graph neural networks"],
  ViT: ["vision transformers"],
  NAS: ["neural architecture search"],
  TTS: ["text-to-speech"],
  LSTM: ["long short-term memory"],
  NeRF: ["Neural Radiance Fields"],
  DPO: ["direct preference optimization"],
  "sparse autoencoders": ["SAE"],
  "time series": ["timeseries"],
};

/** Names without another one, or with several meanings. */
const alone =
  "speculative decoding;diffusion;attention;transformers;object detection;network;robotics;segmentation;code generation;world models;hallucination;bandits;anomaly detection;KV cache;protein folding;LLM agents;Mamba;EEG;tabular data;jailbreak;theorem proving;dark matter;tumor";

/** What somebody would say who likes the best papers on a subject, and what nobody would. */
const likings: readonly (readonly [string, RegExp])[] = [
  ["speculative decoding", /speculative decoding.*draft/iu],
  ['"kv cache"', /kv cache.*eviction/iu],
  ["federated learning", /federated learning.*clients/iu],
  ['"graph neural networks"', /graph neural networks?/iu],
  ['"time series forecasting"', /time series forecasting/iu],
  ["autonomous driving", /autonomous driving/iu],
  ['"gaussian splatting"', /gaussian splatting/iu],
  ["jailbreak attacks", /jailbreak.*defen[sd]/iu],
];

describe.skipIf(realData === undefined)("words of 30,000 real papers", () => {
  const folder = mkdtempSync(join(tmpdir(), "paperboy-test-"));
  const clock = { now: () => new Date("2026-01-10T09:00:00Z") };
  let store: Store;
  let index: SearchIndex;

  beforeAll(async () => {
    store = await openSqliteStore({ file: join(folder, "paperboy.db") });
    index = await openSearchIndex({ file: join(folder, "index.db"), store });
    for await (const drafts of corpus()) await store.papers.takeIn(drafts);
    await index.catchUp();
    await index.ranked();
    await index.settled();
  }, 240_000);

  afterAll(async () => {
    await index.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("other words for a topic are offered where there are some, and no others", { timeout: 120_000 }, async () => {
    const { alsoSaid } = createSynonyms({ papers: store.papers, index, clock });
    const offered: Record<string, readonly string[]> = {};
    for (const topic of Object.keys(sensible)) offered[topic] = (await alsoSaid(topic, 3)).map(({ words }) => words);
    expect(offered).toEqual(sensible);
    for (const topic of alone.split(";")) expect(await alsoSaid(topic, 3), topic).toEqual([]);
  });

  it.each(likings)("a taste for five papers on %s reads like it", async (subject, wanted) => {
    const tastes = createTastes({ store, index, clock });
    const person = { platform: "test", id: subject };
    const { hits } = await index.search(subject, { limit: 15, today: "2026-01-10" });
    for (const { key } of hits.filter((_, at) => at % 3 === 0)) {
      await store.votes.cast(person, { paper: key, value: "up", at: clock.now() });
    }
    const { more, liked } = await tastes.learnt({ person });
    expect(liked).toBe(5);
    expect(more.join(", ")).toMatch(wanted);
    expect(
      more.filter((words) =>
        /[\\${}^_<>]|https?|\d{3}|^(?:the|of|and|our|we|method|results?|paper|using)\b/iu.test(words),
      ),
    ).toEqual([]);
  });
});

async function* corpus(): AsyncGenerator<readonly PaperDraft[]> {
  const file = createReadStream(join(realData ?? "", "corpus/arxiv-30k.jsonl.gz"));
  let drafts: PaperDraft[] = [];
  for await (const line of createInterface({ input: file.pipe(createGunzip()) })) {
    const { id, title, abstract, date } = JSON.parse(line);
    drafts.push({
      entry: { externalId: id, title, abstract, published: date, listed: date },
      source: "corpus",
      takenIn: "2026-01-10",
    });
    if (drafts.length === 1_000) {
      yield drafts;
      drafts = [];
    }
  }
  yield drafts;
}
