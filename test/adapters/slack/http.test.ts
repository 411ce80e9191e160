import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { visibleText } from "../../support/slack/block-kit.ts";
import { type LocalSlack, startLocalSlack } from "../../support/slack/local-slack.ts";
import { leaks, type Program, startProgram } from "../../support/slack/program.ts";
import { signature } from "../../support/slack/signed-http.ts";

const signingSecret = "signing-secret-of-the-app";

let slack: LocalSlack;
let program: Program;
let url: string;

function settings(port: string): Readonly<Record<string, string>> {
  return {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.workspace().botToken,
    SLACK_SIGNING_SECRET: signingSecret,
    PORT: port,
  };
}

beforeAll(async () => {
  slack = await startLocalSlack();
  program = startProgram(settings("0"));
  await program.says("Paperboy serves");
  const [, port] = /"port":(\d+)/.exec(program.output()) ?? [];
  url = `http://127.0.0.1:${port}/slack/events`;
  slack.deliverTo({ url, signingSecret });
});

afterAll(async () => {
  expect(await program.stop()).toBe(0);
  await program.clear();
  await slack.stop();
  expect(slack.faults).toEqual([]);
  expect(leaks(program.output())).toEqual([]);
});

const now = () => Math.floor(Date.now() / 1_000);

async function send(body: string, headers: Readonly<Record<string, string>>, at = url): Promise<number> {
  const response = await fetch(at, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded", ...headers },
    body,
  });
  await response.text();
  return response.status;
}

const commandBody = new URLSearchParams({
  command: "/papers",
  text: "help",
  team_id: "T1",
  channel_id: "C1",
  user_id: "U1",
  user_name: "ada",
}).toString();

/** What Slack may send, with the same odd part in the places where something else belongs. */
function bodiesWith(odd: unknown): readonly object[] {
  const event = (inner: object, outer: object = {}) => ({
    ...{ type: "event_callback", team_id: "T1", event_id: odd, ...outer },
    event: inner,
  });
  const click = { type: "block_actions", team: { id: "T1" }, user: { id: "U1" }, container: {} };
  const submission = { type: "view_submission", team: { id: "T1" }, user: { id: "U1" } };
  return [
    { type: odd },
    { type: "url_verification", challenge: odd },
    { command: odd, team_id: "T1", user_id: "U1", channel_id: odd, text: odd },
    { event: odd },
    event({ type: odd, channel: "C1" }),
    event({ type: "app_mention", channel: odd, user: odd, text: odd }),
    event({ type: "message", channel_type: "im", channel: odd, user: odd, text: odd }),
    event({ type: "message" }, { team_id: odd, authorizations: odd }),
    event({ type: "app_home_opened", tab: "home", user: odd }),
    event({ type: "tokens_revoked", tokens: odd }),
    event({ type: "member_joined_channel", channel: odd, user: odd }),
    { ...click, actions: odd },
    { ...click, user: odd, actions: [{ type: "button", action_id: "run:1", value: odd }] },
    { ...click, team: odd, channel: odd, view: odd, actions: [odd] },
    { ...submission, view: odd },
    { ...submission, view: { callback_id: "subscribe", state: odd } },
    { ...submission, view: { callback_id: "subscribe", state: { values: odd } } },
    { ...submission, view: { callback_id: "subscribe", state: { values: { topic: odd, channel: odd, zone: odd } } } },
  ];
}

