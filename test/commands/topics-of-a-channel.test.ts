import { describe, expect, it } from "vitest";
import { readText, runsOf } from "../support/bot.ts";
import { draft } from "../support/papers.ts";
import { realBot } from "../support/real-bot.ts";

const here = { platform: "test", id: "c" };

const sparse = (count: number, listed: string) =>
  Array.from({ length: count }, (_, index) =>
    draft(`Sparse Routing, Part ${index + 1}`, { listed, abstract: `We route tokens, in way ${index}, to experts.` }),
  );

const shelf = [
  ...sparse(6, "2026-01-09"),
  draft("Video Diffusion at Scale", { listed: "2026-01-09" }),
  draft("Sparse Routing for Video Diffusion", { listed: "2026-01-08" }),
  draft("Protein Folding by Hand", { listed: "2025-12-20" }),
  draft("Whale Song Transcription", { listed: "2024-05-01" }),
];

async function topicsNow(bot: Awaited<ReturnType<typeof realBot>>) {
  return (await bot.store.subscriptions.list(here)).map(({ topic }) => topic);
}

describe("subscribe --at", () => {
  it("offers near places as lines that still say what to follow, and does nothing before one is chosen", async () => {
    const bot = await realBot(shelf);
    const { message } = await bot.say('subscribe "sparse routing" -vision --at "8am Berln"');
    expect(message.fallback).toContain("did you mean Berlin");
    expect(await bot.store.subscriptions.list(here)).toEqual([]);
    const [offer = ""] = runsOf(message);
    const { message: done } = await bot.say(offer);
    expect(readText(done)).toContain('Subscribed to "sparse routing" -vision');
    expect(readText(done)).toContain("08:00 Europe/Berlin, Monday to Friday");
  });
});

describe("subscribe", () => {
  it("confirms in public what is now on, and what the last days would have brought, with reasons", async () => {
    const bot = await realBot(shelf);
    const { message, visibility } = await bot.say("subscribe sparse routing");
    const text = readText(message);
    expect(visibility).toBe("public");
    expect(text).toContain("Subscribed to sparse routing");
    expect(text).toContain("This channel follows 1 topic: sparse routing.");
    expect(text).toContain("Since 2026-01-03 it would have brought 7 papers, the best of them:");
    expect(message.blocks.filter(({ type }) => type === "paper")).toHaveLength(3);
    expect(text).toMatch(/matches sparse routing: sparse and routing in the title/);
    expect(runsOf(message)).toEqual(expect.arrayContaining(["digest", "unsubscribe sparse routing", "subscriptions"]));
  });

  it("names all topics of the channel each time", async () => {
    const bot = await realBot(shelf);
    await bot.say("subscribe sparse");
    await bot.say("subscribe video");
    expect((await bot.say("subscribe whale")).message.fallback).toContain("follows 3 topics: sparse, video, whale.");
  });

  it("names the first topics of a long list, and how many more there are", async () => {
    const bot = await realBot(shelf);
    for (let number = 1; number <= 12; number++) await bot.say(`subscribe whale${number}`);
    for (const line of ["subscribe video", "status", "schedule", "digest"]) {
      const text = readText((await bot.say(line)).message);
      expect(text).toContain("whale9, whale10 and 3 more");
      expect(text).not.toContain("whale11");
    }
  });

  it("takes the same topic twice as one subscription, and says so", async () => {
    const bot = await realBot(shelf);
    await bot.say("subscribe Sparse  Routing");
    const { message } = await bot.say("subscribe sparse routing");
    expect(message.fallback).toContain("Already subscribed to Sparse Routing: nothing changed");
    expect(await topicsNow(bot)).toEqual(["Sparse Routing"]);
  });

  it("knows a topic in any order of its clauses, and shows it as it was first written", async () => {
    const bot = await realBot(shelf);
    await bot.say("subscribe Sparse -video");
    const { message } = await bot.say("subscribe -video sparse");
    expect(message.fallback).toContain("Already subscribed to Sparse -video: nothing changed");
    expect((await bot.say("topic -video sparse exclude whale")).message.fallback).toContain("Sparse -video -whale");
    await bot.say("unsubscribe -whale -video sparse");
    expect(await topicsNow(bot)).toEqual([]);
  });

  it("looks back further where the last days have nothing, and says how far", async () => {
    const bot = await realBot(shelf);
    const month = readText((await bot.say("subscribe protein")).message);
    expect(month).toContain("Since 2025-12-11 it would have brought 1 paper:");
    const earlier = readText((await bot.say("subscribe whale song")).message);
    expect(earlier).toContain("None of the newest papers matches, 1 known paper does:");
    expect(earlier).toContain("Whale Song Transcription");
  });

  it("says plainly that nothing matches, and offers what was probably meant", async () => {
    const bot = await realBot(shelf);
    const { message } = await bot.say("subscribe difusion");
    expect(readText(message)).toContain("No paper known so far matches it");
    expect(runsOf(message)).toContain("subscribe diffusion");
    expect(await topicsNow(bot)).toEqual(["difusion"]);
  });

  it.each([
    ["subscribe -video", /only says what to leave out/],
    ["subscribe auhtor:hinton", /did you mean author:/],
    ["subscribe since:7d", /fits nearly every paper/],
    ["subscribe", /needs a topic/],
    [`subscribe ${"x".repeat(300)}`, /too long/],
  ])("explains %s in private and follows nothing by it", async (line, sentence) => {
    const bot = await realBot(shelf);
    const { message, visibility } = await bot.say(line);
    expect(message.fallback).toMatch(sentence);
    expect(visibility).toBe("private");
    expect(await topicsNow(bot)).toEqual([]);
  });

  it("refuses the 51st topic in words", async () => {
    const bot = await realBot();
    for (let index = 0; index < 50; index++) {
      await bot.store.subscriptions.add(here, { topic: `word${index}`, by: { id: "p" }, at: bot.clock.now() });
    }
    expect((await bot.say("subscribe video")).message.fallback).toContain("a channel can follow 50");
  });

  it("is for people who may manage the channel, as unsubscribe is", async () => {
    const bot = await realBot(shelf);
    for (const line of ["subscribe video", "unsubscribe all --yes"]) {
      expect((await bot.sayAs({ mayManage: false }, line)).message.fallback).toContain("ask one of them");
    }
    expect(await topicsNow(bot)).toEqual([]);
  });
});

