import { describe, expect, it } from "vitest";
import type { Store } from "../src/store/store.ts";
import { testBot } from "./support/bot.ts";
import { realBot } from "./support/real-bot.ts";

const channel = { platform: "test", id: "c" };
const setting = { hour: 9, minute: 0, timeZone: "UTC", days: [1], by: { id: "p" } } as const;

describe("a channel the platform let go of", () => {
  it("is paused with the reason, and goes on when it is back", async () => {
    const bot = await realBot();
    await bot.store.schedules.set(channel, { ...setting, at: bot.clock.now() });
    await bot.channelsLost([channel, { ...channel, id: "follows nothing" }], "The channel was deleted.");
    expect((await bot.store.schedules.get(channel))?.pause).toMatchObject({
      reason: "gone",
      detail: "The channel was deleted.",
    });
    await bot.channelsBack([channel]);
    expect((await bot.store.schedules.get(channel))?.pause).toBeUndefined();
  });

  it("stays paused where a person asked for the pause", async () => {
    const bot = await realBot();
    await bot.store.schedules.set(channel, { ...setting, at: bot.clock.now() });
    await bot.store.schedules.pause(channel, { reason: "asked", at: bot.clock.now() });
    await bot.channelsLost([channel], "The bot was sent away.");
    await bot.channelsBack([channel]);
    expect((await bot.store.schedules.get(channel))?.pause?.reason).toBe("asked");
  });

  it("never makes the platform's event fail", async () => {
    const schedules = new Proxy({} as Store["schedules"], {
      get: () => async () => {
        throw new Error("disk full");
      },
    });
    const bot = testBot({ store: { schedules } as Store });
    await bot.channelsLost([channel], "why");
    await bot.channelsBack([channel]);
    expect(bot.logged).toHaveLength(2);
  });
});

describe("subscribing where the bot may not post", () => {
  it("tells what is missing and changes nothing", async () => {
    const bot = await realBot();
    const advice = "Paperboy lacks Send Messages here.";
    const refusing = testBot({ ...bot, canPostTo: async () => ({ allowed: false, advice }) });
    expect((await refusing.say("subscribe experts")).message.fallback).toBe(advice);
    expect(await bot.store.subscriptions.list(channel)).toEqual([]);
  });

  it("goes ahead where that cannot be told", async () => {
    const bot = await realBot();
    const broken = testBot({
      ...bot,
      canPostTo: async () => {
        throw new Error("platform down");
      },
    });
    expect((await broken.say("subscribe experts")).visibility).toBe("public");
    expect(await bot.store.subscriptions.list(channel)).toHaveLength(1);
  });
});
