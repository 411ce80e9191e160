import { expect, onTestFinished } from "vitest";
import { readDiscordConfig } from "../../../adapters/discord/config.ts";
import { createDiscordAdapter } from "../../../adapters/discord/index.ts";
import { systemClock } from "../../../src/clock.ts";
import { commands } from "../../../src/commands/index.ts";
import { silentLog } from "../../../src/log.ts";
import { adapterContract } from "../../contracts/adapter.ts";
import { answered } from "../../support/discord/harness.ts";
import { startLocalDiscord } from "../../support/discord/local-discord.ts";
import { createPerson, textOf } from "../../support/discord/person.ts";
import type { LocalMessage } from "../../support/discord/world.ts";

adapterContract("Discord", async () => {
  const discord = await startLocalDiscord();
  const guild = discord.world.guild("Lab");
  const here = { channel: discord.world.channel(guild, "papers") };
  discord.world.channels.set("c", { ...here.channel, id: "c" });
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
  const person = createPerson(discord, "Ada", { manages: true });
  return {
    adapter,
    /** As a button says it: a slash command could not be mistyped. */
    say: (line) => {
      const button = { type: 2 as const, style: 2, label: "Say", custom_id: `p0:${line}` };
      const message: LocalMessage = {
        id: discord.world.snowflake(),
        channel: here.channel.id,
        author: discord.world.bot.id,
        content: "",
        components: [{ type: 1, components: [button] }],
        flags: 0,
        loading: false,
        crossposted: false,
      };
      return answered(person.press(message, "Say", here));
    },
    visible: () => discord.world.messages.map(textOf).join("\n"),
  };
});
