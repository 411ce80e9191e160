import { existsSync, readFileSync } from "node:fs";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import type { DigestPaper } from "../../src/engine.ts";
import type { PaperBlock } from "../../src/message.ts";
import type { PaperDraft } from "../../src/papers/paper.ts";
import { readText, runsOf } from "../support/bot.ts";
import { draft } from "../support/papers.ts";
import { type RealBot, realBot } from "../support/real-bot.ts";

/** Papers on one topic that are about three things: caches, kitchens and law. */
const papers: readonly PaperDraft[] = [
  paper("Models that Cook", "Language models plan recipes for a kitchen: chopping, boiling and baking bread."),
  paper("Models at Court", "Language models read statutes and predict how judges rule on a contract."),
  paper("Caches for Models", "Language models keep keys and values in a cache; eviction of the cache saves memory."),
  paper("Models and their Contracts", "Language models draft a contract from statutes; judges find few faults."),
  paper("Evicting what Models Forget", "Language models evict old keys from the cache and decode twice as fast."),
  paper("Baking with Models", "Language models time the boiling and baking of bread in a small kitchen."),
  paper("Compressed Caches", "Language models compress the keys and values of a cache to save memory."),
];

function paper(title: string, abstract: string): PaperDraft {
  const known = { abstract, listed: "2026-01-09", upvotes: 10 };
  return draft(title, known, "day.txt");
}

async function following(): Promise<RealBot & { readonly keys: readonly string[] }> {
  const bot = await realBot();
  const keys = await bot.takeIn(papers);
  await bot.say('subscribe "language models"');
  return { ...bot, keys };
}

async function previewTitles(bot: RealBot): Promise<readonly string[]> {
  const { message } = await bot.say("digest");
  return [...message.blocks, ...(message.more ?? [])].flatMap((block) => (block.type === "paper" ? [block.title] : []));
}

const keyOf = (title: string, bot: { readonly keys: readonly string[] }): string =>
  bot.keys[papers.findIndex(({ entry }) => entry.title === title)] ?? "";

/** Every place the answer to a vote names is the one a person counts in the previews before and after. */
function expectPlaces(text: string, voted: string, before: readonly string[], after: readonly string[]): void {
  const moves = [...text.matchAll(/(?:“([^”]+)”|\bit)(?: moves \w+)? from (?:place )?(\d) to (\d)/gu)];
  expect(moves.length).toBeGreaterThan(0);
  for (const [, title = voted, from, to] of moves)
    expect([before.indexOf(title) + 1, after.indexOf(title) + 1]).toEqual([Number(from), Number(to)]);
}

