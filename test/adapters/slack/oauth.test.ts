import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSlackAdapter } from "../../../adapters/slack/index.ts";
import { createInstallations } from "../../../adapters/slack/installations.ts";
import { systemClock } from "../../../src/clock.ts";
import { silentLog } from "../../../src/log.ts";
import { memoryLines } from "../../support/slack/adapter.ts";
import { visibleText } from "../../support/slack/block-kit.ts";
import { type LocalSlack, startLocalSlack } from "../../support/slack/local-slack.ts";
import { leaks, type Program, startProgram } from "../../support/slack/program.ts";
import type { Workspace } from "../../support/slack/workspace.ts";
import { tempFolder } from "../../support/temp.ts";

const signingSecret = "signing-secret-of-the-app";

let slack: LocalSlack;
let program: Program;
let origin: string;

const settings = () => ({
  SLACK_API_URL: slack.apiUrl,
  SLACK_SIGNING_SECRET: signingSecret,
  SLACK_CLIENT_ID: "1.2",
  SLACK_CLIENT_SECRET: "secret-of-the-client",
  SLACK_STATE_SECRET: "state-secret-of-the-app",
  PUBLIC_URL: "https://papers.example",
  PAPERBOY_SECRET_KEY: "0123456789abcdef0123456789abcdef",
  PORT: "0",
});

async function start(data?: string): Promise<void> {
  program = startProgram(settings(), data);
  await program.says("Paperboy serves");
  const [, port] = /"port":(\d+)/.exec(program.output()) ?? [];
  origin = `http://127.0.0.1:${port}`;
  slack.deliverTo({ url: `${origin}/slack/events`, signingSecret });
}

beforeAll(async () => {
  slack = await startLocalSlack();
  await start();
});

afterAll(async () => {
  await program.clear();
  await slack.stop();
  expect(slack.faults).toEqual([]);
  expect(leaks(program.output())).toEqual([]);
});

/** What a browser brings back from the install page. */
async function visit(): Promise<{ readonly state: string; readonly cookie: string }> {
  const response = await fetch(`${origin}/slack/install`);
  const html = await response.text();
  const [, link = ""] = /href="([^"]*authorize[^"]*)"/.exec(html) ?? [];
  const url = new URL(link.replaceAll("&amp;", "&"));
  expect(url.origin + url.pathname).toBe(`${slack.origin}/oauth/v2/authorize`);
  expect(url.searchParams.get("redirect_uri")).toBe("https://papers.example/slack/oauth_redirect");
  const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
  return { state: url.searchParams.get("state") ?? "", cookie };
}

function comeBack(code: string, state: string, cookie: string): Promise<number> {
  const query = new URLSearchParams({ code, state });
  const headers = cookie === "" ? {} : { Cookie: cookie };
  return fetch(`${origin}/slack/oauth_redirect?${query}`, { headers }).then(({ status }) => status);
}

async function install(team: string): Promise<void> {
  const { state, cookie } = await visit();
  expect(await comeBack(slack.grant(team), state, cookie)).toBe(200);
}

const sealedFiles = () => readdirSync(join(program.data, "slack"));
const answerIn = async (team: string, line: string) =>
  visibleText((await slack.answerTo(() => slack.command(line, { team }))).blocks);

