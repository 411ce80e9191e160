import type { Adapter } from "../src/adapter.ts";
import type { Clock } from "../src/clock.ts";
import type { Log } from "../src/log.ts";
import { readSlackConfig, type SlackConfig } from "./slack/config.ts";
import type { TerminalConfig } from "./terminal/index.ts";

/** A platform takes part when it has a configuration. */
export interface PlatformConfigs {
  readonly terminal?: TerminalConfig;
  readonly slack?: SlackConfig;
}

/** What adapters may use of the program around them. */
export interface AdapterDeps {
  readonly clock: Clock;
  readonly log: Log;
}

type Loaders = {
  readonly [Platform in keyof PlatformConfigs]-?: (
    config: NonNullable<PlatformConfigs[Platform]>,
    deps: AdapterDeps,
  ) => Promise<Adapter>;
};

/** Every platform there is. An SDK costs 40-60 MB, so only what is configured is loaded. */
const platforms: Loaders = {
  terminal: async (config) => (await import("./terminal/index.ts")).createTerminalAdapter(config),
  slack: async (config, deps) => (await import("./slack/index.ts")).createSlackAdapter(config, deps),
};

/** The platforms that the environment's settings ask for; each knows its own variables. */
export function readPlatforms(setting: (name: string) => string | undefined): Omit<PlatformConfigs, "terminal"> {
  const slack = readSlackConfig(setting);
  return { ...(slack && { slack }) };
}

/** The adapters of the configured platforms, not yet started. */
export async function loadAdapters(configs: PlatformConfigs, deps: AdapterDeps): Promise<readonly Adapter[]> {
  const loading: Promise<Adapter>[] = [];
  if (configs.terminal) loading.push(platforms.terminal(configs.terminal, deps));
  if (configs.slack) loading.push(platforms.slack(configs.slack, deps));
  return Promise.all(loading);
}

/** What a person does to get Paperboy into their channels, a sentence a platform; says plainly what is yet to come. */
export const connecting: readonly string[] = [
  "Slack: set `SLACK_BOT_TOKEN` and `SLACK_APP_TOKEN`, then `npm start`. docs/slack.md walks through it in five minutes.",
  "Discord: the adapter is not part of this version yet. It will start when `DISCORD_TOKEN` is set.",
];
