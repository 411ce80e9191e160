import { join } from "node:path";
import { z } from "zod";
import type { Clock } from "../../src/clock.ts";
import type { Command } from "../../src/commands/command.ts";
import { UserError } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import type { LineMemory } from "../../src/long-line.ts";

/** How Paperboy takes part in Discord; read once, at start. */
export interface DiscordConfig {
  readonly token: string;
  /** Without the version; another than discord.com's for tests. */
  readonly apiUrl: string;
  /** Commands are registered in this guild alone, where changes show at once. */
  readonly developmentGuild?: string;
  /** Announcement channels whose digests are published to the channels that follow them. */
  readonly crosspost: "all" | readonly string[];
  /** Folder of translated descriptions, a file a language. */
  readonly localesFolder: string;
}

/** What the adapter uses of the program around it. */
export interface DiscordDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly commands: readonly Command[];
  /** `/papers`: what people type. */
  readonly prefix: string;
  /** Lines that are too long for a button. */
  readonly lines: LineMemory;
  readonly acked?: (platform: string, seconds: number) => void;
  readonly tell: (sentence: string) => void;
}

const id = z.string().regex(/^\d{15,20}$/u, "takes the id of a server: Developer Mode, right click, Copy Server ID");
const channels = z
  .string()
  .regex(
    /^(all|\d{15,20}(\s*,\s*\d{15,20})*)$/u,
    "takes `all` or ids of announcement channels with commas between them",
  );

/** What README and docs say of them stands here. */
export const discordSchema = z.object({
  DISCORD_TOKEN: z
    .string()
    .regex(
      /^[\w-]+\.[\w-]+\.[\w-]+$/u,
      "takes the bot's token, in three parts with dots between them, from Bot, Reset Token",
    )
    .optional()
    .meta({
      what: "the bot's token, from Bot, Reset Token",
      secret: true,
      mistakenNames: ["DISCORD_BOT_TOKEN", "DISCORD_API_TOKEN", "DISCORD_APP_TOKEN", "DISCORD_CLIENT_TOKEN"],
    }),
  DISCORD_API_URL: z
    .url({ protocol: /^https?$/u, error: "takes an address that begins with http:// or https://" })
    .default("https://discord.com/api")
    .meta({ what: "another address of Discord's API, for tests" }),
  DISCORD_DEV_GUILD: id
    .optional()
    .meta({ what: "a server in which alone the command is registered, where changes show at once" }),
  DISCORD_CROSSPOST: channels.optional().meta({
    what: "`all`, or ids of announcement channels whose digests are published to the channels that follow them",
    shown: "none",
  }),
  DISCORD_LOCALES: z
    .string()
    .min(1)
    .default(join(import.meta.dirname, "locales"))
    .meta({ what: "a folder of translated descriptions, a file a language", shown: "`adapters/discord/locales/`" }),
});

/**
 * The configuration in the environment's settings; undefined where Discord is not asked for.
 * @throws UserError that names the variable and what it takes
 */
export function readDiscordConfig(setting: (name: string) => string | undefined): DiscordConfig | undefined {
  const given = Object.fromEntries(Object.keys(discordSchema.shape).map((name) => [name, setting(name)]));
  if (given["DISCORD_TOKEN"] === undefined) return undefined;
  const parsed = discordSchema.safeParse(given);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}.`);
    throw new UserError("config", issues.join(" "));
  }
  const { DISCORD_TOKEN: token, DISCORD_CROSSPOST: published, DISCORD_DEV_GUILD: guild, ...values } = parsed.data;
  if (token === undefined) return undefined;
  return {
    token,
    apiUrl: values.DISCORD_API_URL.replace(/\/+$/u, ""),
    crosspost: published === "all" ? "all" : (published?.split(/\s*,\s*/u) ?? []),
    localesFolder: values.DISCORD_LOCALES,
    ...(guild !== undefined && { developmentGuild: guild }),
  };
}
