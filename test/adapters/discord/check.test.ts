import { execFile } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type LocalDiscord, startLocalDiscord } from "../../support/discord/local-discord.ts";

const cli = join(import.meta.dirname, "../../../src/cli.ts");
let discord: LocalDiscord;

beforeAll(async () => {
  discord = await startLocalDiscord();
  discord.world.guild("Lab");
});

afterAll(async () => {
  await discord.stop();
  expect(discord.violations).toEqual([]);
});

function check(settings: Readonly<Record<string, string>>): Promise<{ status: number; output: string }> {
  const { PATH = "", HOME = "" } = process.env;
  const { promise, resolve } = Promise.withResolvers<{ status: number; output: string }>();
  const env = { PATH, HOME, DISCORD_API_URL: discord.url, ...settings };
  const child = execFile(process.execPath, [cli, "discord", "check"], { env }, (_error, stdout, stderr) =>
    resolve({ status: child.exitCode ?? -1, output: stdout + stderr }),
  );
  return promise;
}

it("says what the Developer Portal has in the way of commands and of the invite", async () => {
  const other = await startLocalDiscord();
  onTestFinished(() => other.stop());
  other.rest.portal = { interactions_endpoint_url: "https://elsewhere.example/discord", bot_require_code_grant: true };
  other.rest.installations = [0];
  const { status, output } = await check({ DISCORD_TOKEN: other.token, DISCORD_API_URL: other.url });
  expect(output).toContain("Discord sends commands to https://elsewhere.example/discord: empty that");
  expect(output).toContain("Switch Requires OAuth2 Code Grant off");
  expect(output).toContain("in servers alone: tick User Install");
  expect(status).toBe(1);
});

describe.concurrent("discord check", () => {
  it("says who it is, where it is a member and how it is invited", async ({ expect }) => {
    const { status, output } = await check({ DISCORD_TOKEN: discord.token });
    expect(output).toContain("DISCORD_TOKEN: paperboy, application Paperboy");
    expect(output).toContain("Servers: Lab");
    expect(output).toContain("Invite: https://discord.com/oauth2/authorize?client_id=");
    expect(status).toBe(0);
    expect(output).not.toContain(discord.token);
  });

  it("says that a token is refused, and where the right one is", async ({ expect }) => {
    const { status, output } = await check({ DISCORD_TOKEN: "not.the.token" });
    expect(output).toContain("WRONG     DISCORD_TOKEN: Discord does not know it");
    expect(output).toContain("Reset Token");
    expect(status).toBe(1);
  });

  it("says that the development server is out of reach", async ({ expect }) => {
    const { status, output } = await check({ DISCORD_TOKEN: discord.token, DISCORD_DEV_GUILD: "1300000000000000009" });
    expect(output).toContain("WRONG     DISCORD_DEV_GUILD: Paperboy is no member of server 1300000000000000009");
    expect(status).toBe(1);
  });

  it("says what is not configured, and what is configured wrongly", async ({ expect }) => {
    expect((await check({})).output).toContain("Discord is not configured: set DISCORD_TOKEN.");
    expect((await check({ DISCORD_TOKEN: "secret" })).output).toMatch(/DISCORD_TOKEN.*three parts with dots/);
  });
});