describe("a vote", () => {
  test("moves papers like it up in the next preview, at once", async () => {
    const bot = await following();
    const before = await previewTitles(bot);
    const { message, visibility } = await bot.say(`vote ${keyOf("Compressed Caches", bot)} up`);
    const after = await previewTitles(bot);
    expect(visibility).toBe("private");
    const place = (titles: readonly string[]) => titles.indexOf("Caches for Models");
    expect(place(after)).toBeLessThanOrEqual(place(before));
    expect(after.slice(0, 3).sort()).toEqual(["Caches for Models", "Compressed Caches", "Evicting what Models Forget"]);
    expect(after).not.toEqual(before);
    expect(readText(message)).toMatch(/^More like “Compressed Caches”\. .*moves up from place \d to \d/u);
    expectPlaces(readText(message), "Compressed Caches", before, after);
  });

  test("against a paper moves papers like it down, and says which and how far", async () => {
    const bot = await following();
    const before = await previewTitles(bot);
    const { message } = await bot.say(`vote ${keyOf("Models that Cook", bot)} down`);
    const after = await previewTitles(bot);
    expect(after.slice(-2).sort()).toEqual(["Baking with Models", "Models that Cook"]);
    expect(readText(message)).toMatch(/moves down from place \d to \d/u);
    expectPlaces(readText(message), "Models that Cook", before, after);
  });

  test("that is undone leaves the preview as it was", async () => {
    const bot = await following();
    const before = await previewTitles(bot);
    const { message } = await bot.say(`vote ${keyOf("Models at Court", bot)} up`);
    const [undo = ""] = runsOf(message);
    expect(await previewTitles(bot)).not.toEqual(before);
    expect(readText((await bot.say(undo)).message)).toContain("taken back");
    expect(await previewTitles(bot)).toEqual(before);
  });

  test("that is undone leaves what was liked by name before, however often Undo is clicked", async () => {
    const bot = await following();
    const key = keyOf("Models at Court", bot);
    const learnt = async () => readText((await bot.say("taste")).message);
    await bot.say(`like ${key}`);
    const { message } = await bot.say(`vote ${key} up`);
    const [undo = ""] = runsOf(message);
    expect(readText((await bot.say(undo)).message)).toContain("by name or in another channel still counts");
    const again = (await bot.say(undo)).message;
    expect(readText(again)).toContain("There is no vote of yours");
    expect(await learnt()).toContain("learnt from 1 liked paper");
    const [byName = ""] = runsOf(again);
    expect(readText((await bot.say(byName)).message)).toContain("Taken back: 1 paper you named");
    expect(await learnt()).toContain("nothing learnt yet");
    expect(readText((await bot.say(undo)).message)).toMatch(
      /^There is no vote of yours on “Models at Court” here\.$/mu,
    );
  });

  test("that is cast by a double click counts once and is undone at once", async () => {
    const bot = await following();
    const key = keyOf("Models at Court", bot);
    const clicks = await Promise.all([bot.say(`vote ${key} up`), bot.say(`vote ${key} up`)]);
    const here = { channel: { platform: "test", id: "c" } };
    expect(await bot.store.votes.of(here)).toHaveLength(1);
    for (const { message } of clicks) expect(runsOf(message)[0]).toBe(`vote ${key} undo`);
    await bot.say(`vote ${key} undo`);
    expect(await bot.store.votes.of(here)).toEqual([]);
  });

  test("on a paper that is no more says so", async () => {
    const bot = await following();
    expect(readText((await bot.say("vote 0123456789ab up")).message)).toMatch(/No paper/u);
  });

  test("of two people who disagree leaves the preview as it was, and each tells the other's nothing", async () => {
    const bot = await following();
    const key = keyOf("Models at Court", bot);
    const before = await previewTitles(bot);
    await bot.say(`vote ${key} up`);
    await bot.sayAs({ id: "q" }, `vote ${key} down`);
    expect(await previewTitles(bot)).toEqual(before);
    expect(readText((await bot.say("taste")).message)).toContain("1 liked paper");
    expect(readText((await bot.sayAs({ id: "q" }, "taste")).message)).toContain("1 disliked paper");
  });

  test("names the places of papers that it brings into a long preview, or out of it", async () => {
    const bot = await realBot();
    const titles = Array.from({ length: 50 }, (_, i) =>
      i < 25 ? `Caches for Models ${i}` : `Baking with Models ${i}`,
    );
    const abstract = (title: string, i: number) =>
      title.startsWith("C")
        ? `Language models keep keys ${i} in a cache; eviction of the cache saves memory.`
        : `Language models time the boiling ${i} and baking of bread in a small kitchen.`;
    const keys = await bot.takeIn(titles.map((title, i) => paper(title, abstract(title, i))));
    await bot.say('subscribe "language models"');
    const before = await previewTitles(bot);
    const [first = ""] = before;
    const down = readText((await bot.say(`vote ${keys[titles.indexOf(first)]} down`)).message);
    const after = await previewTitles(bot);
    const place = after.indexOf(first) + 1;
    expect(down).toContain(place > 0 ? `it moves down from place 1 to ${place}` : "it is left out, from place 1");
    const absent = titles.findIndex((title) => !after.includes(title));
    const up = readText((await bot.say(`vote ${keys[absent]} up`)).message);
    const comes = (await previewTitles(bot)).indexOf(titles[absent] ?? "") + 1;
    expect(comes).toBeGreaterThan(0);
    expect(up).toContain(`In this channel's next digest it comes in at place ${comes}`);
  });

  test("that replaces another is undone to the one before", async () => {
    const bot = await following();
    const key = keyOf("Models at Court", bot);
    await bot.say(`vote ${key} up`);
    const { message } = await bot.say(`vote ${key} down`);
    expect(runsOf(message)[0]).toBe(`vote ${key} up`);
    const votes = await bot.store.votes.of({ channel: { platform: "test", id: "c" } });
    expect(votes.map(({ value }) => value)).toEqual(["down"]);
  });

  test("in one channel does not move another's preview", async () => {
    const bot = await following();
    await bot.sayAs({ channel: "other" }, 'subscribe "language models"');
    const titles = async () => readText((await bot.sayAs({ channel: "other" }, "digest")).message);
    const before = await titles();
    await bot.say(`vote ${keyOf("Models at Court", bot)} up`);
    expect(await titles()).toBe(before);
  });

  test("gives the papers near it a reason that names it", async () => {
    const bot = await following();
    await bot.say(`vote ${keyOf("Compressed Caches", bot)} up`);
    const { message } = await bot.say("digest");
    const block = message.blocks.find(
      (each) => each.type === "paper" && each.title === "Caches for Models",
    ) as PaperBlock;
    expect(block.reason?.join("")).toContain("near “Compressed Caches”, which this channel liked");
  });
});

