import type { Adapter, EndingAdapter, PlatformCheck } from "../src/adapter.ts";
import type { Clock } from "../src/clock.ts";
import type { Command } from "../src/commands/command.ts";
import type { Config } from "../src/config.ts";
import { configSchema } from "../src/config-schema.ts";
import type { Log } from "../src/log.ts";
import { describeSettings, type Setting } from "../src/settings.ts";
import type { LineStore } from "../src/store/store.ts";
import { type DiscordConfig, discordSchema, readDiscordConfig } from "./discord/config.ts";
import { readSlackConfig, type SlackConfig, slackSchema } from "./slack/config.ts";
import type { TerminalConfig } from "./terminal/index.ts";
import type { WebAdapter, WebConfig } from "./web/index.ts";

/** A platform takes part when it has a configuration. */
export interface PlatformConfigs {
  readonly slack?: SlackConfig;
  readonly discord?: DiscordConfig;
}

/** What adapters may use of the program around them. */
export interface AdapterDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Folder for what an adapter must not lose. */
  readonly folder: string;
  /** What people type before a command: `/papers`. */
  readonly prefix: string;
  readonly commands: readonly Command[];
  /** Command lines that are too long for a platform's buttons. */
  readonly lines: LineStore;
  /** Hears how long a platform waited for its first answer, in seconds. */
  readonly acked?: (platform: string, seconds: number) => void;
  /** Says a sentence to whoever started the program. */
  readonly tell: (sentence: string) => void;
}

type Loaders = {
  readonly [Platform in keyof PlatformConfigs]-?: (
    config: NonNullable<PlatformConfigs[Platform]>,
    deps: AdapterDeps,
  ) => Promise<Adapter>;
};

/** Every platform there is. An SDK costs 40-60 MB, so only what is configured is loaded. */
const platforms: Loaders = {
  slack: async (config, deps) => (await import("./slack/index.ts")).createSlackAdapter(config, deps),
  discord: async (config, deps) => (await import("./discord/index.ts")).createDiscordAdapter(config, deps),
};

/** The platforms that the environment's settings ask for; each knows its own variables. */
export function readPlatforms(setting: (name: string) => string | undefined): PlatformConfigs {
  const slack = readSlackConfig(setting);
  const discord = readDiscordConfig(setting);
  return { ...(slack && { slack }), ...(discord && { discord }) };
}

/** Every variable there is, of the program and of all platforms, configured or not; one that they share is there once. */
export const settings: readonly Setting[] = [configSchema, slackSchema, discordSchema]
  .flatMap(describeSettings)
  .filter(({ name }, at, all) => all.findIndex((other) => other.name === name) === at);

/** The values of all secrets that are set, but those too short to be any: they would stand in every word. */
export function secretsIn({ setting }: Pick<Config, "setting">): readonly string[] {
  const secret = settings.filter(({ isSecret }) => isSecret);
  return secret.map(({ name }) => setting(name) ?? "").filter(({ length }) => length >= 8);
}

/** What `npm run paperboy -- PLATFORM check` runs. */
export const platformChecks: Readonly<Record<string, PlatformCheck>> = {
  slack: async (setting) => (await import("./slack/check.ts")).checkSlack(setting),
  discord: async (setting) => (await import("./discord/check.ts")).checkDiscord(setting),
};

/** The adapters of the configured platforms, not yet started. */
export async function loadAdapters(configs: PlatformConfigs, deps: AdapterDeps): Promise<readonly Adapter[]> {
  const loading: Promise<Adapter>[] = [];
  if (configs.slack) loading.push(platforms.slack(configs.slack, deps));
  if (configs.discord) loading.push(platforms.discord(configs.discord, deps));
  return Promise.all(loading);
}

/** The adapter of the terminal or pipe the program was started from. */
export async function loadTerminal(config: TerminalConfig): Promise<EndingAdapter> {
  return (await import("./terminal/index.ts")).createTerminalAdapter(config);
}

/** The preview in a browser, to be mounted on the program's HTTP server. */
export async function loadWeb(config: WebConfig, deps: AdapterDeps): Promise<WebAdapter> {
  const [{ createWebAdapter }, { looks }] = await Promise.all([import("./web/index.ts"), import("./looks.ts")]);
  return createWebAdapter(config, { ...deps, looks });
}

/** What a person does to get Paperboy into their channels, a sentence a platform. */
export const connecting: readonly string[] = [
  "Slack: set `SLACK_BOT_TOKEN` and `SLACK_APP_TOKEN`, then `npm start`. docs/slack.md walks through it in five minutes.",
  "Discord: set `DISCORD_TOKEN`, then `npm start`. docs/discord.md walks through it in five minutes.",
];
