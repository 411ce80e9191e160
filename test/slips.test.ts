import { describe, expect, it } from "vitest";
import { settings } from "../adapters/index.ts";
import { describeSlips } from "../src/slips.ts";
import { runFile } from "./support/program.ts";
import { tempFolder } from "./support/temp.ts";

const slips = (...given: string[]) =>
  describeSlips(given, settings).map((sentence) => sentence.replace(/ seems\.$/, ""));
const told = (variable: string, meant: string) =>
  `${variable} is no setting of Paperboy's and is not read: ${meant} is meant, it`;

describe("a variable whose name is a slip of a setting's", () => {
  it.each([
    ["SLACK_BOT_TOKN", "SLACK_BOT_TOKEN"],
    ["SLACK_SIGNING_SECERT", "SLACK_SIGNING_SECRET"],
    ["SLAK_APP_TOKEN", "SLACK_APP_TOKEN"],
    ["DISCORD_TOKENS", "DISCORD_TOKEN"],
    ["DISCROD_TOKEN", "DISCORD_TOKEN"],
    ["DISCORD_TOKN_FILE", "DISCORD_TOKEN_FILE"],
    ["HF_API_URI", "HF_API_URL"],
    ["ARXIV_URL_API", undefined],
    ["ARXIV_API_ULR", "ARXIV_API_URL"],
    ["LOG_LEVL", "LOG_LEVEL"],
    ["PAPERBOT_SOURCES", "PAPERBOY_SOURCES"],
  ])("%s is told", (given, meant) => {
    expect(slips(given)).toEqual(meant === undefined ? [] : [told(given, meant)]);
  });

  it("is what tutorials call the same, too", () => {
    expect(slips("DISCORD_BOT_TOKEN", "SLACK_TOKEN", "PAPERBOY_LOG_LEVEL", "PAPERBOY_SLACK_APP_TOKEN_FILE")).toEqual([
      told("DISCORD_BOT_TOKEN", "DISCORD_TOKEN"),
      told("SLACK_TOKEN", "SLACK_BOT_TOKEN"),
      told("PAPERBOY_LOG_LEVEL", "LOG_LEVEL"),
      told("PAPERBOY_SLACK_APP_TOKEN_FILE", "SLACK_APP_TOKEN_FILE"),
    ]);
  });

  it("is other software's where the setting itself is there", () => {
    expect(slips("DISCORD_BOT_TOKEN", "DISCORD_TOKEN", "SLACK_TOKEN", "SLACK_BOT_TOKEN_FILE")).toEqual([]);
  });

  it("is none of ours where nothing like it is", () => {
    const others = ["PATH", "POST", "PORTS", "GH_API_URL", "API_URL", "HF_TOKEN", "HF_HOME", "SLACK_WEBHOOK_URL"];
    expect(slips(...others, "DISCORD_WEBHOOK", "HOSTNAME", "PUBLIC_KEY", "PAPERBOY_SERVICE_PORT", "_")).toEqual([]);
    expect(slips(...settings.flatMap(({ name }) => [name, `${name}_FILE`]))).toEqual([]);
  });

  it("is told at the start, before what is missing without it, and by `config` and `check`", async () => {
    const env = { PAPERBOY_DATA: tempFolder(), SLACK_APP_TOKEN: "xapp-1-2-3", SLACK_BOT_TOKN: "xoxb-hush", PORT: "0" };
    const sentence = told("SLACK_BOT_TOKN", "SLACK_BOT_TOKEN");
    const start = await runFile("src/main.ts", [], { env });
    expect(start.status).toBe(2);
    expect(start.stderr).toMatch(new RegExp(`^paperboy: ${sentence} seems\\.\npaperboy: SLACK_BOT_TOKEN is missing`));
    expect((await runFile("src/cli.ts", ["slack", "check"], { env })).stderr).toContain(sentence);
    const config = await runFile("src/cli.ts", ["config", "--json"], { env });
    expect(config.stderr).toMatch(
      new RegExp(`^paperboy: ${sentence} seems\\.\npaperboy: npm start would refuse this: SLACK_BOT_TOKEN`),
    );
    expect(JSON.parse(config.stdout)).toContainEqual({ name: "SLACK_BOT_TOKEN", value: null, from: "default" });
    expect(start.stderr + config.stderr).not.toContain("hush");
    expect((await runFile("src/cli.ts", ["status"], { env })).stderr).toBe("");
  });
});
