import { describe, expect, test } from "vitest";
import type { Message } from "../../src/message.ts";
import type { PaperDraft } from "../../src/papers/paper.ts";
import { plainText } from "../../src/views/text.ts";
import { readText } from "../support/bot.ts";
import { draft } from "../support/papers.ts";
import { type RealBot, realBot } from "../support/real-bot.ts";

/** Papers on language models, about caches, kitchens and law, six of each; and a few on birds. */
const papers: readonly PaperDraft[] = [
  ...["Evicting", "Compressing", "Sharing", "Paging", "Pruning", "Merging"].map((word, i) =>
    paper(`${word} the Cache`, `Language models keep keys in a cache; ${word.toLowerCase()} saves memory, ${i}.`),
  ),
  ...["Boiling", "Baking", "Chopping", "Frying", "Peeling", "Grilling"].map((word, i) =>
    paper(`${word} with Models`, `Language models time the ${word.toLowerCase()} of food in a kitchen, ${i}.`),
  ),
  ...["Statutes", "Contracts", "Verdicts", "Appeals", "Torts", "Pleas"].map((word, i) =>
    paper(`${word} for Models`, `Language models read ${word.toLowerCase()} as a judge at court does, ${i}.`),
  ),
  paper("Songs of Thrushes", "Birds sing at dawn; a thrush repeats its song."),
  paper("Nests of Egrets", "Birds build nests; an egret takes reed."),
];

function paper(title: string, abstract: string): PaperDraft {
  return draft(title, { abstract, listed: "2026-01-09", upvotes: 10 }, "day.txt");
}

async function started(): Promise<RealBot & { key(title: string): string }> {
  const bot = await realBot();
  const keys = await bot.takeIn(papers);
  return { ...bot, key: (title) => keys[papers.findIndex(({ entry }) => entry.title === title)] ?? "" };
}

const titlesOf = (blocks: Message["blocks"]): readonly string[] =>
  blocks.flatMap((block) => (block.type === "paper" ? [block.title] : []));
const said = async (bot: RealBot, line: string): Promise<Message> => (await bot.say(line)).message;

describe("what a topic would bring", () => {
  test("comes in the order of the channel's taste, as its post will, and names what it is near to", async () => {
    const bot = await started();
    await bot.say(`vote ${bot.key("Verdicts for Models")} up`);
    const preview = await said(bot, 'subscribe "language models"');
    const digest = await said(bot, "digest");
    expect(titlesOf(preview.blocks)).toEqual(titlesOf(digest.blocks).slice(0, 3));
    expect(titlesOf(preview.blocks).every((title) => title.endsWith("for Models"))).toBe(true);
    expect(readText(preview)).toContain("near “Verdicts for Models”, which this channel liked");
  });

  test("knows nothing of another channel's taste", async () => {
    const bot = await started();
    const plain = await bot.sayAs({ channel: "plain" }, 'subscribe "language models"');
    await bot.say(`vote ${bot.key("Verdicts for Models")} up`);
    const other = await bot.sayAs({ channel: "other" }, 'subscribe "language models"');
    expect(titlesOf(other.message.blocks)).toEqual(titlesOf(plain.message.blocks));
    expect(readText(other.message)).not.toContain("liked");
  });
});

describe("a channel that votes", () => {
  test("is ruled by each person's last vote", async () => {
    const bot = await started();
    await bot.say('subscribe "language models"');
    await bot.say(`vote ${bot.key("Verdicts for Models")} down`);
    const disliked = titlesOf((await said(bot, "digest")).blocks);
    await bot.say(`vote ${bot.key("Verdicts for Models")} up`);
    const liked = titlesOf((await said(bot, "digest")).blocks);
    expect(liked[0]).toMatch(/for Models$/u);
    expect(disliked.filter((title) => title.endsWith("for Models"))).toEqual([]);
    await bot.say(`vote ${bot.key("Verdicts for Models")} down`);
    expect(titlesOf((await said(bot, "digest")).blocks)).toEqual(disliked);
  });

  test("for one theme only goes on seeing another in each post", async () => {
    const bot = await started();
    await bot.say('subscribe "language models"');
    for (const word of ["Evicting", "Compressing", "Sharing"]) await bot.say(`vote ${bot.key(`${word} the Cache`)} up`);
    const titles = titlesOf((await said(bot, "digest")).blocks);
    expect(titles).toHaveLength(5);
    expect(titles.filter((title) => title.endsWith("the Cache"))).toHaveLength(4);
  });

  test("for one topic's papers starves no other topic", async () => {
    const bot = await started();
    await bot.say('subscribe "language models"');
    await bot.say("subscribe birds");
    for (const word of ["Evicting", "Compressing", "Sharing", "Paging"]) {
      await bot.say(`vote ${bot.key(`${word} the Cache`)} up`);
    }
    await bot.say(`vote ${bot.key("Nests of Egrets")} down`);
    expect(titlesOf((await said(bot, "digest")).blocks)).toContain("Songs of Thrushes");
  });

  test("gets no two near duplicates, however well they suit", async () => {
    const bot = await started();
    const abstract =
      "Language models keep keys and values of every token in a cache that outgrows the memory of the machine; we " +
      "forget the oldest keys first, measure what is lost on long dialogues, and serve twice as many people at once.";
    const known = paper(
      "Oldest Keys First",
      "Which keys and values of long dialogues a machine forgets, and what is lost.",
    );
    const twice = [paper("Forgetting Keys", abstract), paper("Forgetting Keys, Extended Version", abstract)];
    const [liked = ""] = await bot.takeIn([known, ...twice]);
    await bot.say('subscribe "language models"');
    await bot.say(`vote ${liked} up`);
    const digest = await said(bot, "digest");
    const titles = [...titlesOf(digest.blocks), ...titlesOf(digest.more ?? [])];
    expect(titles.filter((title) => title.startsWith("Forgetting Keys"))).toHaveLength(1);
    const recommended = titlesOf((await said(bot, "recommend")).blocks);
    expect(recommended.filter((title) => title.startsWith("Forgetting Keys"))).toHaveLength(1);
  });
});

