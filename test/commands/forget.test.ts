import { expect, it } from "vitest";
import { readText, runsOf } from "../support/bot.ts";
import { draft } from "../support/papers.ts";
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

it("forget all-channels takes every channel of the workspace, for who may manage them all, and leaves reading lists", async () => {
  const bot = await realBot([draft("Sparse Experts")]);
  const [one, two, elsewhere] = ["W1/c1", "W1/c2", "W2/c1"].map((id) => ({ platform: "test", id }));
  const topicsIn = async (channel = { platform: "test", id: "" }) =>
    (await bot.store.subscriptions.list(channel)).map(({ topic }) => topic);
  for (const channel of ["W1/c1", "W1/c2", "W2/c1"]) await bot.sayAs({ channel }, "subscribe experts");
  await bot.sayAs({ channel: "W1/c1" }, "save sparse");
  const manager = { channel: "W1/c1", mayManageAll: true };

  const refused = await bot.sayAs({ channel: "W1/c1" }, "forget all-channels --yes");
  expect(readText(refused.message)).toContain("ask an administrator");
  const asked = await bot.sayAs(manager, "forget all-channels");
  expect(readText(asked.message)).toContain("every channel of this server or workspace");
  expect(readText(asked.message)).toContain("2 channels follow topics now");
  expect(await topicsIn(one)).toEqual(["experts"]);

  await bot.sayAs(manager, runsOf(asked.message)[0] ?? "");
  expect([await topicsIn(one), await topicsIn(two), await topicsIn(elsewhere)]).toEqual([[], [], ["experts"]]);
  expect(readText((await bot.sayAs({ channel: "W1/c1" }, "saved")).message)).toContain("Sparse Experts");
  expect(readText((await bot.sayAs({ mayManageAll: true }, "forget all-channels")).message)).toContain(
    "forget channel",
  );
});