describe("subscriptions", () => {
  it("lists who follows what since when, each with its way out", async () => {
    const bot = await realBot(shelf);
    await bot.sayAs({ id: "u1", name: "Ada" }, "subscribe sparse routing");
    bot.clock.set("2026-01-11T10:00:00Z");
    await bot.sayAs({ id: "u2" }, "subscribe video");
    await bot.sayAs({ channel: "another" }, "subscribe whale");
    const { message, visibility } = await bot.say("subscriptions");
    const text = readText(message);
    expect(visibility).toBe("private");
    expect(text).toContain("1. sparse routing, added by Ada, 2026-01-10T09:00:00.000Z");
    expect(text).toContain("2. video, added by u2, 2026-01-11T10:00:00.000Z");
    expect(text).not.toContain("whale");
    expect(runsOf(message)).toEqual(expect.arrayContaining(["unsubscribe sparse routing", "unsubscribe video"]));
  });

  it("pages through many, numbered throughout", async () => {
    const bot = await realBot();
    for (let index = 1; index <= 23; index++) {
      await bot.store.subscriptions.add(here, { topic: `word${index}`, by: { id: "p" }, at: bot.clock.now() });
    }
    const first = await bot.say("subscriptions");
    expect(runsOf(first.message)).toContain("subscriptions --page 2");
    expect(readText((await bot.say("subscriptions --page 3")).message)).toContain("23. word23");
    expect((await bot.say("subscriptions --page 4")).message.fallback).toBe(
      "There is no page 4: 23 topics fill 3 pages.",
    );
  });

  it("says that nothing is followed and how to begin", async () => {
    const { message } = await (await realBot()).say("subscriptions");
    expect(readText(message)).toContain("This channel follows no topic. Follow one with subscribe <topic>.");
    expect(runsOf(message)).toEqual(["topics"]);
  });
});

