import { describe, expect, it } from "vitest";
import { readText, runsOf } from "../support/bot.ts";
import { draft } from "../support/papers.ts";
import { type RealBot, realBot } from "../support/real-bot.ts";

const here = { platform: "test", id: "c" };
const listed = "2026-01-09";

const shelf = [
  draft("Diffusion of Images", { listed, abstract: "Diffusion draws images." }),
  draft("Diffusion of Video", { listed, abstract: "Diffusion draws video frames." }),
  draft("Diffusion for Sound", { listed, abstract: "Diffusion draws sound." }),
  draft("DDPM in Six Lines", { listed, abstract: "Denoising Diffusion Probabilistic Models (DDPM) in short." }),
  draft("Steps of a DDPM", { listed, abstract: "A DDPM has steps." }),
  draft("What a DDPM Forgets", { listed, abstract: "Nothing is said of what it stands for." }),
  ...[1, 2, 3].map((number) =>
    draft(`Experts, Part ${number}`, { listed, abstract: `A mixture of experts (MoE), the ${number}th of its kind.` }),
  ),
  draft("One MoE More", { listed, abstract: "Without its long name." }),
];

const topicsOf = async (bot: RealBot) => (await bot.store.subscriptions.list(here)).map(({ topic }) => topic);

describe("looking at a topic", () => {
  it("shows in private what the last days would have brought, and follows nothing before the button is pressed", async () => {
    const bot = await realBot(shelf);
    const { message, visibility } = await bot.say("topic diffusion");
    expect(visibility).toBe("private");
    expect(readText(message)).toContain("This channel does not follow it");
    expect(readText(message)).toContain("Since 2026-01-03 it would have brought 4 papers, the best of them:");
    expect(await topicsOf(bot)).toEqual([]);
    expect(runsOf(message)).toContain("subscribe diffusion");
    await bot.say("subscribe diffusion");
    expect(readText((await bot.say("topic diffusion")).message)).toContain("This channel follows it, added by p");
  });

  it("looks at the last days that brought anything, however long ago they are", async () => {
    const bot = await realBot(shelf);
    bot.clock.set("2027-01-10T09:00:00Z");
    const { message } = await bot.say("topic diffusion");
    expect(readText(message)).toContain("Since 2026-01-03 it would have brought 4 papers, the best of them:");
  });

  it("offers other words for it, which are followed as one topic", async () => {
    const bot = await realBot(shelf);
    const { message } = await bot.say('topic "mixture of experts"');
    expect(readText(message)).toContain("The papers also say MoE (1 more known paper).");
    expect(runsOf(message)).toContain('subscribe "mixture of experts" OR MoE');
  });

  it("goes by what it is called, whatever it leaves out, and offers to take that in again", async () => {
    const bot = await realBot(shelf);
    await bot.say('subscribe "diffusion" -video -sound');
    for (const line of ["topic diffusion", 'topic "Diffusion"', "topic 1"]) {
      const { message } = await bot.say(line);
      expect(readText(message)).toContain("Left out: video, sound.");
      expect(runsOf(message)).toContain('topic "diffusion" -video -sound --include video');
    }
  });

  it("may be done by anybody, and says what is wrong with a topic", async () => {
    const bot = await realBot(shelf);
    expect((await bot.sayAs({ mayManage: false }, "topic diffusion")).message.fallback).toContain("not followed here");
    expect((await bot.say("topic -video")).message.fallback).toContain("only says what to leave out");
    expect((await bot.say("topic 7")).message.fallback).toContain("There is no topic 7");
  });
});

describe("a topic that is subscribed to", () => {
  it("comes with other words for it, which one press takes in and another gives up", async () => {
    const bot = await realBot(shelf);
    const { message } = await bot.say('subscribe "mixture of experts" -vision');
    expect(readText(message)).toContain("The papers also say MoE (1 more known paper).");
    const line = runsOf(message).find((run) => run.endsWith("--include MoE")) ?? "";
    const answer = await bot.say(line);
    expect(answer.visibility).toBe("public");
    expect(answer.message.fallback).toBe(
      '"mixture of experts" -vision is now "mixture of experts" OR MoE -vision. ' +
        "Since 2026-01-03 it brings 1 paper more, 4 in all:",
    );
    expect(await topicsOf(bot)).toEqual(['"mixture of experts" OR MoE -vision']);
    await bot.say(runsOf(answer.message).find((run) => run.startsWith("topic ")) ?? "");
    expect(await topicsOf(bot)).toEqual(['"mixture of experts" -vision']);
  });
});

