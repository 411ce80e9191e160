import { join } from "node:path";
import type { Command } from "../../src/commands/command.ts";
import type { Log } from "../../src/log.ts";
import type { LineMemory } from "./button-line.ts";

/** What the environment decides. */
export interface DiscordSettings {
  readonly token: string;
  /** Another Discord than discord.com, without the version: `https://discord.com/api`. */
  readonly apiUrl?: string;
  /** Commands are registered in this guild alone, where changes show at once. */
  readonly developmentGuild?: string;
  /** Announcement channels whose digests are published to the channels that follow them. */
  readonly crosspost?: "all" | readonly string[];
  /** Folder of `LOCALE.json` files with translated descriptions. */
  readonly localesFolder?: string;
}

export interface DiscordConfig extends DiscordSettings {
  /** `papers`: what people type behind the slash. */
  readonly commandName: string;
  readonly commands: readonly Command[];
  /** Lines that are too long for a button. */
  readonly lines: LineMemory;
  readonly log: Log;
  /** A sentence for whoever started the program: the invite link. */
  readonly tell: (sentence: string) => void;
}

export const shippedLocales = join(import.meta.dirname, "locales");