describe("many workspaces", () => {
  it("are not disturbed by visitors with odd addresses and cookies", async () => {
    const paths = ["install?x=%", "install/../%00", "oauth_redirect", "oauth_redirect?code=&state=", "%", "events?%zz"];
    const states = ["null", "a.b.c", "%F0%9F", "e30.e30.", '"'].map((state) => `oauth_redirect?code=x&state=${state}`);
    const cookies = ["", "slack-app-oauth-state=null", "slack-app-oauth-state=a.b.c", "=;;=", "slack-app-oauth-state"];
    const answers = await Promise.all(
      [...paths, ...states].flatMap((path) =>
        cookies.map(async (Cookie) => (await fetch(`${origin}/slack/${path}`, { headers: { Cookie } })).status),
      ),
    );
    expect(answers.filter((status) => ![200, 400, 404].includes(status))).toEqual([]);
    expect(readdirSync(program.data)).not.toContain("slack");
  });

  it("install the app, are served with their own token, and keep it over a restart, sealed", async () => {
    await install("T2");
    const { botToken } = slack.workspace("T2");
    expect(await answerIn("T2", "status")).toContain("known");
    expect(slack.callsOf("users.info").at(-1)?.token).toBe(botToken);
    expect(sealedFiles()).toEqual(["T2.sealed"]);
    expect(readFileSync(join(program.data, "slack", "T2.sealed"), "utf8")).not.toContain("xoxb");
    await program.stop();
    await start(program.data);
    expect(await answerIn("T2", "status")).toContain("known");
  });

  it("are not installed by a changed state, without the cookie, with another's cookie, or by a used code", async () => {
    const { state, cookie } = await visit();
    const code = slack.grant("TEVIL");
    expect(await comeBack(code, `${state}x`, cookie)).toBe(400);
    expect(await comeBack(code, state, "")).toBe(400);
    expect(await comeBack(code, state, (await visit()).cookie)).toBe(400);
    expect(await comeBack(code, "", cookie)).toBe(400);
    expect(await comeBack("", state, cookie)).toBe(400);
    expect(slack.workspaces.has("TEVIL")).toBe(false);
    const used = slack.grant("T4");
    const first = await visit();
    expect(await comeBack(used, first.state, first.cookie)).toBe(200);
    const again = await visit();
    expect(await comeBack(used, again.state, again.cookie)).toBe(400);
  });

  it("are kept apart", async () => {
    await install("T2");
    await install("T3");
    await slack.answerTo(() => slack.command("subscribe speculative decoding", { team: "T2" }));
    expect(await answerIn("T3", "subscriptions")).toContain("This channel follows no topic");
    expect(await answerIn("T2", "subscriptions")).toContain("This channel follows 1 topic");
  });

  it("never get a call with another's token, also when all of them ask at once", async () => {
    for (const team of ["T2", "T3"]) await install(team);
    const before = slack.calls.length;
    const messages = slack.messages.length;
    const asked = ["T2", "T3", "T2", "T3"].map((team) => slack.command("share latest", { team, user: "U2" }));
    await Promise.all(asked);
    await slack.until(() => slack.messages.length >= messages + 4, "four answers");
    for (const { token, args } of slack.calls.slice(before)) {
      if (args["channel"] === undefined && args["user"] === undefined) continue;
      expect([slack.workspace("T2").botToken, slack.workspace("T3").botToken]).toContain(token);
    }
    for (const team of ["T2", "T3"]) {
      const { botToken } = slack.workspace(team);
      const posted = slack.messages.slice(messages).filter((message) => message.team === team);
      expect(posted).toHaveLength(2);
      expect(
        slack.calls.slice(before).filter(({ token, method }) => token === botToken && method === "chat.postMessage"),
      ).toHaveLength(2);
    }
  });

  it("have their tokens renewed in time, once, without an ack waiting for a token that still works", async () => {
    const workspace = slack.addWorkspace("T5");
    workspace.refreshToken = "xoxe-T5-first";
    workspace.expiresIn = 3_600;
    await install("T5");
    const before = workspace.botToken;
    slack.fail("oauth.v2.access", { kind: "slow", milliseconds: 4_000 });
    const acks = await Promise.all([1, 2, 3].map(() => slack.command("status", { team: "T5" })));
    expect(Math.max(...acks.map(({ milliseconds }) => milliseconds))).toBeLessThan(3_000);
    await slack.until(() => workspace.botToken !== before, "another token");
    expect(slack.callsOf("oauth.v2.access").filter(({ args }) => args["grant_type"] === "refresh_token")).toHaveLength(
      1,
    );
    let used: string | undefined;
    // The answer with the new token may still be on its way to the program.
    for (let attempt = 0; attempt < 20 && used !== workspace.botToken; attempt++) {
      await slack.answerTo(() => slack.command("share latest", { team: "T5" }));
      used = slack.callsOf("chat.postMessage").at(-1)?.token;
    }
    expect(used).toBe(workspace.botToken);
  });

  it("wait for a token that has expired", async () => {
    const workspace = slack.addWorkspace("T6");
    workspace.refreshToken = "xoxe-T6-first";
    workspace.expiresIn = 1;
    await install("T6");
    expect(await answerIn("T6", "status")).toContain("known");
    expect(slack.callsOf("users.info").at(-1)?.token).toBe(workspace.botToken);
    expect(workspace.botToken).toMatch(/^xoxe/);
  });

  it.each([
    ["app_uninstalled", { type: "app_uninstalled" }],
    ["tokens_revoked", { type: "tokens_revoked", tokens: { oauth: [], bot: ["UBOT"] } }],
  ])("are forgotten after %s: no more calls, their data deleted, others' kept", async (_, event) => {
    await install("T7");
    await install("T2");
    await slack.answerTo(() => slack.command("subscribe speculative decoding", { team: "T7" }));
    await slack.answerTo(() => slack.command("subscribe speculative decoding", { team: "T2" }));
    const said = program.output().length;
    await slack.uninstall("T7", event);
    await program.says("its data is deleted", said);
    expect(sealedFiles()).not.toContain("T7.sealed");
    const calls = slack.calls.length;
    expect((await slack.command("status", { team: "T7" })).status).toBe(200);
    expect(await answerIn("T2", "subscriptions")).toContain("follows 1 topic");
    expect(slack.calls.slice(calls).some(({ token }) => token === slack.workspace("T7").botToken)).toBe(false);
    await install("T7");
    expect(await answerIn("T7", "subscriptions")).toContain("This channel follows no topic");
  });
});

