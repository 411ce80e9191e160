import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { measureKeySentence, type Score } from "../../bench/key-sentence.ts";
import { type Example, readExamples } from "../../bench/scitldr.ts";
import { keySentence } from "../../src/papers/key-sentence.ts";
import { realData } from "../support/real-data.ts";

describe.skipIf(realData === undefined)("the key sentence on SciTLDR's dev set (needs the real data)", () => {
  let examples: Example[];
  let scores: Map<string, Score>;

  beforeAll(async () => {
    examples = await readExamples(join(realData ?? "", "bench/scitldr/dev.jsonl"));
    scores = new Map(measureKeySentence(examples).map((score) => [score.choice, score]));
  });

  test("is closer to what people wrote than the first with a cue, by two points and a half", () => {
    const [ours, cue] = [scores.get("key sentence"), scores.get("cue first")];
    expect(ours?.rouge1).toBeGreaterThan(39);
    expect(ours?.rougeL).toBeGreaterThan(32.8);
    expect(ours?.rouge1).toBeGreaterThan((cue?.rouge1 ?? 100) + 2.5);
  });

  test("is measured beside rivals that stay as published", () => {
    expect(scores.get("first")).toMatchObject({ rouge1: 27.2, rougeL: 21.8 });
    expect(scores.get("random (expected)")?.rouge1).toBe(25.2);
    expect(scores.get("cue first")?.rouge1).toBe(36.5);
    expect(scores.get("best possible")).toMatchObject({ rouge1: 44.7, rougeL: 36.9 });
  });

  test("is a run of words of the abstract, up to the end of a sentence, of four words or more", () => {
    for (const { title, abstract } of examples) {
      const sentence = keySentence(title, abstract) ?? "";
      expect(` ${abstract} `).toContain(` ${sentence} `);
      const rest = abstract.slice(abstract.indexOf(sentence) + sentence.length);
      expect(rest === "" || /[.!?]["'”’)\]]*$/.test(sentence), sentence).toBe(true);
      expect(sentence.split(" ").length, sentence).toBeGreaterThan(3);
    }
  });
});
