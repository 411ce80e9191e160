import { expect, it } from "vitest";
import { readText, runsOf } from "../support/bot.ts";
import { realBot } from "../support/real-bot.ts";

it("forget says what it would delete, and deletes it when told so, in this channel alone", async () => {
  const bot = await realBot();
  const here = { platform: "test", id: "c" };
  const other = { platform: "test", id: "c2" };
  for (const { id } of [here, other]) await bot.sayAs({ channel: id }, "subscribe experts");
  const asked = await bot.say("forget");
  expect(readText(asked.message)).toContain("1 topic, the schedule");
  expect(await bot.store.subscriptions.list(here)).toHaveLength(1);
  const [run = ""] = runsOf(asked.message);
  expect((await bot.sayAs({ mayManage: false }, run)).visibility).toBe("private");
  expect(readText((await bot.say(run)).message)).toContain("deleted");
  expect(await bot.store.subscriptions.list(here)).toEqual([]);
  expect(await bot.store.schedules.get(here)).toBeUndefined();
  expect(await bot.store.subscriptions.list(other)).toHaveLength(1);
});
