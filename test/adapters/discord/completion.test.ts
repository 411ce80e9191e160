import { expect, it } from "vitest";
import type { Bot, Completion } from "../../../src/adapter.ts";
import { testBot } from "../../support/bot.ts";
import { discordAdapterTo } from "../../support/discord/adapter.ts";
import { startLocalDiscord } from "../../support/discord/local-discord.ts";
import { createPerson } from "../../support/discord/person.ts";

/** What Discord is offered where the bot completes like this. */
async function offered(complete: Bot["complete"]) {
  const discord = await startLocalDiscord();
  const here = { channel: discord.world.channel(discord.world.guild("Lab"), "papers") };
  const adapter = discordAdapterTo(discord);
  await adapter.start({ ...testBot(), complete });
  const asked = createPerson(discord, "Ada").type("similar", "paper", "experts", here);
  await expect.poll(() => asked.choices).toBeDefined();
  return asked.choices ?? [];
}

const many = (value: (number: number) => string): readonly Completion[] =>
  Array.from({ length: 40 }, (_, number) => {
    const label = `${number} Routing, ${"at scale ".repeat(40)}`;
    return { label, line: `similar ${value(number)}`, value: value(number) };
  });

it("offers 25 choices at most, with names cut to 100 characters and whole values", async () => {
  const choices = await offered(async () => many((number) => `paper${number}`));
  expect(choices.map(({ value }) => value)).toEqual(Array.from({ length: 25 }, (_, number) => `paper${number}`));
  expect(choices[0]?.name).toMatch(/^0 Routing, at scale .*…$/);
});

it("leaves out what would not fit into the option whole", async () => {
  const choices = await offered(async () => many((number) => (number % 2 === 0 ? "x".repeat(101) : `paper${number}`)));
  expect(choices).toHaveLength(20);
});

it("is an empty list where completing fails", async () => {
  const failing = async () => {
    throw new Error("the index is gone");
  };
  expect(await offered(failing)).toEqual([]);
});

it("offers one of two that are named the same: whoever took the second would get the first", async () => {
  const title = `A survey ${"of experts ".repeat(12)}`;
  const complete = async () => ["one", "two"].map((end) => ({ label: title + end, line: end, value: end }));
  expect((await offered(complete)).map(({ value }) => value)).toEqual(["one"]);
});
