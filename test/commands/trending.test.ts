import { describe, expect, test } from "vitest";
import { readText } from "../support/bot.ts";
import { draft } from "../support/papers.ts";
import { realBot } from "../support/real-bot.ts";

/** It is 2026-01-10. */
const papers = [
  draft("Kites of today", { listed: "2026-01-10", upvotes: 3 }),
  draft("Kites of this week", { listed: "2026-01-05", upvotes: 40 }),
  draft("Kites without votes", { listed: "2026-01-09" }),
  draft("Kites of last month", { listed: "2025-12-12", upvotes: 900 }),
];
const titlesIn = (text: string) => text.match(/Kites [a-z ]+/g);

describe("trending", () => {
  test("shows the last week's papers, the most upvoted first", async () => {
    const bot = await realBot(papers);
    const text = readText((await bot.say("trending")).message);
    expect(text).toContain("Most upvoted papers of the last 7 days");
    expect(titlesIn(text)?.slice(0, 3)).toEqual(["Kites of this week", "Kites of today", "Kites without votes"]);
    expect(text).not.toContain("last month");
  });

  test("puts the code with more stars first where upvotes are equal", async () => {
    const bot = await realBot([
      draft("Kites of few stars", { listed: "2026-01-09", upvotes: 3, stars: 2 }),
      draft("Kites of many stars", { listed: "2026-01-08", upvotes: 3, stars: 900 }),
      draft("Kites without code", { listed: "2026-01-10", upvotes: 3 }),
    ]);
    const text = readText((await bot.say("trending")).message);
    expect(titlesIn(text)).toEqual(["Kites of many stars", "Kites of few stars", "Kites without code"]);
  });

  test("takes a number of days", async () => {
    const bot = await realBot(papers);
    expect(titlesIn(readText((await bot.say("trending 30")).message))?.[0]).toBe("Kites of last month");
    expect(readText((await bot.say("trending 1")).message)).toContain("Most upvoted papers of the last day");
  });

  test("says so when there is nothing yet", async () => {
    const bot = await realBot();
    expect(readText((await bot.say("trending")).message)).toMatch(/no papers yet/);
  });
});

test("latest and search can be sorted by upvotes", async () => {
  const bot = await realBot(papers);
  const first = async (line: string) => titlesIn(readText((await bot.say(line)).message))?.slice(0, 2);
  expect(await first("latest --sort upvotes")).toEqual(["Kites of last month", "Kites of this week"]);
  expect(await first("latest")).toEqual(["Kites of today", "Kites without votes"]);
  expect(await first("search kites --sort upvotes")).toEqual(["Kites of last month", "Kites of this week"]);
});
