import { describe, expect, it } from "vitest";
import { readText, runsOf } from "../support/bot.ts";
import { draft } from "../support/papers.ts";
import { realBot } from "../support/real-bot.ts";

const papers = [
  draft("Safe Reinforcement Learning", { abstract: "We learn without harm.", listed: "2026-01-09" }),
  draft("Based on a Share of Space", { abstract: "A mixture of experts and colours.", listed: "2026-01-09" }),
];

describe("a line of words that papers have", () => {
  it.each([
    "safe reinforcement learning",
    "Safe learning",
    "mixture of experts",
    "based space",
    "mixtures of colors",
    "space OR reinforcement -harm",
  ])("is searched for as it is: %s", async (line) => {
    const bot = await realBot(papers);
    expect(await bot.say(line)).toEqual(await bot.say(`search ${line}`));
  });

  it.each([
    ["serach safe learning", "search safe learning"],
    ["savee safe learning", "save safe learning"],
    ["safe 2104.12255", "save 2104.12255"],
    ["safe", "save"],
  ])("is taken for a slip where a word is none of theirs, or stands alone: %s", async (line, meant) => {
    const bot = await realBot(papers);
    const { message, problem } = await bot.say(line);
    expect(problem).toBe("unknown-command");
    expect(runsOf(message)[0]).toBe(meant);
  });

  it("is no command, no sentence to somebody and no search for what every text has", async () => {
    const bot = await realBot(papers);
    expect((await bot.say("any papers on reinforcement learning?")).problem).toBe("plain-words");
    expect((await bot.say("the of")).problem).toBe("unknown-command");
    expect(readText((await bot.say("save safe learning")).message)).toContain("Safe Reinforcement Learning");
  });
});
