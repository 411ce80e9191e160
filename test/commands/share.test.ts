import { describe, expect, it } from "vitest";
import { readText, testBot } from "../support/bot.ts";

describe("share", () => {
  it("is offered with a private answer that others may want, as a line that answers the same to all", async () => {
    const bot = testBot();
    const answer = await bot.say('search "experts and routers" --page 2');
    expect(answer.visibility).toBe("private");
    expect(answer.share).toBe('share search "experts and routers" --page 2');
    const shared = await bot.say(answer.share ?? "");
    expect(shared.visibility).toBe("public");
    expect(readText(shared.message)).toContain(readText(answer.message));
    expect(readText(shared.message)).toMatch(/^p shares search "experts and routers" --page 2/);
  });

  it("is offered with what the whole channel may want to see, too", async () => {
    const bot = testBot();
    for (const line of ["latest", "trending 30", "topics"]) expect((await bot.say(line)).share).toBe(`share ${line}`);
  });

  it("is not offered with help, errors, or what everyone sees already", async () => {
    const bot = testBot();
    for (const line of ["help", "serach", "search", "share latest"]) {
      expect((await bot.say(line)).share).toBeUndefined();
    }
  });

  it("tells what cannot be shared, and what is missing, privately", async () => {
    const bot = testBot();
    const refused = await bot.say("share status");
    expect(refused.visibility).toBe("private");
    expect(refused.message.fallback).toContain("not of `status`");
    expect((await bot.say("share")).message.fallback).toContain("`share` needs a line");
    expect((await bot.say("share share latest")).message.fallback).toContain("not of `share`");
  });
});
