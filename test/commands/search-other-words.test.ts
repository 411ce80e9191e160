import { describe, expect, it } from "vitest";
import { readText, runsOf } from "../support/bot.ts";
import { draft } from "../support/papers.ts";
import { realBot } from "../support/real-bot.ts";

const papers = (abstracts: readonly string[]) =>
  abstracts.map((abstract) => draft(`On ${abstract}`, { abstract, listed: "2026-01-09" }));

const experts = papers(["A mixture of experts.", "Mixture-of-experts layers.", "One more mixture of experts."]);

describe("a search that finds next to nothing", () => {
  it("offers the other words of the papers, and the button finds them in the same order of papers", async () => {
    const bot = await realBot(experts);
    const { message } = await bot.say("search moe --sort date");
    expect(readText(message)).toContain("The papers also say mixture of experts (3 papers).");
    const [offer = ""] = runsOf(message).filter((line) => line.includes("experts"));
    expect(offer).toBe('search moe OR "mixture of experts" --sort date');
    expect((await bot.say(offer)).message.fallback).toContain("3 papers match");
  });

  it("keeps what the search leaves out and where it looks", async () => {
    const bot = await realBot(experts);
    const { message } = await bot.say("search moe -one");
    expect(runsOf(message)).toContain('search moe OR "mixture of experts" -one');
  });

  it.each(["whales", "xyz", "moe whales", "author:moe", "2401.06066", '"', "漢字"])(
    "offers nothing where there is nothing: %s",
    async (query) => {
      const bot = await realBot(experts);
      expect(readText((await bot.say(`search ${query}`)).message)).not.toContain("also say");
    },
  );

  it("is the only one that does", async () => {
    const bot = await realBot([...experts, ...papers(["MoE", "MoE one", "MoE two"])]);
    expect(readText((await bot.say("search moe")).message)).not.toContain("also say");
    expect(readText((await bot.say("search experts")).message)).not.toContain("also say");
  });
});