describe("Slack over HTTP", () => {
  it("answers commands, clicks, mentions and direct messages", async () => {
    const answer = await slack.answerTo(async () => {
      expect(await slack.command("search experts")).toMatchObject({ status: 200, payload: "" });
    });
    expect(visibleText(answer.blocks)).toContain("papers match experts");
    const page = await slack.answerTo(() => slack.click(answer, "Next page"));
    expect(page.ts).toBe(answer.ts);
    expect((await slack.answerTo(() => slack.mention("latest"))).threadTs).toBeDefined();
    expect((await slack.answerTo(() => slack.say("latest"))).channel).toBe("D1");
  });

  it("refuses what is not signed by Slack, is old, lies ahead, or came before, and does nothing", async () => {
    const before = slack.calls.length;
    const good = signature(signingSecret, commandBody);
    const { "X-Slack-Signature": value = "", "X-Slack-Request-Timestamp": at = "" } = good;
    expect(await send(commandBody, {})).toBe(401);
    expect(await send(commandBody, { "X-Slack-Signature": value })).toBe(401);
    expect(await send(commandBody, { "X-Slack-Request-Timestamp": at })).toBe(401);
    expect(await send(commandBody, { ...good, "X-Slack-Request-Timestamp": "soon" })).toBe(401);
    expect(await send(commandBody, signature("another secret", commandBody))).toBe(401);
    expect(await send(commandBody.replace("U1", "U2"), signature(signingSecret, commandBody, now() - 1))).toBe(401);
    expect(await send(commandBody, signature(signingSecret, commandBody, now() - 301))).toBe(401);
    expect(await send(commandBody, signature(signingSecret, commandBody, now() + 120))).toBe(401);
    expect(slack.calls.length).toBe(before);
    const again = signature(signingSecret, commandBody, now() - 20);
    await slack.answerTo(async () => expect(await send(commandBody, again)).toBe(200));
    expect(await send(commandBody, again)).toBe(401);
  });

  it("keeps nothing of signatures that Slack could not have made, however long", async () => {
    const before = program.output().length;
    const headers = { "X-Slack-Request-Timestamp": String(now()), "X-Slack-Signature": `v0=${"f".repeat(8_000)}` };
    expect([await send(commandBody, headers), await send(commandBody, headers)]).toEqual([401, 401]);
    expect(program.output().slice(before)).not.toContain("it came before");
  });

  it("has one effect of an event that Slack delivers three times, and takes each for received", async () => {
    const before = slack.messages.length;
    const text = `<@${slack.workspace().botUser}> latest`;
    const event = { type: "app_mention", user: "U1", channel: "C1", text, ts: "5.5" };
    expect((await slack.event(event, { id: "Ev-same", times: 3 })).status).toBe(200);
    await slack.answerTo(() => slack.say("help"));
    await slack.until(() => slack.messages.length === before + 2, "two answers");
  });

  it("answers url_verification and ssl_check", async () => {
    const body = JSON.stringify({ type: "url_verification", challenge: "c-1", token: "legacy" });
    const headers = { "Content-Type": "application/json", ...signature(signingSecret, body) };
    const response = await fetch(url, { method: "POST", headers, body });
    expect(await response.json()).toEqual({ challenge: "c-1" });
    expect(await send("ssl_check=1&token=legacy", {})).toBe(200);
  });

  it("takes no paths and bodies but Slack's", async () => {
    expect(await send("x=1", {}, url.replace("/slack/events", "/elsewhere"))).toBe(404);
    const large = `text=${"x".repeat(1_100_000)}`;
    expect(await send(large, signature(signingSecret, large))).toBe(413);
    const broken = "{not json";
    expect(await send(broken, { ...signature(signingSecret, broken), "Content-Type": "application/json" })).toBe(400);
  });

  it("refuses what is signed and is no object", async () => {
    const noObjects = ["null", "[]", "[{}]", "1", '"x"', "true", "", "{", "\uFEFF{}"];
    for (const body of noObjects) {
      const headers = { ...signature(signingSecret, body), "Content-Type": "application/json" };
      expect([body, await send(body, headers)]).toEqual([body, 400]);
      const form = new URLSearchParams({ payload: body }).toString();
      expect([form, await send(form, signature(signingSecret, form))]).toEqual([form, 400]);
    }
  });

  it("lives on whatever a signed object holds", async () => {
    const other = startProgram(settings("0"));
    await other.says("Paperboy serves");
    const [, port] = /"port":(\d+)/.exec(other.output()) ?? [];
    const at = `http://127.0.0.1:${port}/slack/events`;
    const statuses = await Promise.all(
      [null, 1, "x", [], {}, [null], { id: null }].flatMap(bodiesWith).map((odd) => {
        const body = JSON.stringify(odd);
        return send(body, { ...signature(signingSecret, body), "Content-Type": "application/json" }, at);
      }),
    );
    expect(new Set(statuses)).toEqual(new Set([200, 404, 500]));
    const good = commandBody.replace("ada", "eve");
    await slack.answerTo(async () => expect(await send(good, signature(signingSecret, good), at)).toBe(200));
    expect(await other.stop()).toBe(0);
    await other.clear();
  });

  it("logs a command under the id that its request came with", async () => {
    const body = commandBody.replace("ada", "bob");
    const headers = { ...signature(signingSecret, body), "X-Request-Id": "edge-00000042" };
    await slack.answerTo(async () => expect(await send(body, headers)).toBe(200));
    const lines = program.output().split("\n");
    expect(lines.find((line) => line.includes("edge-00000042"))).toMatch(/"command":"help".*a command was answered/);
  });

  it("has health beside it, and names what else is asked for", async () => {
    const of = (path: string) => new URL(path, url);
    const health = await fetch(of("/healthz"), { headers: { "X-Request-Id": "probe-0001" } });
    expect([health.status, health.headers.get("x-request-id"), await health.text()]).toEqual([
      200,
      "probe-0001",
      "alive\n",
    ]);
    expect(await (await fetch(of("/readyz"))).text()).toBe("ready\n");
    expect((await fetch(of("/"))).status).toBe(404);
    expect((await fetch(url, { method: "PUT", body: "x" })).status).toBe(405);
  });

  it("says so when the port is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, resolve));
    const { port } = other.address() as AddressInfo;
    const late = startProgram(settings(String(port)));
    expect(await late.exited).toBe(2);
    expect(late.output()).toContain(
      `PORT ${port} cannot be served: another program uses it. Stop that one, or set PORT to a free one.`,
    );
    await late.clear();
    other.close();
  });
});
