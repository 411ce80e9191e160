import { describe, expect, it } from "vitest";
import { definitionsIn } from "../../src/recommend/definitions.ts";
import { otherSpellings } from "../../src/recommend/spellings.ts";
import { draft } from "../support/papers.ts";
import { realBot } from "../support/real-bot.ts";

describe("definitions", () => {
  it.each([
    ["We train a sparse Mixture-of-Experts (MoE) model.", [{ short: "MoE", long: "Mixture-of-Experts" }]],
    ["Large language models (LLMs) forget.", [{ short: "LLM", long: "Large language models" }]],
    ["Proximal policy optimization (PPO) clips.", [{ short: "PPO", long: "Proximal policy optimization" }]],
    ["Learning from human feedback (LfHF).", [{ short: "LfHF", long: "Learning from human feedback" }]],
    ["We use self-supervised learning (SSL).", [{ short: "SSL", long: "self-supervised learning" }]],
    [
      "Chain-of-Thought (CoT), and retrieval augmented generation (RAG).",
      [
        { short: "CoT", long: "Chain-of-Thought" },
        { short: "RAG", long: "retrieval augmented generation" },
      ],
    ],
    ["It rose (Fig), (2024), (see below) and (A).", []],
    ["The model (GPT) is large.", []],
    ["(MoE) begins a text", []],
  ])("in %s", (text, found) => {
    expect(definitionsIn(text)).toEqual(found);
  });

  it("cost no more than the text is long", () => {
    const started = performance.now();
    for (const text of [
      "(AB) ".repeat(20_000),
      "a".repeat(100_000),
      "(".repeat(100_000),
      `${"a ".repeat(50_000)}(AAAAAAAAAA)`,
    ]) {
      definitionsIn(text);
    }
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

it("other spellings are those that join or part", () => {
  expect(otherSpellings("pre-training")).toContain("pretraining");
  expect(otherSpellings("pretraining")).toContain("pre training");
});

const about = (number: number, abstract: string) =>
  Array.from({ length: number }, (_, index) =>
    draft(`Paper ${index} of ${abstract.slice(0, 30)}`, { abstract, listed: "2026-01-09" }),
  );

const shelf = [
  ...about(3, "We train a mixture of experts (MoE) that routes tokens."),
  ...about(4, "Another MoE, this time with a router, and no long form."),
  ...about(2, "Optimal transport (OT) of measures."),
  ...about(3, "Operational technology (OT) in plants."),
  ...about(3, "We study pre-training of encoders."),
  ...about(5, "We study pretraining of decoders."),
];

describe("other words for a topic", () => {
  const also = async (topic: string) => {
    const { engine } = await realBot(shelf);
    return engine.alsoSaid(engine.normaliseTopic(topic), 3);
  };

  it.each(["mixture of experts", '"Mixture of Experts" -video', "mixture-of-experts"])(
    "are learnt from definitions, with what they would bring: %s",
    async (topic) => {
      expect(await also(topic)).toEqual([{ words: "MoE", papers: 4 }]);
    },
  );

  it("are the long form of a short one, where it brings anything", async () => {
    const { engine } = await realBot([...shelf, ...about(2, "A mixture of experts, spelt out.")]);
    expect(await engine.alsoSaid("moe", 3)).toEqual([{ words: "mixture of experts", papers: 2 }]);
    expect(await also("moe")).toEqual([]);
  });

  it("are what papers write out that do not know the short form", async () => {
    const spelt = [...about(2, "A mixture of experts."), ...about(1, "Mixture-of-Experts at work.")];
    const { engine } = await realBot([...spelt, ...about(1, "Many of everything, the mean of errors.")]);
    for (const short of ["moe", "MoE", "MoEs"])
      expect(await engine.alsoSaid(short, 3), short).toEqual([{ words: "mixture of experts", papers: 3 }]);
    expect(await also("tfm")).toEqual([]);
  });

  it("are no words that happen to begin so", async () => {
    const { engine } = await realBot([
      ...about(2, "The network and trains go on."),
      ...about(3, "Learning with music. Learning with mice. Logic, which matters."),
      ...about(2, "Many open ends. Mixture of experts. Mean of errors. Most of everything."),
    ]);
    for (const short of ["nat", "lwm", "moe", "tna"]) expect(await engine.alsoSaid(short, 3), short).toEqual([]);
  });

  it("are other spellings that papers use", async () => {
    expect(await also("pretraining")).toEqual([{ words: "pre-training", papers: 3 }]);
    expect(await also("pre-training")).toEqual([{ words: "pretraining", papers: 5 }]);
  });

  it("are never a function word, whatever the papers call themselves", async () => {
    const { engine } = await realBot([...about(3, "We use instruction tuning (IT) for IT."), ...about(3, "IT alone.")]);
    expect(await engine.alsoSaid("instruction tuning", 3)).toEqual([]);
  });

  it("are not what the topic leaves out", async () => {
    expect(await also('"mixture of experts" -moe')).toEqual([]);
  });

  it("are asked for whatever somebody follows, and never in the way of it", async () => {
    const bot = await realBot(shelf);
    for (const topic of [
      "moe OR !!!",
      "moe OR the",
      'moe OR ""',
      "moe (",
      "-x moe",
      "C++ OR (",
      "漢字",
      "\\ moe | |",
      "a:b c:d",
      '"',
      "NOT x moe",
    ]) {
      const { message } = await bot.say(`subscribe ${topic}`);
      expect(message.fallback, topic).not.toContain("incident");
    }
  });

  it.each([
    "optimal transport",
    "OT",
    "moe OR mixture of experts",
    "cat:cs.CL",
    "author:hinton",
    "whales",
    "is:code moe title:x",
  ])("are none where there is doubt or nothing to gain: %s", async (topic) => {
    expect(await also(topic)).toEqual([]);
  });
});
