import { expect, it } from "vitest";
import { readText } from "../support/bot.ts";
import { draft } from "../support/papers.ts";
import { realBot } from "../support/real-bot.ts";

const known = draft("Kites in strong wind", { arxivId: "2401.06066" });
const digits = draft("Series 2401 and series 06066");

it.each([
  "2401.06066",
  "arXiv:2401.06066v2",
  "https://arxiv.org/pdf/2401.06066v3.pdf",
  "https://huggingface.co/papers/2401.06066",
])("a search for %s finds the paper of that number and no other", async (reference) => {
  const bot = await realBot([known, digits]);
  const text = readText((await bot.say(`search ${reference}`)).message);
  expect(text).toContain("1 paper matches");
  expect(text).toContain("Kites in strong wind");
  expect(text).toContain("matches 2401.06066 as its arXiv number");
  expect(text).not.toContain("Series");
});

it("a search for a number that no paper has says so", async () => {
  const bot = await realBot([known, digits]);
  const text = readText((await bot.say("search arxiv.org/abs/2402.06066")).message);
  expect(text).toContain("No paper here has the arXiv number 2402.06066.");
  expect(text).not.toContain("Series");
});

it("a number among words is a word like any other", async () => {
  const bot = await realBot([known, digits]);
  expect(readText((await bot.say("search series 2401")).message)).toContain("Series 2401");
});
