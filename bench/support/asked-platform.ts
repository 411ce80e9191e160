import { setTimeout as wait } from "node:timers/promises";
import { startLocalDiscord } from "../../test/support/discord/local-discord.ts";
import { createPerson } from "../../test/support/discord/person.ts";
import { startLocalSlack } from "../../test/support/slack/local-slack.ts";
import { socketSettings } from "../../test/support/slack/program.ts";

/** A platform on this machine, as people who search see it. */
export interface AskedPlatform {
  /** What the program needs in its environment to serve it. */
  readonly settings: Readonly<Record<string, string>>;
  /** All at once, each by a person of their own. Resolves when all answers are there, with the milliseconds each waited for its first. */
  search(queries: readonly string[]): Promise<readonly number[]>;
  /** What the platform would not have taken. */
  faults(): readonly string[];
  stop(): Promise<void>;
}

export async function askSlack(): Promise<AskedPlatform> {
  const slack = await startLocalSlack();
  let people = 0;
  return {
    settings: socketSettings(slack),
    async search(queries) {
      const before = slack.messages.length;
      const sent = await Promise.all(
        queries.map((query) => slack.command(`search ${query}`, { user: `U${++people}` })),
      );
      await slack.until(() => slack.messages.length >= before + queries.length, "all answers", 60_000);
      return sent.map(({ milliseconds }) => milliseconds);
    },
    faults: () => slack.faults,
    stop: () => slack.stop(),
  };
}

export async function askDiscord(): Promise<AskedPlatform> {
  const discord = await startLocalDiscord();
  const place = { channel: discord.world.channel(discord.world.guild("Lab"), "papers") };
  return {
    settings: { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.url },
    async search(queries) {
      const asked = queries.map((query) => createPerson(discord, "Ada").run("search", { query }, place));
      const isAnswered = ({ messages }: (typeof asked)[number]) =>
        messages.length > 0 && messages.every(({ loading }) => !loading);
      while (!asked.every(isAnswered)) await wait(5);
      return asked.map(({ firstAnswer }) => firstAnswer ?? Number.NaN);
    },
    faults: () => discord.violations,
    stop: () => discord.stop(),
  };
}
