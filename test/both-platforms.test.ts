import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openSqliteStore } from "../src/store/sqlite.ts";
import { ApiFault } from "./support/discord/api-fault.ts";
import { startLocalDiscord } from "./support/discord/local-discord.ts";
import { textOf } from "./support/discord/person.ts";
import { draft } from "./support/papers.ts";
import { startLocalSlack } from "./support/slack/local-slack.ts";
import { type Program, socketSettings, startProgram } from "./support/slack/program.ts";
import { tempFolder } from "./support/temp.ts";

/** The real program for a Slack and a Discord of its own, with a channel on each whose hour came a minute ago. */
async function setUp() {
  const [slack, discord] = await Promise.all([startLocalSlack(), startLocalDiscord()]);
  const [data, digests] = [tempFolder(), tempFolder()];
  const server = discord.world.guild("Lab");
  const onDiscord = { platform: "discord", id: `${server.id}/${discord.world.channel(server, "papers").id}` };
  const onSlack = { platform: "slack", id: "T1/C1" };
  onTestFinished(async () => {
    await Promise.all([slack.stop(), discord.stop()]);
    expect([slack.faults, discord.violations]).toEqual([[], []]);
  });
  const store = await openSqliteStore({ file: join(data, "paperboy.db") });
  const before = new Date(Date.now() - 60_000);
  await store.papers.takeIn([draft("Sparse Routing of Tokens", { listed: before.toISOString().slice(0, 10) })]);
  for (const channel of [onSlack, onDiscord]) {
    const by = { id: "p" };
    const at = new Date(before.getTime() - 3 * 86_400_000);
    await store.subscriptions.add(channel, { topic: "sparse", by, at });
    const [hour, minute] = [before.getUTCHours(), before.getUTCMinutes()];
    await store.schedules.set(channel, { hour, minute, timeZone: "UTC", days: [1, 2, 3, 4, 5, 6, 7], by, at });
  }
  await store.close();
  const environment = {
    ...socketSettings(slack),
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.url,
    PAPERBOY_DIGESTS: digests,
    PORT: "0",
  };
  const digestsOf = {
    slack: () => slack.messages.filter(({ text }) => text.startsWith("1 new paper")).length,
    discord: () => discord.world.messages.filter((message) => textOf(message).includes("Sparse Routing")).length,
  };
  return {
    slack,
    discord,
    onSlack,
    onDiscord,
    start() {
      const program = startProgram(environment, data);
      onTestFinished(() => program.clear());
      return program;
    },
    until: (platform: "slack" | "discord") => expect.poll(digestsOf[platform], { timeout: 30_000 }).toBe(1),
    digestsOf,
    /** What the store says while the program runs or after it. */
    async pauseOf(channel: typeof onSlack) {
      const seen = await openSqliteStore({ file: join(data, "paperboy.db") });
      const schedule = await seen.schedules.get(channel);
      await seen.close();
      return schedule?.pause?.reason;
    },
  };
}

async function askedOf(program: Program, path: string): Promise<string> {
  const [, port] = /"port":(\d+)/.exec(program.output()) ?? [];
  return (await fetch(`http://127.0.0.1:${port}${path}`)).text();
}

const readyOf = (program: Program) => askedOf(program, "/readyz");

describe("a program that serves two platforms", () => {
  test("posts to the one while the other is out of reach at the start, and to that when it is back", async () => {
    const { slack, digestsOf, start, until } = await setUp();
    slack.outage(true);
    const program = start();
    await until("discord");
    expect(digestsOf.slack()).toBe(0);
    expect(await readyOf(program)).toBe("slack is not connected.\n");
    slack.outage(false);
    await until("slack");
    await program.says("Paperboy serves slack and discord");
    expect(await program.stop()).toBe(0);
    expect([digestsOf.slack(), digestsOf.discord()]).toEqual([1, 1]);
  });

  test("goes on with the other where Discord takes the token back, and pauses no channel for that", async () => {
    const { slack, discord, onDiscord, digestsOf, start, until, pauseOf } = await setUp();
    slack.outage(true);
    const unauthorised = new ApiFault(401, 0, "401: Unauthorized");
    discord.fail({ method: "POST", path: /^\/channels\/\d+\/messages$/, times: 9, answer: unauthorised });
    const program = start();
    await program.says("a platform is lost until the next start");
    slack.outage(false);
    await until("slack");
    expect(digestsOf.discord()).toBe(0);
    expect(await readyOf(program)).toBe("discord is not connected.\n");
    expect(await askedOf(program, "/metrics")).toContain('paperboy_platform_connected{platform="discord"} 0');
    expect(await program.stop()).toBe(0);
    expect(await pauseOf(onDiscord)).toBeUndefined();
  });

  test("ends with the reason when the last of them is lost", async () => {
    const { slack, discord, start, until } = await setUp();
    const program = start();
    await Promise.all([until("slack"), until("discord"), program.says("Paperboy serves")]);
    discord.gateway.close(4004);
    await program.says("a platform is lost until the next start");
    await slack.uninstall();
    expect(await program.exited).toBe(1);
    expect(program.output()).toContain("paperboy: Paperboy was removed from its Slack workspace");
  });
});
