import type { Adapter } from "../src/adapter.ts";
import type { TerminalConfig } from "./terminal/index.ts";

/** A platform takes part when it has a configuration. */
export interface PlatformConfigs {
  readonly terminal?: TerminalConfig;
}

type Loaders = {
  readonly [Platform in keyof PlatformConfigs]-?: (config: NonNullable<PlatformConfigs[Platform]>) => Promise<Adapter>;
};

/** Every platform there is. An SDK costs 40-60 MB, so only what is configured is loaded. */
const platforms: Loaders = {
  terminal: async (config) => (await import("./terminal/index.ts")).createTerminalAdapter(config),
};

/** The adapters of the configured platforms, not yet started. */
export async function loadAdapters(configs: PlatformConfigs): Promise<readonly Adapter[]> {
  const loading: Promise<Adapter>[] = [];
  if (configs.terminal) loading.push(platforms.terminal(configs.terminal));
  return Promise.all(loading);
}

/** What a person does to get Paperboy into their channels, a sentence a platform; says plainly what is yet to come. */
export const connecting: readonly string[] = [
  "Slack: the adapter is not part of this version yet. It will start when `SLACK_BOT_TOKEN` and `SLACK_APP_TOKEN` are set.",
  "Discord: the adapter is not part of this version yet. It will start when `DISCORD_TOKEN` is set.",
];