it("an old removal that Slack tells of late deletes nothing of a new installation", async () => {
  await install("T4");
  await slack.answerTo(() => slack.command("subscribe speculative decoding", { team: "T4" }));
  const looked = slack.callsOf("auth.test").length;
  await slack.event({ type: "app_uninstalled" }, { team: "T4" });
  await slack.until(() => slack.callsOf("auth.test").length > looked, "a look at the token");
  expect(await answerIn("T4", "subscriptions")).toContain("follows 1 topic");
  expect(sealedFiles()).toContain("T4.sealed");
});

describe("a whole organisation", () => {
  it("is told why it is not served, and what to do instead", async () => {
    slack.addWorkspace("E1");
    const { state, cookie } = await visit();
    const query = new URLSearchParams({ code: slack.grant("E1"), state });
    const response = await fetch(`${origin}/slack/oauth_redirect?${query}`, { headers: { Cookie: cookie } });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("install it in every workspace that wants it");
    expect(sealedFiles()).not.toContain("E1.sealed");
  });
});

describe("a digest for one of many workspaces", () => {
  const message = { fallback: "Today", blocks: [{ type: "heading", text: "Today" }] } as const;
  const renewals = () =>
    slack.callsOf("oauth.v2.access").filter(({ args }) => args["grant_type"] === "refresh_token").length;

  /** A folder with the installation of a workspace whose token lasts another hour, or so many. */
  async function installed(team: string, hours = 1) {
    const workspace = slack.addWorkspace(team);
    workspace.refreshToken = `xoxe-${team}-first`;
    const folder = tempFolder();
    await storeIn(folder, workspace, hours);
    return { workspace, folder };
  }

  async function storeIn(folder: string, workspace: Workspace, hours: number): Promise<void> {
    await createInstallations(join(folder, "slack"), settings().PAPERBOY_SECRET_KEY).storeInstallation({
      authVersion: "v2",
      team: { id: workspace.id, name: workspace.name },
      enterprise: undefined,
      user: { id: "U1", token: undefined, scopes: undefined },
      bot: {
        token: workspace.botToken,
        refreshToken: workspace.refreshToken,
        expiresAt: Math.floor(Date.now() / 1_000) + hours * 3_600,
        scopes: [],
        id: workspace.botId,
        userId: workspace.botUser,
      },
    } as never);
  }

  /** What serves many workspaces, as a process of its own has it. */
  function adapterOver(folder: string) {
    const {
      PAPERBOY_SECRET_KEY: secretKey,
      SLACK_CLIENT_SECRET: clientSecret,
      SLACK_STATE_SECRET: stateSecret,
      PUBLIC_URL: publicUrl,
    } = settings();
    return createSlackAdapter(
      {
        apiUrl: slack.apiUrl,
        connection: { kind: "http", signingSecret },
        installation: { kind: "many", clientId: "1.2", clientSecret, stateSecret, publicUrl, secretKey },
        whoManages: "members",
      },
      { clock: systemClock, log: silentLog, folder, prefix: "/papers", lines: memoryLines() },
    );
  }

  it("goes out with a token renewed in time, as no event comes before it, and none of it goes into an address", async () => {
    const { workspace, folder } = await installed("T8");
    const before = workspace.botToken;
    const adapter = adapterOver(folder);
    await adapter.post({ deliveryId: "d-1", channel: { platform: "slack", id: "T8/C1" }, message });
    expect(workspace.botToken).not.toBe(before);
    expect(slack.callsOf("chat.postMessage").at(-1)?.token).toBe(workspace.botToken);
    await adapter.stop();
  });

  it("goes out with a token that another process renewed, as a refresh token works once", async () => {
    const { workspace, folder } = await installed("T9");
    const before = workspace.botToken;
    const [service, worker] = [adapterOver(folder), adapterOver(folder)];
    const channel = { platform: "slack", id: "T9/C1" };
    const earlier = renewals();
    // The service has the first token in memory; its own renewal fails.
    slack.fail("oauth.v2.access", { kind: "status", status: 503, effect: "none" });
    await service.canPostTo(channel);
    await slack.until(() => renewals() > earlier, "a renewal");
    expect(workspace.botToken).toBe(before);
    const renewed = renewals();
    await worker.post({ deliveryId: "d-1", channel, message });
    await service.post({ deliveryId: "d-2", channel, message });
    expect(slack.callsOf("chat.postMessage").at(-1)?.token).toBe(workspace.botToken);
    expect(renewals()).toBe(renewed + 1);
    await Promise.all([service.stop(), worker.stop()]);
  });

  it("goes out with the token of a new installation that another process took", async () => {
    const { workspace, folder } = await installed("T11", 12);
    const service = adapterOver(folder);
    const channel = { platform: "slack", id: "T11/C1" };
    await service.post({ deliveryId: "d-1", channel, message });
    workspace.botToken = "xoxb-T11-second-secret-of-the-bot";
    await storeIn(folder, workspace, 12);
    await service.post({ deliveryId: "d-2", channel, message });
    expect(slack.callsOf("chat.postMessage").at(-1)?.token).toBe(workspace.botToken);
    await service.stop();
  });
});