describe("excluding words from a topic", () => {
  const following = async (...topics: readonly string[]) => {
    const bot = await realBot(shelf);
    for (const topic of topics) await bot.say(`subscribe ${topic}`);
    return bot;
  };

  it("says at once which of the last papers that leaves out, and why", async () => {
    const bot = await following('"diffusion"', "experts");
    const { message, visibility } = await bot.say("topic diffusion exclude video");
    const text = readText(message);
    expect(visibility).toBe("public");
    expect(text).toContain('"diffusion" is now "diffusion" -video.');
    expect(text).toContain("Since 2026-01-03 it leaves out 1 of 4 papers:");
    expect(text).toMatch(/Diffusion of Video\n.*\n.*\n.*\nvideo in the title and in the abstract/);
    expect(await topicsOf(bot)).toEqual(['"diffusion" -video', "experts"]);
    const { message: digest } = await bot.say("digest");
    expect(readText(digest)).not.toContain("Diffusion of Video");
  });

  it("goes on one at a time, phrases too, and each is undone by itself", async () => {
    const bot = await following("diffusion");
    await bot.say("topic diffusion exclude video frames");
    const { message } = await bot.say("topic diffusion --exclude sound");
    expect(await topicsOf(bot)).toEqual(['diffusion -"video frames" -sound']);
    await bot.say(runsOf(message).find((run) => run.startsWith("topic ")) ?? "");
    expect(await topicsOf(bot)).toEqual(['diffusion -"video frames"']);
    await bot.say("topic diffusion include video frames");
    expect(await topicsOf(bot)).toEqual(["diffusion"]);
  });

  it("says so where it changes nothing, or leaves nothing", async () => {
    const bot = await following("diffusion");
    expect((await bot.say("topic diffusion exclude whales")).message.fallback).toContain(
      "It leaves out none of the 4 papers since 2026-01-03.",
    );
    expect((await bot.say("topic diffusion exclude whales")).message.fallback).toBe(
      "Nothing changed: diffusion -whales leaves out whales already.",
    );
    expect((await bot.say("topic diffusion exclude diffusion")).message.fallback).toContain("nothing is left");
    expect((await bot.say("topic diffusion exclude draws")).message.fallback).toContain("leaves out 3 of 4 papers");
    expect((await bot.say("topic diffusion exclude models")).message.fallback).toContain(
      "Nothing is left: it leaves out the only paper",
    );
  });

  it("is for topics that are followed; others are offered, and none is followed by it", async () => {
    const bot = await following("experts");
    const { message, visibility } = await bot.say("topic diffusion exclude video");
    expect(visibility).toBe("private");
    expect(message.fallback).toBe("This channel does not follow `diffusion`: nothing is changed.");
    expect(runsOf(message)).toContain("subscribe diffusion -video");
    expect(await topicsOf(bot)).toEqual(["experts"]);
  });

  it("offers the topic that was meant where its name is misspelt", async () => {
    const bot = await realBot(shelf);
    await bot.say('subscribe "diffusion" -sound');
    const { message } = await bot.say("topic difusion exclude video");
    expect(message.fallback).toBe("This channel does not follow `difusion`: nothing is changed.");
    const [change = ""] = runsOf(message);
    await bot.say(change);
    expect(await topicsOf(bot)).toEqual(['"diffusion" -sound -video']);
  });

  it("asks which where several go by the name, and takes two that become one for one", async () => {
    const bot = await following("diffusion", "diffusion -video");
    expect((await bot.say('topic "diffusion" exclude video')).message.fallback).toContain(
      "say the number, 1 (diffusion) or 2 (diffusion -video)",
    );
    const { message } = await bot.say("topic 1 exclude video");
    expect(readText(message)).toContain("which this channel followed already");
    expect(await topicsOf(bot)).toEqual(["diffusion -video"]);
  });

  it.each([
    ["topic diffusion exclude", /Say which words/],
    ["topic diffusion --exclude a --include b", /One change at a time/],
    ["topic", /needs a topic/],
    [`topic diffusion exclude ${"x".repeat(200)}`, /too long/],
  ])("explains %s and changes nothing", async (line, sentence) => {
    const bot = await following("diffusion");
    const { message, visibility } = await bot.say(line);
    expect(message.fallback).toMatch(sentence);
    expect(visibility).toBe("private");
    expect(await topicsOf(bot)).toEqual(["diffusion"]);
  });

  it("is for people who may manage the channel", async () => {
    const bot = await following("diffusion");
    const { message } = await bot.sayAs({ mayManage: false }, "topic diffusion exclude video");
    expect(message.fallback).toContain("ask one of them");
    expect(await topicsOf(bot)).toEqual(["diffusion"]);
  });
});

it("a search, a topic and a preview say how a quote that is never closed was read", async () => {
  const bot = await realBot(shelf);
  for (const command of ["search", "topic", "digest", "subscribe"]) {
    for (const words of ['"diffusion of', '"whales -of']) {
      expect(readText((await bot.say(`${command} ${words}`)).message)).toContain(
        "The quote at column 1 is never closed: all behind it was read as one phrase.",
      );
    }
    const named = `${command} author:"moreno ada`;
    expect(readText((await bot.say(named)).message)).toContain("The quote at column 1 is never closed");
  }
});

it("where closing the quote changes nothing, nothing is said", async () => {
  const bot = await realBot(shelf);
  for (const command of ["search", "topic", "digest", "subscribe"]) {
    for (const words of ['"diffusion of" images', 'images "diffusion', 'images "diffusion ']) {
      expect(readText((await bot.say(`${command} ${words}`)).message)).not.toContain("never closed");
    }
  }
});

it("schedule alone only shows, and so answers in private", async () => {
  const bot = await realBot(shelf);
  expect((await bot.say("schedule")).visibility).toBe("private");
  expect((await bot.say("schedule 9:00 Berlin")).visibility).toBe("public");
});
