import { expect, it, onTestFinished } from "vitest";
import { readDiscordConfig } from "../../../adapters/discord/config.ts";
import { createDiscordAdapter } from "../../../adapters/discord/index.ts";
import type { Bot, Completion } from "../../../src/adapter.ts";
import { systemClock } from "../../../src/clock.ts";
import { commands } from "../../../src/commands/index.ts";
import { silentLog } from "../../../src/log.ts";
import { testBot } from "../../support/bot.ts";
import { startLocalDiscord } from "../../support/discord/local-discord.ts";
import { createPerson } from "../../support/discord/person.ts";

/** What Discord is offered where the bot completes like this. */
async function offered(complete: Bot["complete"]) {
  const discord = await startLocalDiscord();
  const here = { channel: discord.world.channel(discord.world.guild("Lab"), "papers") };
  const settings: Readonly<Record<string, string>> = { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.url };
  const config = readDiscordConfig((name) => settings[name]);
  if (!config) throw new Error("not configured");
  const lines = { keep: async () => undefined, find: async () => undefined };
  const deps = { clock: systemClock, log: silentLog, commands, prefix: "/papers", lines, tell: () => undefined };
  const adapter = createDiscordAdapter(config, deps);
  onTestFinished(async () => {
    await adapter.stop();
    await discord.stop();
    expect(discord.violations).toEqual([]);
  });
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
