import { describe, expect, it } from "vitest";
import type { Paper } from "../../src/papers/paper.ts";
import { createPaperBatch } from "../../src/recommend/paper-batch.ts";
import { suggestTopics } from "../../src/recommend/suggest-topics.ts";
import { createTopicMatcher } from "../../src/recommend/topic-match.ts";
import { paperLike } from "../support/papers.ts";

const today = "2026-01-10";

const texts: readonly (readonly [title: string, abstract: string])[] = [
  [
    "Speculative Decoding with Small Drafts",
    "We propose a novel method for speculative decoding. Large language models (LLMs) get faster.",
  ],
  [
    "Trees for Speculative Decoding",
    "Our proposed method uses trees. Speculative decoding with large language models is exact, and LLMs stay whole.",
  ],
  [
    "What Large Language Models Forget",
    "A large language model (LLM) forgets. We show experimental results on catastrophic forgetting.",
  ],
  ["Catastrophic Forgetting in the Wild", "The proposed method reduces catastrophic forgetting of each model."],
  [
    "A Mixture-of-Experts for Weather",
    "A mixture-of-experts forecasts rain. The mixture of experts is small, and experimental results are good.",
  ],
  ["Mixture-of-Experts Routing", "Every mixture-of-experts needs a router."],
  ["SWE-bench in Ten Languages", "We translate SWE-bench. Results are mixed."],
  ["Fewer Tests for SWE-bench", "SWE-bench is slow; we keep a tenth."],
];
const papers: readonly Paper[] = texts.map(([title, abstract], i) =>
  paperLike({ key: String(i).padStart(12, "0"), title, abstract, authors: [] }),
);
const suggest = (from = papers, limit = 10) => suggestTopics(from, { limit, today });
const names = (from?: readonly Paper[]) => suggest(from).map(({ name }) => name);

describe("suggested topics", () => {
  it("are the subjects of the papers, in the words people would type", () => {
    expect(new Set(names())).toEqual(
      new Set([
        "speculative decoding",
        "large language models",
        "catastrophic forgetting",
        "mixture-of-experts",
        "SWE-bench",
      ]),
    );
  });

  it("say nothing twice: no plural beside its singular, no acronym beside its words, no part beside the whole", () => {
    expect(names().filter((name) => /language|llm/iu.test(name))).toEqual(["large language models"]);
  });

  it("are well-known names too whose words are generic elsewhere, and never what is only done with something", () => {
    const shelf = ["Forecasting Time Series", "Question Answering", "Autonomous Driving"].flatMap((title, i) =>
      [1, 2, 3].map((copy) =>
        paperLike({
          key: `${i}${copy}`.padStart(12, "0"),
          title: `${title}, Part ${copy}`,
          abstract: `AI-assisted ${title.toLowerCase()} in detail ${copy}.`,
          authors: [],
        }),
      ),
    );
    const found = names(shelf).map((name) => name.toLowerCase());
    for (const name of ["time series", "question answering", "autonomous driving"]) {
      expect(
        found.some((each) => each.includes(name)),
        name,
      ).toBe(true);
    }
    expect(found.filter((name) => name.includes("assisted"))).toEqual([]);
  });

  it("count what their query finds", () => {
    const suggested = suggest();
    const found = createTopicMatcher(
      suggested.map(({ topic }) => topic),
      { today },
    ).match(createPaperBatch(papers));
    expect(suggested.map(({ topic }) => found.get(topic)?.length)).toEqual(suggested.map((topic) => topic.papers));
    expect(suggested.find(({ name }) => name === "speculative decoding")).toEqual({
      name: "speculative decoding",
      topic: '"speculative decoding"',
      papers: 2,
    });
  });

  it("put what is new before what is as frequent and old", () => {
    const aged = (subject: RegExp) =>
      papers.map((one) => (subject.test(one.title) ? { ...one, listed: "2025-06-01" } : one));
    const rank = (list: readonly string[], name: string) => list.indexOf(name);
    const [forgetting, benchmarks] = [names(aged(/Forget/u)), names(aged(/SWE/u))];
    expect(rank(forgetting, "SWE-bench")).toBeLessThan(rank(forgetting, "catastrophic forgetting"));
    expect(rank(benchmarks, "catastrophic forgetting")).toBeLessThan(rank(benchmarks, "SWE-bench"));
  });

  it("are none where there is nothing to find", () => {
    expect(suggest([])).toEqual([]);
    expect(suggest(papers.slice(0, 1))).toEqual([]);
    expect(
      suggest([paperLike({ title: "", abstract: "" }), paperLike({ title: "!!!", abstract: "\u0000 — \ud800" })]),
    ).toEqual([]);
  });

  it("are as many as asked for, and fewer are the first of more", () => {
    expect(suggest(papers, 2)).toEqual(suggest().slice(0, 2));
  });
});