describe("why", () => {
  test("states causes whose numbers add up to what the digest is ordered by", async () => {
    const bot = await following();
    const channel = { platform: "test", id: "c" };
    await bot.say(`vote ${keyOf("Compressed Caches", bot)} up`);
    await bot.sayAs({ id: "q" }, `vote ${keyOf("Models that Cook", bot)} down`);
    await bot.sayAs({ id: "q" }, `save ${keyOf("Models at Court", bot)}`);
    const since = "2026-01-03";
    const topics = ['"language models"'];
    const matches = await bot.engine.matchTopics(topics, { since });
    const suits = await bot.engine.suits({ channel }, { since });
    const digest = matches.digest({ topics, seen: new Set(), ...(suits && { suits }) });
    const shown: readonly DigestPaper[] = [...digest.topics, ...digest.more].flatMap((group) => group.papers);
    expect(shown).toHaveLength(7);
    for (const { paper, score } of shown) {
      const person = { platform: "test", id: "p" };
      const { digest: sum } = await bot.engine.why(paper, { channel, person, topics, since });
      expect(sum?.score).toBeCloseTo(score, 6);
      const parts = (sum?.topics?.amount ?? 0) + (sum?.taste?.value ?? 0) + (sum?.freshness ?? 0) + (sum?.upvotes ?? 0);
      expect(parts).toBeCloseTo(score, 6);
      const causes = sum?.taste?.causes ?? [];
      expect(causes.reduce((all, { amount }) => all + amount, 0)).toBeCloseTo(sum?.taste?.value ?? 0, 6);
      for (const { said, amount } of causes) expect(Math.sign(amount)).toBe(said === "disliked" ? -1 : 1);
    }
    const text = readText((await bot.say(`why ${keyOf("Caches for Models", bot)}`)).message);
    expect(text).toContain("Topic match");
    expect(text).toContain("“Compressed Caches”, which this channel liked (+");
    expect(text).toContain("listed 2026-01-09, 1 day ago");
    expect(text).toContain("10 upvotes");
  });

  test("says what keeps a paper out of the next digest and the recommendations, whatever its points", async () => {
    const bot = await following();
    const [old = ""] = await bot.takeIn([
      draft("Old Models", { abstract: "Language models of old.", listed: "2025-06-01" }, "old.txt"),
    ]);
    const why = async (key: string) => readText((await bot.say(`why ${key}`)).message);
    expect(await why(old)).toMatch(/points\. The next one leaves it out: it was listed before 2026-01-0\d\./u);
    expect(await why(old)).toMatch(/points\. It is not recommended: it was listed before 2025-12-\d\d\./u);
    const key = keyOf("Models at Court", bot);
    expect(await why(key)).not.toMatch(/leaves it out|is not recommended/u);
    await bot.say(`save ${key}`);
    expect(await why(key)).toContain("It is not recommended: it is on your reading list.");
    await bot.say(`vote ${key} down`);
    expect(await why(key)).toContain("It is not recommended: you voted on it.");
    await bot.store.shown.record({ platform: "test", id: "c" }, [key], bot.clock.now());
    expect(await why(key)).toContain("The next one leaves it out: this channel was shown it before.");
  });

  test("says that no digest brings a paper that matches no topic", async () => {
    const bot = await realBot(papers);
    expect(readText((await bot.say("why Models that Cook")).message)).toContain("follows no topic");
    await bot.say("subscribe astronomy");
    expect(readText((await bot.say("why Models that Cook")).message)).toContain(
      "matches none of this channel's topics",
    );
  });

  test("says so where a paper has a topic's words, but far apart, which a search finds and no digest brings", async () => {
    const filler = "Nothing of this is new to anybody who has ever kept bees in a garden. ".repeat(3);
    const bot = await realBot([
      draft("Bees", { abstract: `A graph is drawn. ${filler}Then there is learning.`, listed: "2026-01-09" }),
    ]);
    await bot.say("subscribe graph learning");
    await bot.say("subscribe astronomy");
    const [{ key } = { key: "" }] = (await bot.engine.search("graph learning", { limit: 1 })).hits;
    expect(readText((await bot.say(`why ${key}`)).message)).toContain(
      "It has the words of graph learning, but too far apart to be about that, so no digest brings it.",
    );
  });
});

