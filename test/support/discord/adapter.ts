import { expect, onTestFinished } from "vitest";
import { readDiscordConfig } from "../../../adapters/discord/config.ts";
import { createDiscordAdapter } from "../../../adapters/discord/index.ts";
import type { Adapter } from "../../../src/adapter.ts";
import { type Clock, systemClock } from "../../../src/clock.ts";
import { commands } from "../../../src/commands/index.ts";
import { silentLog } from "../../../src/log.ts";
import type { LineMemory } from "../../../src/long-line.ts";
import type { LocalDiscord } from "./local-discord.ts";

export interface AdapterOptions {
  readonly clock?: Clock;
  readonly lines?: LineMemory;
}

const forgetful: LineMemory = { keep: async () => undefined, find: async () => undefined };

/** The adapter in this process, not yet started; it and the local Discord are gone when the test is. */
export function discordAdapterTo(
  discord: LocalDiscord,
  { clock = systemClock, lines = forgetful }: AdapterOptions = {},
): Adapter {
  const settings: Readonly<Record<string, string>> = { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.url };
  const config = readDiscordConfig((name) => settings[name]);
  if (!config) throw new Error("not configured");
  const deps = { clock, log: silentLog, commands, prefix: "/papers", lines, tell: () => undefined };
  const adapter = createDiscordAdapter(config, deps);
  onTestFinished(async () => {
    await adapter.stop();
    await discord.stop();
    expect(discord.violations).toEqual([]);
  });
  return adapter;
}
