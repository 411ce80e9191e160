import { describe, expect, it } from "vitest";
import { createTestPost } from "../../src/delivery/test-post.ts";
import { DeliveryError } from "../../src/errors.ts";
import { readText, runsOf, testBot } from "../support/bot.ts";
import { draft } from "../support/papers.ts";
import { testPlatform } from "../support/platform.ts";
import { realBot } from "../support/real-bot.ts";

const here = { platform: "test", id: "c" };
const ada = { id: "p", name: "Ada", mayManage: true };

/** A bot whose posts go to a platform that a test can look at. */
async function posting({ postWithin = 5_000 } = {}) {
  const { store, engine, clock } = await realBot([draft("Sparse Routing of Tokens", { listed: "2026-01-09" })]);
  const platform = testPlatform();
  const adapterOf = (name: string) => (name === "test" ? platform.adapter : undefined);
  const testPost = createTestPost({ adapterOf, clock, postWithin });
  let hindrance: string | undefined;
  const bot = testBot({
    ...{ store, engine, clock, testPost },
    canPostTo: async () => (hindrance === undefined ? { allowed: true } : { allowed: false, advice: hindrance }),
  });
  const say = (line: string, person = ada) => bot.answer({ line, channel: here, person });
  const hinder = (advice: string) => {
    hindrance = advice;
  };
  return { ...platform, store, clock, say, bot, hinder };
}

describe("test", () => {
  it("posts in the channel who asked, and tells them alone that it arrived and when digests come", async () => {
    const { say, arrived, store } = await posting();
    await say("subscribe sparse");
    const { message, visibility, problem } = await say("test");
    expect([visibility, problem]).toEqual(["private", undefined]);
    expect(readText(message)).toBe(
      "The test arrived. Posts: 09:00 UTC, Monday to Friday. Next post: 2026-01-12T09:00:00.000Z.",
    );
    expect(arrived).toMatchObject([{ channel: here, isTest: true }]);
    expect(arrived.map(({ message: posted }) => readText(posted))).toEqual([
      "Test: digests arrive here. Ada asked for it.",
    ]);
    expect(await store.deliveries.history(here, 5)).toEqual([]);
  });

  it("says what else a digest needs", async () => {
    const { say } = await posting();
    expect(readText((await say("test")).message)).toContain("follows no topic yet");
    await say("subscribe sparse");
    await say("pause");
    const paused = (await say("test")).message;
    expect(readText(paused)).toContain("Paused by Ada");
    expect(runsOf(paused)).toEqual(["resume"]);
  });

  it("says where a topic has no schedule", async () => {
    const { say } = await posting();
    await say("subscribe sparse");
    await say("schedule off");
    expect(readText((await say("test")).message)).toContain("has no schedule. Set one with schedule 09:00 weekdays.");
  });

  it.each([
    ["forbidden", "The test did not arrive. The bot is not in the channel."],
    ["gone", "The test did not arrive. The bot is not in the channel."],
    ["retry", "The test did not arrive. The bot is not in the channel. Digests wait and try again."],
    ["unknown", "The test may have arrived: look for it in the channel. The bot is not in the channel."],
  ] as const)("passes on what the platform says where it is %s", async (kind, sentence) => {
    const { say, decide, asked } = await posting();
    decide(() => ({ arrives: false, answer: new DeliveryError(kind, "The bot is not in the channel.") }));
    expect(await say("test")).toMatchObject({ problem: "not-posted", message: { fallback: sentence } });
    expect(asked()).toBe(1);
  });

  it("does not wait for a platform that never answers", async () => {
    const { say, decide } = await posting({ postWithin: 5 });
    decide(() => new Promise(() => undefined));
    expect((await say("test")).message.fallback).toMatch(/did not say within .* seconds whether the test arrived/);
  });

  it("is not tried where it is known that the bot may not post", async () => {
    const { say, asked, hinder } = await posting();
    hinder("It lacks Send Messages: give it that.");
    expect(await say("test")).toMatchObject({
      problem: "cannot-post",
      message: { fallback: expect.stringMatching(/^It lacks/) },
    });
    expect(asked()).toBe(0);
  });

  it("is for managers, and twice at once and once more a minute in a channel", async () => {
    const { say, clock, asked } = await posting();
    expect(await say("test", { ...ada, mayManage: false })).toMatchObject({ problem: "may-not-manage" });
    for (const id of ["p", "q"]) expect(await say("test", { ...ada, id })).not.toHaveProperty("problem");
    expect((await say("test")).message.fallback).toBe("This channel had tests just now: try again in 60 seconds.");
    expect(asked()).toBe(2);
    clock.set("2026-01-10T09:01:00Z");
    await say("test");
    expect(asked()).toBe(3);
  });

  it("says so where nothing is posted", async () => {
    const { bot } = await posting();
    const channel = { platform: "pipe", id: "c" };
    const nowhere = await bot.answer({ line: "test", channel, person: ada });
    expect(nowhere.message.fallback).toBe("Nothing is posted to this conversation, digests neither.");
  });
});

describe("status", () => {
  it("offers a test, and tells before a post is due what would keep it from arriving", async () => {
    const { say, hinder } = await posting();
    await say("subscribe sparse");
    const good = (await say("status")).message;
    expect(runsOf(good)).toContain("test");
    expect(readText(good)).not.toContain("is in the way");
    hinder("It lacks Send Messages: say `resume` when it has.");
    expect(readText((await say("status")).message)).toContain(
      "Something is in the way of digests here. It lacks Send Messages: say resume when it has.",
    );
  });
});