describe("a person's own taste", () => {
  test("orders what is recommended, and never recommends what was voted on", async () => {
    const bot = await following();
    await bot.say(`vote ${keyOf("Models at Court", bot)} up`);
    const { message, visibility } = await bot.say("recommend");
    const titles = message.blocks.flatMap((block) => (block.type === "paper" ? [block.title] : []));
    expect(visibility).toBe("private");
    expect(titles[0]).toBe("Models and their Contracts");
    expect(titles).not.toContain("Models at Court");
    expect(readText(message)).toContain("near “Models at Court”, which you liked");
    expect(readText(message)).toContain("another theme than those you liked");
  });

  test("is nobody else's", async () => {
    const bot = await following();
    await bot.say(`vote ${keyOf("Models at Court", bot)} up`);
    const { message } = await bot.sayAs({ id: "somebody else" }, "recommend");
    expect(readText(message)).toContain("Nothing is known of your taste yet");
    expect(readText(message)).toContain(", by upvotes and freshness. Vote");
    const unvoted = await realBot([draft("Bees", { listed: "2026-01-09" })]);
    expect(readText((await unvoted.say("recommend")).message)).toContain(", the freshest first. Vote");
  });

  test("is seeded by papers already known, and by a .bib file", async () => {
    const bot = await following();
    const { message } = await bot.say("like Caches for Models");
    expect(readText(message)).toContain("1 paper you like now shapes your recommendations: Caches for Models.");
    const bib = 'import @article{a, title = {Models {at} Court}, year = 2020}\n@misc{b, title = "No Such Paper"}';
    const imported = readText((await bot.say(bib)).message);
    expect(imported).toContain("Models at Court");
    expect(imported).toContain("Not known here, or not one paper alone: No Such Paper");
    expect(readText((await bot.say("taste")).message)).toContain("learnt from 2 liked papers");
    expect(readText((await bot.say("taste --channel")).message)).toContain("nothing learnt yet");
  });

  test("takes back what was liked by itself, and not what was liked in another channel", async () => {
    const bot = await following();
    const { message } = await bot.say("like Caches for Models");
    await bot.sayAs({ channel: "other" }, `vote ${keyOf("Models at Court", bot)} up`);
    const [undo = ""] = runsOf(message);
    expect(readText((await bot.say(undo)).message)).toContain("Taken back: 1 paper you named, Caches for Models.");
    expect(readText((await bot.say(undo)).message)).toContain("nothing is changed");
    expect(readText((await bot.say(`vote ${keyOf("Models at Court", bot)} undo`)).message)).toContain(
      "no vote of yours",
    );
    expect(readText((await bot.say("taste")).message)).toContain("learnt from 1 liked paper");
  });

  test("takes back a whole list that was named, and nothing else", async () => {
    const bot = await following();
    await bot.say("like Models that Cook");
    const { message } = await bot.say(
      `like ${keyOf("Caches for Models", bot)} ${keyOf("Models at Court", bot)} ${keyOf("Caches for Models", bot)}`,
    );
    expect(readText(message)).toContain("2 papers you like now shape");
    const [undo = ""] = runsOf(message);
    expect(readText((await bot.say(undo)).message)).toContain("Taken back: 2 papers you named");
    expect(readText((await bot.say("taste")).message)).toContain("learnt from 1 liked paper\n");
    expect(readText((await bot.say(undo)).message)).toContain("nothing is changed");
  });

  test("is undone for what it added, not for what was liked before", async () => {
    const bot = await following();
    await bot.say("like Caches for Models");
    const both = `like ${keyOf("Caches for Models", bot)} ${keyOf("Models at Court", bot)}`;
    const [undo = ""] = runsOf((await bot.say(both)).message);
    expect(readText((await bot.say(undo)).message)).toContain("Taken back: 1 paper you named, Models at Court.");
    expect(readText((await bot.say("taste")).message)).toContain("learnt from 1 liked paper");
    expect(runsOf((await bot.say("like Caches for Models")).message)).not.toContainEqual(
      expect.stringContaining("--undo"),
    );
  });

  test("goes by the latest five hundred papers where there are more", async () => {
    const bot = await realBot();
    const many = Array.from({ length: 510 }, (_, i) => paper(`Known paper ${i}`, `Models of kind ${i}.`));
    const keys = await bot.takeIn([...many, paper("A New One", "Models of kind 7.")]);
    const person = { platform: "test", id: "p" };
    for (const key of keys.slice(0, 510)) {
      await bot.store.votes.cast(person, { paper: key, value: "up", at: bot.clock.now() });
    }
    expect(readText((await bot.say("recommend")).message)).toContain("by 500 papers you said something of");
    expect(readText((await bot.say("taste")).message)).toContain("learnt from 510 liked papers");
  });

  test("says what it was learnt from, and nothing of what there was none of", async () => {
    const bot = await following();
    await bot.say(`vote ${keyOf("Models that Cook", bot)} down`);
    expect(readText((await bot.say("taste")).message)).toContain("Your taste, learnt from 1 disliked paper\n");
    await bot.say("like Caches for Models");
    expect(readText((await bot.say("taste")).message)).toContain("learnt from 1 liked paper and 1 disliked one\n");
  });

  test("shows itself as words, forgets one that is removed, and begins anew", async () => {
    const bot = await following();
    await bot.say(`vote ${keyOf("Compressed Caches", bot)} up`);
    await bot.say(`vote ${keyOf("Models that Cook", bot)} down`);
    const words = readText((await bot.say("taste")).message);
    expect(words).toMatch(/more: .*cache/iu);
    expect(words).toMatch(/less: .*(kitchen|recipes|chopping)/iu);
    const [removed = ""] = /more: ([^,\n]+)/u.exec(words)?.slice(1) ?? [];
    const after = readText((await bot.say(`taste remove ${removed}`)).message);
    expect(after).toContain(`${removed} no longer counts`);
    expect(/more: (.*)/u.exec(after)?.[1]?.split(", ")).not.toContain(removed);
  });

  test("begins anew only when that is said twice", async () => {
    const bot = await following();
    await bot.say(`vote ${keyOf("Compressed Caches", bot)} up`);
    await bot.say("taste remove kitchen");
    const { message } = await bot.say("taste reset");
    expect(readText(message)).toContain("would begin anew: 1 paper it was learnt from");
    expect(readText((await bot.say("taste")).message)).toContain("learnt from 1 liked paper");
    const [line = ""] = runsOf(message);
    expect(readText((await bot.say(line)).message)).toContain("begins anew");
    expect(readText((await bot.say("taste")).message)).toMatch(/nothing learnt yet(?!.*Left out)/su);
    await bot.say(`vote ${keyOf("Compressed Caches", bot)} up`);
    expect(readText((await bot.say("taste")).message)).toContain("nothing learnt yet");
  });

  test("says which word was meant where no paper has the one typed, and which was left out where another is restored", async () => {
    const bot = await following();
    await bot.say(`vote ${keyOf("Compressed Caches", bot)} up`);
    const shown = /more: ([^,\n]+)/u.exec(readText((await bot.say("taste")).message))?.[1] ?? "";
    const slip = await bot.say(`taste remove ${shown.replace("Compressed", "Compresed")}`);
    expect(readText(slip.message)).toContain(`nothing is changed. Did you mean ${shown}?`);
    expect(readText((await bot.say("taste")).message)).not.toContain("left out");
    await bot.say(runsOf(slip.message)[0] ?? "");
    expect(readText((await bot.say("taste")).message)).toContain(`left out: ${shown}`);
    const restored = await bot.say("taste restore kitchen");
    expect(readText(restored.message)).toContain("kitchen was not left out: nothing is changed.");
    expect(readText((await bot.say(runsOf(restored.message)[0] ?? "")).message)).toContain(`${shown} counts again`);
  });

  test("says that nothing changes where the words are of every text, or left out already", async () => {
    const bot = await following();
    await bot.say(`vote ${keyOf("Compressed Caches", bot)} up`);
    const before = await bot.say("taste");
    const every = await bot.say("taste remove of the");
    expect(readText(every.message)).toBe("of the counts for no taste, as every text has it: nothing is changed.");
    expect(await bot.say("taste")).toEqual(before);
    await bot.say("taste remove cache");
    const again = await bot.say("taste remove Cache");
    expect(readText(again.message)).toContain("Cache was left out already: nothing is changed.");
    expect(readText((await bot.say(runsOf(again.message)[0] ?? "")).message)).toContain("Cache counts again");
  });

  test("of a channel is changed by those who may manage it only", async () => {
    const bot = await following();
    const { message } = await bot.sayAs({ mayManage: false }, "taste reset --channel");
    expect(readText(message)).toContain("people who may manage this channel");
  });
});

