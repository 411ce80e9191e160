import type { z } from "zod";
import type { Adapter, EndingAdapter, PlatformCheck } from "../src/adapter.ts";
import type { Clock } from "../src/clock.ts";
import type { Command } from "../src/commands/command.ts";
import type { Config } from "../src/config.ts";
import { configSchema } from "../src/config-schema.ts";
import type { Log } from "../src/log.ts";
import { describeSettings, type Setting } from "../src/settings.ts";
import type { LineStore } from "../src/store/store.ts";
import { discordSchema, readDiscordConfig } from "./discord/config.ts";
import { readSlackConfig, slackSchema } from "./slack/config.ts";
import type { TerminalConfig } from "./terminal/index.ts";
import type { WebAdapter, WebConfig } from "./web/index.ts";

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

/** What the program must know of a platform before it loads it: an SDK costs 40-60 MB. */
interface Platform<PlatformConfig> {
  /** Its variables. */
  readonly schema: z.ZodObject;
  /** Undefined where it is not configured. @throws UserError `config` where it is, and wrongly */
  read(setting: (name: string) => string | undefined): PlatformConfig | undefined;
  load(config: PlatformConfig, deps: AdapterDeps): Promise<Adapter>;
  /** What `npm run paperboy -- PLATFORM check` runs. */
  readonly check: PlatformCheck;
  /** What a person does to get Paperboy into their channels, in a sentence. */
  readonly connecting: string;
}

/** Every platform there is; a new one is one more row. */
const platforms = {
  slack: known({
    schema: slackSchema,
    read: readSlackConfig,
    load: async (config, deps) => (await import("./slack/index.ts")).createSlackAdapter(config, deps),
    check: async (setting) => (await import("./slack/check.ts")).checkSlack(setting),
    connecting:
      "Slack: set `SLACK_BOT_TOKEN` and `SLACK_APP_TOKEN`, then `npm start`. docs/slack.md walks through it in five minutes.",
  }),
  discord: known({
    schema: discordSchema,
    read: readDiscordConfig,
    load: async (config, deps) => (await import("./discord/index.ts")).createDiscordAdapter(config, deps),
    check: async (setting) => (await import("./discord/check.ts")).checkDiscord(setting),
    connecting: "Discord: set `DISCORD_TOKEN`, then `npm start`. docs/discord.md walks through it in five minutes.",
  }),
} as const;

/** A platform that takes part: loads its adapter with the configuration it has. */
type Configured = (deps: AdapterDeps) => Promise<Adapter>;

/** Behind this, the list of platforms need not know their configurations apart. */
function known<PlatformConfig>({ read, load, ...platform }: Platform<PlatformConfig>) {
  return {
    ...platform,
    configured(setting: (name: string) => string | undefined): readonly Configured[] {
      const config = read(setting);
      return config === undefined ? [] : [(deps) => load(config, deps)];
    },
  };
}

/** The platforms that the environment's settings ask for; each knows its own variables. */
export function readPlatforms(setting: (name: string) => string | undefined): readonly Configured[] {
  return Object.values(platforms).flatMap((platform) => platform.configured(setting));
}

/** Every variable there is, of the program and of all platforms, configured or not; one that they share is there once. */
export const settings: readonly Setting[] = [configSchema, ...Object.values(platforms).map(({ schema }) => schema)]
  .flatMap(describeSettings)
  .filter(({ name }, at, all) => all.findIndex((other) => other.name === name) === at);

/** The values of all secrets that are set, but those too short to be any: they would stand in every word. */
export function secretsIn({ setting }: Pick<Config, "setting">): readonly string[] {
  const secret = settings.filter(({ isSecret }) => isSecret);
  return secret.map(({ name }) => setting(name) ?? "").filter(({ length }) => length >= 8);
}

/** By the platform's name. */
export const platformChecks: Readonly<Record<string, PlatformCheck>> = Object.fromEntries(
  Object.entries(platforms).map(([name, { check }]) => [name, check]),
);

/** The adapters of the configured platforms, not yet started. */
export function loadAdapters(configured: readonly Configured[], deps: AdapterDeps): Promise<readonly Adapter[]> {
  return Promise.all(configured.map((load) => load(deps)));
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

/** A sentence a platform. */
export const connecting: readonly string[] = Object.values(platforms).map((platform) => platform.connecting);
