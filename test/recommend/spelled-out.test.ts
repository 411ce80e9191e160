import { expect, it } from "vitest";
import { spelledOut } from "../../src/recommend/spelled-out.ts";

it.each([
  ["moe", "A Mixture-of-Experts is a mixture of experts.", ["mixture of experts"]],
  ["LLMs", "We ask large language models and a large\nlanguage model.", ["large\nlanguage model"]],
  ["auc", "The area under the curve.", ["area under the curve"]],
  ["rlhf", "Reinforcement learning from human feedback.", ["Reinforcement learning from human feedback"]],
  ["moe", "More of. Experts. Premixture of experts. Mixture of the.", []],
  ["tot", "This of that is the of the.", []],
  ["rl", "Reinforcement learning.", []],
  ["a.*", "All of it.", []],
])("%s may stand for words of a text: %s", (short, text, names) => {
  expect(spelledOut(short, text)).toEqual(names);
});

it("costs no more than the text is long", () => {
  const started = performance.now();
  for (const text of ["ab ".repeat(50_000), "a".repeat(100_000), "ab-".repeat(50_000), `ab${" ".repeat(100_000)}`])
    spelledOut("aaaaac", text);
  expect(performance.now() - started).toBeLessThan(3_000);
});