describe("why a paper is recommended", () => {
  const reasons = async (bot: Awaited<ReturnType<typeof started>>, line: string) => {
    const { blocks, more = [] } = await said(bot, line);
    const papers = [...blocks, ...more].filter((block) => block.type === "paper");
    return new Map(papers.map((block) => [block.title, plainText(block.reason ?? [])]));
  };

  test("is told under each, also where there is no cause but its day", async () => {
    const bot = await started();
    for (const reason of (await reasons(bot, "recommend --number 20")).values()) {
      expect(reason).toMatch(/^listed 2026-01-\d\d(?:, \d+ upvotes?)?$/u);
    }
    await bot.say(`vote ${bot.key("Verdicts for Models")} up`);
    const learnt = [...(await reasons(bot, "recommend --number 20"))];
    for (const [title, reason] of learnt) {
      if (title.endsWith("for Models")) expect(reason).toBe("near “Verdicts for Models”, which you liked");
    }
    expect(learnt.map(([, reason]) => reason)).toContainEqual(
      expect.stringMatching(/^(?:unlike all you liked; listed|a little like “)/u),
    );
  });

  test("says of a taste of which nothing is known that it is so", async () => {
    const bot = await started();
    await bot.say('subscribe "language models"');
    const why = async () => (await said(bot, `why ${bot.key("Boiling with Models")}`)).fallback;
    expect(await why()).toContain("Taste, +0: nothing is known of this channel's taste yet.");
    expect(await why()).toContain("Taste, +0: nothing is known of your taste yet.");
    await bot.say(`vote ${bot.key("Songs of Thrushes")} up`);
    expect(await why()).not.toContain("nothing is known");
  });

  test("tells what was saved from what was liked, for a person and for a channel", async () => {
    const bot = await started();
    await bot.say('subscribe "language models"');
    await bot.say(`save ${bot.key("Verdicts for Models")}`);
    const ends = (all: ReadonlyMap<string, string>) =>
      [...all.values()].filter((reason) => reason.includes("Verdicts for Models”"));
    const [ofChannel, ofPerson] = [ends(await reasons(bot, "digest")), ends(await reasons(bot, "recommend"))];
    expect([ofChannel.length, ofPerson.length].every((many) => many > 0)).toBe(true);
    for (const reason of ofChannel) expect(reason).toContain("which this channel saved");
    for (const reason of ofPerson) expect(reason).toContain("which you saved");
  });

  test("is the sum its place goes by, of causes that each add up", async () => {
    const bot = await started();
    const person = { platform: "test", id: "p" };
    const channel = { platform: "test", id: "c" };
    await bot.say(`vote ${bot.key("Verdicts for Models")} up`);
    await bot.say(`save ${bot.key("Songs of Thrushes")}`);
    await bot.say(`vote ${bot.key("Boiling with Models")} down`);
    await bot.say("taste remove judge");
    const { papers: recommended } = await bot.engine.recommend(person, { limit: 8, since: "2026-01-01" });
    expect(recommended).toHaveLength(8);
    for (const { paper: found, score, near } of recommended) {
      const { recommended: sum } = await bot.engine.why(found, { channel, person, topics: [], since: "2026-01-01" });
      expect(sum.score).toBeCloseTo(score, 6);
      expect((sum.taste?.value ?? 0) + sum.freshness + sum.upvotes).toBeCloseTo(score, 6);
      const causes = sum.taste?.causes ?? [];
      expect(causes.reduce((all, { amount }) => all + amount, 0)).toBeCloseTo(sum.taste?.value ?? 0, 6);
      for (const { of, amount } of near) {
        expect(causes.find((cause) => cause.paper.key === of.paper.key)?.amount).toBeCloseTo(amount, 6);
      }
    }
    const [first] = recommended;
    expect(first?.near[0]?.of.paper.title).toBe(
      first?.paper.title.endsWith("for Models") ? "Verdicts for Models" : "Songs of Thrushes",
    );
  });
});
