import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalSlack, startLocalSlack } from "../../support/slack/local-slack.ts";
import { leaks, socketSettings, startProgram } from "../../support/slack/program.ts";
import { leastScopes } from "../../support/slack/workspace.ts";

let slack: LocalSlack;

beforeAll(async () => {
  slack = await startLocalSlack();
});
afterAll(() => slack.stop());

async function check(settings: Readonly<Record<string, string>>) {
  const program = startProgram(settings, undefined, ["src/cli.ts", "slack", "check"]);
  const status = await program.exited;
  const output = program.output();
  await program.clear();
  expect(leaks(output)).toEqual([]);
  return { status, output };
}

describe.concurrent("slack check", () => {
  it("says that all is well, who it is, and where posts arrive, all pages of it", async ({ expect }) => {
    for (let index = 0; index < 5; index++) {
      const id = `CX${index}`;
      slack.workspace().conversations.set(id, { id, name: `extra-${index}`, kind: "public", botIsMember: true });
    }
    const { status, output } = await check(socketSettings(slack));
    expect(status).toBe(0);
    expect(output).toContain("SLACK_BOT_TOKEN: paperboy in Workspace T1");
    expect(output).toContain("SLACK_APP_TOKEN: opens connections");
    expect(output).toContain("Reach: #papers, #news, #extra-0, #extra-1, #extra-2, #extra-3, #extra-4");
    expect(output).toContain("optional  Scope channels:history");
  });

  it("says which scope is missing, what for, and where it is added", async ({ expect }) => {
    const poor = await startLocalSlack(leastScopes.filter((scope) => scope !== "users:read"));
    const { status, output } = await check(socketSettings(poor));
    expect(status).toBe(1);
    expect(output).toContain("WRONG     Scope users:read: It is missing (people's time zones");
    expect(output).toContain("optional  Reach: It cannot be told without the scope channels:read or groups:read.");
    expect(output).toContain("slack: 1 of");
    await poor.stop();
  });

  it("says where posts arrive as far as the granted scopes tell", async ({ expect }) => {
    const half = await startLocalSlack([...leastScopes, "channels:read"]);
    expect((await check(socketSettings(half))).output).toContain("Reach: #papers, #news");
    await half.stop();
  });

  it("says which token is refused", async ({ expect }) => {
    const wrong = { ...socketSettings(slack), SLACK_BOT_TOKEN: "xoxb-no", SLACK_APP_TOKEN: "xapp-no" };
    const { status, output } = await check(wrong);
    expect(status).toBe(1);
    expect(output).toContain("WRONG     SLACK_BOT_TOKEN: Slack answers invalid_auth");
    expect(output).toContain("WRONG     SLACK_APP_TOKEN: Slack answers invalid_auth");
  });

  it("does not blame the tokens when Slack cannot be reached", async ({ expect }) => {
    const gone = await startLocalSlack();
    const settings = socketSettings(gone);
    await gone.stop();
    const { status, output } = await check(settings);
    expect(status).toBe(1);
    expect(output).toMatch(/SLACK_BOT_TOKEN: Slack cannot be asked \(.+\): look after the network/);
    expect(output).toMatch(/SLACK_APP_TOKEN: Slack cannot be asked/);
    expect(output).not.toContain("copy the Bot User OAuth Token");
  });

  it("says that a whole organisation's token will not do", async () => {
    const organisation = slack.addWorkspace("E1");
    const { status, output } = await check({ ...socketSettings(slack), SLACK_BOT_TOKEN: organisation.botToken });
    expect(status).toBe(1);
    expect(output).toContain("WRONG     SLACK_BOT_TOKEN: SLACK_BOT_TOKEN is of a whole organisation");
  });

  it("says what is not configured", async ({ expect }) => {
    expect((await check({})).output).toContain("Slack is not configured: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN.");
    expect((await check({ SLACK_BOT_TOKEN: "xoxb-1" })).output).toContain("SLACK_APP_TOKEN (socket mode) or");
  });
});