describe("a word that is removed", () => {
  test("changes how papers suit", async () => {
    const bot = await following();
    const channel = { platform: "test", id: "c" };
    await bot.say(`vote ${keyOf("Compressed Caches", bot)} up`);
    const key = keyOf("Evicting what Models Forget", bot);
    const suits = async () => (await bot.engine.suits({ channel }, { since: "2026-01-03" }))?.get(key) ?? 0;
    const before = await suits();
    await bot.say("taste remove cache --channel");
    expect(await suits()).toBeLessThan(before);
  });
});

describe("a reading list", () => {
  test("of more than 2,000 papers says that it is not all, in the list and in its export", async () => {
    const bot = await realBot();
    const keys = await bot.takeIn(Array.from({ length: 2_003 }, (_, i) => paper(`Kites number ${i}`, "Kites fly.")));
    for (const [i, key] of keys.entries()) {
      const saved = { paper: key, at: new Date(Date.UTC(2026, 0, 1) + i) };
      await bot.store.votes.save({ platform: "test", id: "p" }, saved, { platform: "test", id: "c" });
    }
    const sentence = "These are the latest 2,000 of 2,003: the others come back as some of these are taken off.";
    expect(readText((await bot.say("saved")).message)).toContain(sentence);
    expect(readText((await bot.say("export csv")).message)).toContain(sentence);
    expect(readText((await bot.say(`save ${keys[0]}`)).message)).toContain("was on your reading list already");
    for (const key of keys.slice(0, 3)) await bot.say(`unsave ${key}`);
    expect(readText((await bot.say("saved")).message)).not.toContain("the latest");
    expect(readText((await bot.say("export json")).message)).not.toContain("the latest");
  });

  test("holds what was saved, last saved first, and gives it back as a file", async () => {
    const bot = await following();
    await bot.say(`save ${keyOf("Models at Court", bot)}`);
    bot.clock.set("2026-01-10T09:00:00Z");
    await bot.say(`save ${keyOf("Models that Cook", bot)}`);
    const list = (await bot.say("saved")).message;
    expect(list.blocks.flatMap((block) => (block.type === "paper" ? [block.title] : []))).toEqual([
      "Models that Cook",
      "Models at Court",
    ]);
    const { message } = await bot.say("export csv");
    expect(message.file?.name).toBe("reading-list.csv");
    expect(message.file?.content.split("\r\n")).toHaveLength(3);
    await bot.say(`unsave ${keyOf("Models that Cook", bot)}`);
    expect(JSON.parse((await bot.say("export json")).message.file?.content ?? "")).toMatchObject([
      { title: "Models at Court" },
    ]);
  });
});