describe("unsubscribe", () => {
  const following = async (...topics: readonly string[]) => {
    const bot = await realBot(shelf);
    for (const topic of topics) {
      await bot.store.subscriptions.add(here, { topic, by: { id: "p" }, at: bot.clock.now() });
    }
    return bot;
  };

  it("takes a topic off however it is written, says what is left, and can be undone", async () => {
    const bot = await following('"sparse routing" -vision', "video");
    const { message, visibility } = await bot.say("unsubscribe “Sparse  Routing” –vision");
    expect(message.fallback).toBe('Unsubscribed from "sparse routing" -vision. This channel follows 1 topic: video.');
    expect(visibility).toBe("public");
    await bot.say(runsOf(message)[0] ?? "");
    expect(await topicsNow(bot)).toEqual(["video", '"sparse routing" -vision']);
  });

  it("understands the number in the list, and prefers a topic that is a number", async () => {
    const bot = await following("sparse", "video", "1");
    await bot.say("unsubscribe 2");
    expect(await topicsNow(bot)).toEqual(["sparse", "1"]);
    await bot.say("unsubscribe 1");
    expect(await topicsNow(bot)).toEqual(["sparse"]);
    expect((await bot.say("unsubscribe 7")).message.fallback).toContain("There is no topic 7");
  });

  it("asks before it takes all off, and the button does it", async () => {
    const bot = await following("sparse", "video");
    const asked = (await bot.say("unsubscribe all")).message;
    expect(readText(asked)).toContain("It follows sparse and video.");
    expect(await topicsNow(bot)).toHaveLength(2);
    expect(runsOf(asked)).toEqual(["unsubscribe all --yes"]);
    expect((await bot.say("unsubscribe all --yes")).message.fallback).toBe(
      "Unsubscribed from all 2 topics: sparse, video. This channel follows no topic.",
    );
    expect(await topicsNow(bot)).toEqual([]);
  });

  it("offers what was meant, and takes nothing off by a guess", async () => {
    const bot = await following("diffusion -video", "whale song");
    for (const line of ["unsubscribe diffusion", "unsubscribe difusion"]) {
      const { message, visibility } = await bot.say(line);
      expect(message.fallback).toContain("Did you mean `diffusion -video`?");
      expect(runsOf(message)).toEqual(["unsubscribe diffusion -video"]);
      expect(visibility).toBe("private");
    }
    expect((await bot.say("unsubscribe zebra")).message.fallback).toContain("`subscriptions` lists what it follows");
    expect(await topicsNow(bot)).toHaveLength(2);
  });
});

describe("topics", () => {
  it("suggests what the papers speak of, with counts and buttons that subscribe", async () => {
    const bot = await realBot(shelf);
    const { message } = await bot.say("topics");
    expect(readText(message)).toMatch(/Sparse routing, 7 papers/i);
    const line = runsOf(message).find((run) => /^subscribe .*sparse/i.test(run)) ?? "";
    await bot.say(line);
    const again = (await bot.say("topics")).message;
    expect(readText(again)).toContain("7 papers, followed by this channel");
    expect(runsOf(again)).not.toContain(line);
  });

  it("says so when there is nothing to suggest", async () => {
    expect((await (await realBot()).say("topics")).message.fallback).toContain("No topics were found yet");
  });

  it("completes topics as they are typed", async () => {
    const bot = await realBot(shelf);
    expect((await bot.complete("subscribe rou", 5)).map(({ line }) => line)).toEqual([
      expect.stringMatching(/^subscribe .*routing/i),
    ]);
  });
});

