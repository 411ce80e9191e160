import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { expect, it } from "vitest";
import type { PaperDraft } from "../../src/papers/paper.ts";
import { createSynonyms } from "../../src/recommend/also-said.ts";
import { openSearchIndex } from "../../src/search/sqlite-search-index.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { realData } from "../support/real-data.ts";
import { tempFolder } from "../support/temp.ts";

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
  tumor: ["tumour"],
  summarization: ["summaries", "summarisation"],
};

/** Names without another one, or with several meanings. */
const alone =
  "speculative decoding;diffusion;attention;transformers;object detection;network;robotics;segmentation;code generation;world models;hallucination;bandits;anomaly detection";

it.skipIf(realData === undefined)(
  "other words in 30,000 real papers are offered where there are some, and no others",
  {
    timeout: 240_000,
  },
  async () => {
    const folder = tempFolder();
    const store = await openSqliteStore({ file: join(folder, "paperboy.db") });
    const index = await openSearchIndex({ file: join(folder, "index.db"), store });
    for await (const drafts of corpus()) await store.papers.takeIn(drafts);
    await index.catchUp();
    await index.ranked();
    await index.settled();
    const clock = { now: () => new Date("2026-01-10T09:00:00Z") };
    const { alsoSaid } = createSynonyms({ papers: store.papers, index, clock });
    const offered: Record<string, readonly string[]> = {};
    for (const topic of Object.keys(sensible)) offered[topic] = (await alsoSaid(topic, 3)).map(({ words }) => words);
    expect(offered).toEqual(sensible);
    for (const topic of alone.split(";")) expect(await alsoSaid(topic, 3), topic).toEqual([]);
    await index.close();
    await store.close();
  },
);

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