describe("an installation at rest", () => {
  const installation = { team: { id: "T1", name: "One" }, bot: { token: "xoxb-1", scopes: [], id: "B", userId: "U" } };
  const stored = { ...installation, enterprise: undefined, user: { id: "U", token: undefined, scopes: undefined } };

  it("is opened by its key only, and only as what it was sealed for", async () => {
    const folder = tempFolder();
    const key = "a secret key of more than 32 characters";
    await createInstallations(folder, key).storeInstallation(stored as never);
    expect((await createInstallations(folder, key).get("T1"))?.bot?.token).toBe("xoxb-1");
    await expect(createInstallations(folder, `${key}!`).get("T1")).rejects.toThrow("PAPERBOY_SECRET_KEY is another");
    const sealed = readFileSync(join(folder, "T1.sealed"), "utf8");
    writeFileSync(join(folder, "T2.sealed"), sealed);
    await expect(createInstallations(folder, key).get("T2")).rejects.toThrow("cannot be opened");
    writeFileSync(join(folder, "T1.sealed"), `${sealed.slice(0, -2)}AA`);
    await expect(createInstallations(folder, key).get("T1")).rejects.toThrow("cannot be opened");
  });

  it("is of no whole organisation, and names no other file", async () => {
    const installations = createInstallations(tempFolder(), "a secret key of more than 32 characters");
    await expect(installations.storeInstallation({ ...stored, team: undefined } as never)).rejects.toThrow(
      "whole organisation",
    );
    expect(await installations.get("../T1")).toBeUndefined();
    await installations.remove("../T1");
  });
});
