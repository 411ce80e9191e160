import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LocalSlack, startLocalSlack } from "../../support/slack/local-slack.ts";
import { leaks, type Program, socketSettings, startProgram } from "../../support/slack/program.ts";

let slack: LocalSlack;
let programs: Program[] = [];

beforeEach(async () => {
  slack = await startLocalSlack();
});

afterEach(async () => {
  for (const program of programs) {
    await program.clear();
    expect(leaks(program.output())).toEqual([]);
  }
  programs = [];
  await slack.stop();
  expect(slack.faults).toEqual([]);
});

function start(more: Readonly<Record<string, string>> = {}): Program {
  const program = startProgram({ ...socketSettings(slack), ...more });
  programs.push(program);
  return program;
}

async function started(): Promise<Program> {
  const program = start();
  await program.says("Paperboy serves");
  return program;
}

const answers = async () => (await slack.answerTo(() => slack.command("status"))).text;

describe.concurrent("starting", () => {
  it("ends with a reason and a status when the bot's token is refused", async ({ expect }) => {
    const slack = await startLocalSlack();
    const program = startProgram({ ...socketSettings(slack), SLACK_BOT_TOKEN: "xoxb-wrong" });
    expect(await program.exited).toBe(2);
    expect(program.output()).toContain("Slack refuses SLACK_BOT_TOKEN (invalid_auth)");
    expect(leaks(program.output())).toEqual([]);
    await program.clear();
    await slack.stop();
  });

  it("ends so when the bot's token is of a whole organisation", async ({ expect }) => {
    const slack = await startLocalSlack();
    const program = startProgram({ ...socketSettings(slack), SLACK_BOT_TOKEN: slack.addWorkspace("E1").botToken });
    expect(await program.exited).toBe(2);
    expect(program.output()).toContain("install the app in one workspace and take the token from there");
    await program.clear();
    await slack.stop();
  });

  it("ends so when the app's token is refused", async ({ expect }) => {
    const slack = await startLocalSlack();
    const program = startProgram({ ...socketSettings(slack), SLACK_APP_TOKEN: "xapp-wrong" });
    expect(await program.exited).toBe(2);
    expect(program.output()).toContain("Slack refuses SLACK_APP_TOKEN (invalid_auth)");
    expect(leaks(program.output())).toEqual([]);
    await program.clear();
    await slack.stop();
  });
});

describe("a connection", () => {
  it("ends with status 0 on SIGTERM, quickly", async () => {
    const program = await started();
    const before = performance.now();
    expect(await program.stop()).toBe(0);
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  it("waits for a Slack that cannot be reached yet, and ends on SIGTERM all the same", async () => {
    slack.outage(true);
    const waiting = start();
    await waiting.says("could not be asked");
    expect(await waiting.stop()).toBe(0);
    const patient = start();
    await patient.says("could not be asked");
    slack.outage(false);
    await patient.says("Paperboy serves");
    expect(await answers()).toContain("known");
  });

  const breaks: Readonly<Record<string, () => void>> = {
    "Slack refreshes it": () => slack.refresh(),
    "it is cut": () => slack.drop(),
    "it is cut and new ones are refused at first": () => {
      slack.refuseUpgrades(2);
      slack.drop();
    },
  };
  it.each(Object.keys(breaks))("is made anew when %s", async (what) => {
    await started();
    const first = [...slack.sockets][0];
    breaks[what]?.();
    await slack.until(() => slack.sockets.size === 1 && ![...slack.sockets].includes(first as never), "another socket");
    expect(await answers()).toContain("known");
  });

  it("is made anew before a pong is missed when Slack refreshes it and never ends the old one", async () => {
    await started();
    slack.refresh("mute");
    await slack.until(() => slack.sockets.size === 1, "another socket", 2_500);
    expect(await answers()).toContain("known");
  });

  it("is made anew after an outage", async () => {
    const program = await started();
    slack.outage(true);
    await program.says("could not be connected to");
    slack.outage(false);
    await slack.until(() => slack.sockets.size === 1, "another socket");
    expect(await answers()).toContain("known");
    expect(await program.stop()).toBe(0);
  });

  it("is made anew after more refusals than any retry of the SDK's would take", async () => {
    await started();
    const refused = { kind: "status", status: 503, effect: "none" } as const;
    slack.fail("apps.connections.open", refused, { kind: "rate-limited", seconds: 1 }, refused, {
      kind: "reset",
      effect: "none",
    });
    slack.drop();
    await slack.until(() => slack.sockets.size === 1, "another socket", 30_000);
    expect(await answers()).toContain("known");
    expect(slack.callsOf("auth.test")).toHaveLength(1);
  });

  it("is made anew no sooner than Slack wants it to be", async () => {
    await started();
    slack.fail("apps.connections.open", { kind: "rate-limited", seconds: 3 });
    slack.drop();
    await slack.until(() => slack.sockets.size === 1, "another socket");
    const [refused = 0, taken = 0] = slack
      .callsOf("apps.connections.open")
      .slice(-2)
      .map(({ at }) => at);
    expect(taken - refused).toBeGreaterThanOrEqual(3_000);
  });

  it("ends with status 0 on SIGTERM while it is being made anew", async () => {
    const program = await started();
    slack.outage(true);
    await program.says("could not be connected to");
    expect(await program.stop()).toBe(0);
    slack.outage(false);
    const between = await started();
    const opened = slack.callsOf("apps.connections.open").length;
    slack.fail("apps.connections.open", { kind: "slow", milliseconds: 3_000 });
    slack.drop();
    await slack.until(() => slack.callsOf("apps.connections.open").length > opened, "a call for another socket");
    expect(await between.stop()).toBe(0);
  });

  it("is made anew when it is half-open", async () => {
    await started();
    slack.freeze();
    await slack.until(() => slack.sockets.size === 1, "another socket", 15_000);
    expect(await answers()).toContain("known");
  });

  it("outlives messages of no form that Slack's have", async () => {
    const program = await started();
    const [socket] = slack.sockets;
    const bodies = [
      "null",
      "[]",
      "1",
      "{",
      "{}",
      '{"type":"events_api"}',
      '{"type":"events_api","payload":{"event":null}}',
    ];
    for (const body of bodies) socket?.send(body);
    for (const type of ["slash_commands", "interactive", "events_api", "unheard_of"]) {
      for (const payload of [null, [], "x", {}]) socket?.send(JSON.stringify({ envelope_id: "odd", type, payload }));
    }
    socket?.send(Buffer.from([0xff, 0x00]));
    await program.says("a message of Slack's could not be read");
    expect(await answers()).toContain("known");
    expect([...slack.sockets]).toEqual([socket]);
    // What the engine says of it holds a word that is forbidden elsewhere.
    programs = [];
    expect(await program.stop()).toBe(0);
    await program.clear();
  });

  it("ends with a reason when the app is removed from its workspace", async () => {
    const program = await started();
    await slack.uninstall();
    expect(await program.exited).toBe(1);
    expect(program.output()).toContain("Paperboy was removed from its Slack workspace");
  });

  it("stays when a person takes back their own token", async () => {
    await started();
    await slack.event({ type: "tokens_revoked", tokens: { oauth: ["U1"], bot: [] } });
    expect(await answers()).toContain("known");
  });

  it("ends with a reason when the app's token is revoked while it runs", async () => {
    const program = await started();
    slack.appTokens.clear();
    slack.drop();
    expect(await program.exited).toBe(2);
    expect(program.output()).toContain("Slack refuses SLACK_APP_TOKEN");
  });
});
