import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSlackConfig } from "../../../adapters/slack/config.ts";
import manifest from "../../../adapters/slack/manifest.json" with { type: "json" };
import { askedOptionally, askedScopes, optionalScopes, requiredScopes } from "../../../adapters/slack/scopes.ts";
import { readConfig } from "../../../src/config.ts";
import { tempFolder } from "../../support/temp.ts";

type Settings = Readonly<Record<string, string>>;
const read = (settings: Settings) => readSlackConfig((name) => settings[name]);

const bot = { SLACK_BOT_TOKEN: "xoxb-1" };
const app = { SLACK_APP_TOKEN: "xapp-1" };
const signing = { SLACK_SIGNING_SECRET: "0123456789abcdef" };
const many = {
  ...signing,
  SLACK_CLIENT_ID: "1.2",
  SLACK_CLIENT_SECRET: "secret",
  SLACK_STATE_SECRET: "a state secret of some length",
  PUBLIC_URL: "https://papers.example/",
  PAPERBOY_SECRET_KEY: "0123456789abcdef0123456789abcdef",
};

describe("Slack's configuration", () => {
  it("is absent where nothing of Slack is set, whatever else is", () => {
    expect(read({})).toBeUndefined();
    expect(
      read({ PORT: "8080", PUBLIC_URL: "https://papers.example", SLACK_API_URL: "https://slack-gov.com/api" }),
    ).toBe(undefined);
  });

  it("reads socket mode, HTTP, and many workspaces", () => {
    expect(read({ ...bot, ...app })).toEqual({
      apiUrl: "https://slack.com/api/",
      connection: { kind: "socket", appToken: "xapp-1" },
      installation: { kind: "one", botToken: "xoxb-1" },
      whoManages: "members",
    });
    expect(read({ ...bot, ...signing, SLACK_SUBSCRIBE: "admins" })).toMatchObject({
      connection: { kind: "http", signingSecret: signing.SLACK_SIGNING_SECRET },
      whoManages: "admins",
    });
    expect(read({ ...many, SLACK_API_URL: "https://slack-gov.com/api" })).toMatchObject({
      apiUrl: "https://slack-gov.com/api/",
      connection: { kind: "http" },
      installation: { kind: "many", publicUrl: "https://papers.example" },
    });
  });

  const without = (settings: Settings, name: string) =>
    Object.fromEntries(Object.entries(settings).filter(([key]) => key !== name));

  it.each([
    [bot, "SLACK_APP_TOKEN (socket mode) or SLACK_SIGNING_SECRET (HTTP) is missing"],
    [app, "SLACK_BOT_TOKEN is missing"],
    [signing, "SLACK_BOT_TOKEN is missing"],
    [{ ...bot, ...app, ...signing }, "are both set"],
    [{ ...many, ...bot }, "set one or the others"],
    [{ ...without(many, "SLACK_SIGNING_SECRET"), ...app }, "serves one workspace"],
    [without(many, "SLACK_SIGNING_SECRET"), "SLACK_SIGNING_SECRET is missing: many workspaces"],
    [without(many, "SLACK_STATE_SECRET"), "also needs SLACK_STATE_SECRET."],
    [without(without(many, "PUBLIC_URL"), "PAPERBOY_SECRET_KEY"), "also needs PUBLIC_URL, PAPERBOY_SECRET_KEY."],
    [{ ...many, PAPERBOY_SECRET_KEY: "short" }, "PAPERBOY_SECRET_KEY takes a secret of 32 characters or more"],
    [{ SLACK_BOT_TOKEN: "xapp-1", SLACK_APP_TOKEN: "xoxb-1" }, "SLACK_BOT_TOKEN takes a token that begins with xoxb-"],
    // As it stands in README.
    [{ SLACK_BOT_TOKEN: "xoxb-…", SLACK_APP_TOKEN: "xapp-…" }, "SLACK_BOT_TOKEN holds a character that is in no token"],
    [{ ...bot, SLACK_APP_TOKEN: "xapp-1\n2" }, "SLACK_APP_TOKEN holds a character that is in no token"],
    [{ ...bot, ...app, SLACK_API_URL: "slack" }, "SLACK_API_URL takes an address"],
    [{ ...bot, ...app, SLACK_SUBSCRIBE: "everyone" }, "SLACK_SUBSCRIBE takes members or admins"],
  ])("names what is wrong with %j", (settings, words) => {
    let message = "";
    try {
      read(settings);
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain(words);
    expect(message).not.toMatch(/xoxb-1|xapp-1|undefined/);
  });

  it("reads each secret from a file where NAME_FILE names one", () => {
    const file = join(tempFolder(), "token");
    writeFileSync(file, "xoxb-from-a-file\n");
    const { setting: fromFile } = readConfig({ SLACK_BOT_TOKEN_FILE: file, SLACK_APP_TOKEN: "xapp-1" });
    expect(readSlackConfig(fromFile)?.installation).toEqual({ kind: "one", botToken: "xoxb-from-a-file" });
    const missing = "/nowhere/token";
    const { setting } = readConfig({ SLACK_BOT_TOKEN_FILE: missing });
    expect(() => readSlackConfig(setting)).toThrow(`SLACK_BOT_TOKEN_FILE names ${missing}`);
  });
});

describe("the manifest", () => {
  const granted = manifest.oauth_config.scopes.bot;

  it("asks for what is needed, and for nothing that is not explained", () => {
    for (const { name } of requiredScopes) expect(granted).toContain(name);
    const known = [...requiredScopes, ...optionalScopes].map(({ name }) => name);
    expect(granted.filter((name) => !known.includes(name))).toEqual([]);
    expect([...askedScopes].sort()).toEqual([...granted].sort());
    expect(manifest.oauth_config.scopes.bot_optional).toEqual(askedOptionally);
    for (const { name } of requiredScopes) expect(askedOptionally).not.toContain(name);
  });

  it("has socket mode on, and the command by the name Paperboy has unless told otherwise", () => {
    expect(manifest.settings.socket_mode_enabled).toBe(true);
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual([readConfig({}).prefix]);
  });
});
