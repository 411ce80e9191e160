import { expect, test } from "vitest";
import { readText } from "../support/bot.ts";
import { draft } from "../support/papers.ts";
import { realBot } from "../support/real-bot.ts";

test("a paper from two sources is shown once with what each knew, and says which keywords a machine found", async () => {
  const arxivId = "2601.00001";
  const bot = await realBot([
    draft("Kites over Water", { arxivId, arxivVersion: 2, categories: ["cs.CL"], listed: "2026-01-08" }, "arxiv"),
    draft(
      "Kites over Water",
      {
        arxivId,
        listed: "2026-01-09",
        upvotes: 35,
        stars: 1_200,
        organisation: "The Kite Society",
        aiKeywords: ["kites", "wind"],
        links: { code: "https://github.com/kite/wind", project: "https://kite.example/wind" },
      },
      "hf-daily",
    ),
  ]);
  const text = readText((await bot.say(`show ${arxivId}`)).message);
  for (const known of [
    "35 upvotes",
    "1,200 stars",
    "cs.CL",
    "arXiv 2601.00001",
    "Organisation: The Kite Society.",
    "Keywords found by a machine: kites, wind.",
    "listed 2026-01-08, seen in arxiv (2026-01-08) and hf-daily (2026-01-09).",
  ]) {
    expect(text).toContain(known);
  }
});