describe("digest", () => {
  it("previews in private what is new, under its topics, five in the post and the rest behind", async () => {
    const bot = await realBot(shelf);
    await bot.say("subscribe sparse routing");
    await bot.say("subscribe video diffusion");
    const { message, visibility } = await bot.say("digest");
    expect(visibility).toBe("private");
    expect(message.fallback).toContain("The next digest: 8 new papers");
    const shown = message.blocks.filter(({ type }) => type === "paper");
    const behind = message.more?.filter(({ type }) => type === "paper") ?? [];
    expect(shown).toHaveLength(5);
    expect(shown.length + behind.length).toBe(8);
    expect(readText({ fallback: "", blocks: message.blocks })).toContain("Video Diffusion at Scale");
  });

  it("promises no post of papers that are older than any post looks back, and neither does why", async () => {
    const bot = await realBot([draft("Old Bees", { abstract: "Bees of old.", listed: "2025-12-26" })]);
    await bot.say("subscribe bees");
    const text = readText((await bot.say("digest")).message);
    expect(text).toContain("What a digest would have held: 1 new paper\n");
    expect(text).toContain("No post will bring them: posts look back to 2025-12-27 at most.");
    expect(readText((await bot.say("why Old Bees")).message)).toContain(
      "The next one leaves it out: it was listed before 2025-12-27.",
    );
    await bot.takeIn([draft("New Bees", { abstract: "Bees of late.", listed: "2025-12-27" })]);
    expect(readText((await bot.say("digest")).message)).toContain("The next digest: 2 new papers");
  });

  it("shows a paper on two topics once and names both", async () => {
    const bot = await realBot(shelf);
    await bot.say("subscribe sparse routing");
    await bot.say("subscribe video");
    const text = readText((await bot.say("digest")).message);
    expect(text.split("Sparse Routing for Video Diffusion")).toHaveLength(2);
    expect(text).toMatch(
      /matches (sparse routing: sparse and routing in the title.*; video in the title|video in the title.*; sparse routing: sparse and routing in the title)/,
    );
  });

  it("leaves out what the channel was shown, also under a key that changed since, and marks nothing itself", async () => {
    const bot = await realBot();
    const [first = "", second = ""] = await bot.takeIn([
      draft("Sparse Routing", { listed: "2026-01-09" }),
      draft("Dense Routing", { listed: "2026-01-09", arxivId: "2601.00001" }),
    ]);
    await bot.say("subscribe routing");
    for (let time = 0; time < 2; time++) {
      expect((await bot.say("digest")).message.fallback).toContain("2 new papers");
    }
    await bot.store.shown.record(here, [first, second], bot.clock.now());
    expect((await bot.say("digest")).message.fallback).toContain("Nothing new: no paper listed since 2026-01-03");
    await bot.takeIn([draft("Sparse Routing", { listed: "2026-01-09", arxivId: "2601.00001" }, "b.txt")]);
    expect((await bot.say("digest")).message.fallback).toContain("Nothing new");
    expect((await bot.sayAs({ channel: "another" }, "digest routing")).message.fallback).toContain("1 new paper");
  });

  it("previews one topic alone, followed or not", async () => {
    const bot = await realBot(shelf);
    const { message } = await bot.say("digest video");
    expect(message.fallback).toContain("A digest on this topic alone: 2 new papers");
    expect(await topicsNow(bot)).toEqual([]);
    expect((await bot.say("digest -video")).message.fallback).toMatch(/only says what to leave out/);
  });

  it("says that nothing is new, or that nothing is followed", async () => {
    const bot = await realBot(shelf);
    expect((await bot.say("digest")).message.fallback).toBe("This channel follows no topic.");
    const { message } = await bot.say("digest zebra");
    expect(message.fallback).toContain("Nothing new");
    expect(runsOf(message)).toEqual(["search zebra", "topics"]);
  });

  it("names a topic that can no longer be read, and goes on with the others", async () => {
    const bot = await realBot(shelf);
    for (const topic of ["-nothing", "video"]) {
      await bot.store.subscriptions.add(here, { topic, by: { id: "p" }, at: bot.clock.now() });
    }
    const text = readText((await bot.say("digest")).message);
    expect(text).toContain("-nothing cannot be read: The query only says what to leave out");
    expect(text).toContain("Video Diffusion at Scale");
  });
});

describe("similar", () => {
  it("lists papers like one that is named by key, arXiv id or words, with the terms they share", async () => {
    const bot = await realBot([
      draft("Sparse Routing of Tokens", { arxivId: "2601.00001" }),
      draft("Token Routing in Sparse Layers"),
      draft("Whale Song Transcription"),
    ]);
    const [paper] = await bot.engine.find("2601.00001");
    for (const reference of [paper?.key ?? "", "2601.00001", "https://arxiv.org/abs/2601.00001", "sparse routing of"]) {
      const { message } = await bot.say(`similar ${reference}`);
      const text = readText(message);
      expect(text).toContain("Similar to Sparse Routing of Tokens");
      expect(text).toContain("Token Routing in Sparse Layers");
      expect(text).toMatch(/shares .*routing/i);
      expect(runsOf(message)).not.toContain(`similar ${paper?.key}`);
    }
  });

  it("asks which one when several fit, and offers the nearest when none does", async () => {
    const bot = await realBot(shelf);
    const { message } = await bot.say("similar sparse routing");
    expect(readText(message)).toContain("which one?");
    const [line = ""] = runsOf(message);
    expect(line).toMatch(/^similar [0-9a-z]{12}$/);
    expect(readText((await bot.say(line)).message)).toContain("Similar to Sparse Routing");
    expect((await bot.say("similar xyzzy")).message.fallback).toContain("No paper fits xyzzy.");
  });

  it("stands under every paper in every list, beside its abstract", async () => {
    const bot = await realBot(shelf);
    await bot.say("subscribe sparse routing");
    for (const line of ["search sparse", "latest", "digest", "subscribe video"]) {
      const { message } = await bot.say(line);
      const papers = [...message.blocks, ...(message.more ?? [])].filter((block) => block.type === "paper");
      expect(papers.length).toBeGreaterThan(0);
      for (const { actions } of papers) {
        expect(actions.map(({ run }) => run.split(" ")[0])).toEqual(["show", "similar", "vote", "vote", "save"]);
      }
    }
  });
});
