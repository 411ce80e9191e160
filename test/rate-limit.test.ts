import { expect, test } from "vitest";
import type { Command } from "../src/commands/command.ts";
import { commands } from "../src/commands/index.ts";
import { createRateLimit } from "../src/rate-limit.ts";
import { testBot } from "./support/bot.ts";
import { fixedClock } from "./support/clock.ts";

const start = "2026-01-10T10:00:00Z";
const after = (milliseconds: number) => new Date(Date.parse(start) + milliseconds).toISOString();

test("a person may ask so often at once, then as often as tokens come back; others are not held up", () => {
  const clock = fixedClock();
  clock.set(start);
  const limit = createRateLimit({ clock, atOnce: 3, every: 1_000 });
  expect([1, 2, 3, 4].map(() => limit.take("ada"))).toEqual([0, 0, 0, 1_000]);
  expect(limit.take("bob")).toBe(0);
  clock.set(after(400));
  expect(limit.take("ada")).toBe(600);
  clock.set(after(1_000));
  expect([limit.take("ada"), limit.take("ada")]).toEqual([0, 1_000]);
  clock.set(after(60_000));
  expect([1, 2, 3, 4].map(() => limit.take("ada"))).toEqual([0, 0, 0, 1_000]);
});

test("a clock that is set back locks nobody out for longer", () => {
  const clock = fixedClock();
  clock.set(after(3_600_000));
  const limit = createRateLimit({ clock, atOnce: 1, every: 1_000 });
  limit.take("ada");
  clock.set(start);
  expect(limit.take("ada")).toBe(1_000);
  clock.set(after(1_000));
  expect(limit.take("ada")).toBe(0);
});

test("so many persons are remembered, and no more", () => {
  const limit = createRateLimit({ clock: fixedClock(), atOnce: 1, remembered: 2 });
  expect(["a", "b", "c"].map((person) => limit.take(person))).toEqual([0, 0, 0]);
  expect(limit.take("c")).toBeGreaterThan(0);
  expect(limit.take("a")).toBe(0);
});

test("who asks too much is told privately when to try again, and what costs little is answered all the same", async () => {
  const clock = fixedClock();
  clock.set(start);
  const bot = testBot({ clock, limit: createRateLimit({ clock, atOnce: 2, every: 5_000 }) });
  for (const line of ["search experts", "search routing"]) expect((await bot.say(line)).message.blocks).not.toEqual([]);
  const refused = await bot.say("search experts");
  expect(refused).toMatchObject({
    visibility: "private",
    message: { fallback: "That was a lot at once: try again in 5 seconds." },
  });
  expect((await bot.say("help")).message.fallback).not.toContain("a lot at once");
  const other = { channel: { platform: "test", id: "c" }, person: { id: "q", mayManage: false } };
  expect((await bot.answer({ line: "search experts", ...other })).message.fallback).not.toContain("a lot at once");
  clock.set(after(5_000));
  expect((await bot.say("search experts")).message.fallback).not.toContain("a lot at once");
});

test("what searches or ranks is limited", () => {
  const costly = commands.filter(({ isCostly }: Command) => isCostly).map(({ name }) => name);
  expect(costly).toEqual(expect.arrayContaining(["search", "similar", "recommend", "digest", "share"]));
});