/** How often the very bytes of the database and of the files SQLite keeps beside it hold a text. */
function traces(file: string, text: string): number {
  return ["", "-wal", "-shm"]
    .map((end) => `${file}${end}`)
    .filter(existsSync)
    .reduce((sum, each) => sum + readFileSync(each).toString("latin1").split(text).length - 1, 0);
}

describe("forget me", () => {
  test("leaves no row of the person in the file, whose rows never held the person's id", async () => {
    const bot = await following();
    const here = { platform: "test", id: "c" };
    await bot.sayAs({ id: "U-SECRET" }, `vote ${keyOf("Models at Court", bot)} up`);
    await bot.sayAs({ id: "U-SECRET" }, "like Caches for Models --channel");
    await bot.sayAs({ id: "U-SECRET" }, `save ${keyOf("Models that Cook", bot)}`);
    await bot.sayAs({ id: "U-SECRET" }, "taste remove kitchen");
    await bot.say(`vote ${keyOf("Models at Court", bot)} down`);
    const rows = () => {
      const db = new Database(bot.file, { readonly: true });
      const tables = db
        .prepare<[], string>("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
        .pluck()
        .all();
      const all = tables.flatMap((table) =>
        db
          .prepare(`select * from "${table}"`)
          .all()
          .map((row) => JSON.stringify({ table, row })),
      );
      db.close();
      return all;
    };
    const before = rows();
    expect(traces(bot.file, "U-SECRET")).toBe(0);
    expect(before.filter((row) => row.includes("U-SECRET"))).toEqual([]);
    const [{ person } = { person: "" }] = before
      .map((row) => JSON.parse(row))
      .filter(({ table }) => table === "saved_papers")
      .map(({ row }) => row);
    expect(person).not.toBe("");
    expect(before.filter((row) => row.includes(person))).toHaveLength(4);
    expect(traces(bot.file, person)).toBeGreaterThan(0);
    await bot.sayAs({ id: "U-SECRET" }, "forget me");
    expect(rows().filter((row) => row.includes(person))).toEqual([]);
    expect(traces(bot.file, person)).toBe(0);
    expect(await bot.store.votes.of({ channel: here })).toHaveLength(1);
  });

  test("takes a person's votes out of the channel's taste too", async () => {
    const bot = await following();
    const before = await previewTitles(bot);
    await bot.sayAs({ id: "other" }, `vote ${keyOf("Models at Court", bot)} up`);
    expect(await previewTitles(bot)).not.toEqual(before);
    await bot.sayAs({ id: "other" }, "forget me");
    expect(await previewTitles(bot)).toEqual(before);
    expect(readText((await bot.say("taste --channel")).message)).toContain("nothing learnt yet");
  });

  test("deletes votes, list and taste of the person and of nobody else", async () => {
    const bot = await following();
    await bot.say(`vote ${keyOf("Models at Court", bot)} up`);
    await bot.say(`save ${keyOf("Models that Cook", bot)}`);
    await bot.sayAs({ id: "other" }, `vote ${keyOf("Models at Court", bot)} up`);
    expect(readText((await bot.say("forget me")).message)).toContain("1 vote, 1 saved paper and your taste");
    expect(readText((await bot.say("saved")).message)).toContain("empty");
    expect(readText((await bot.say("taste")).message)).toContain("nothing learnt yet");
    expect(await bot.store.votes.of({ person: { platform: "test", id: "other" } })).toHaveLength(1);
    expect(readText((await bot.say("forget me")).message)).toContain("Nothing was known of you");
  });
});
