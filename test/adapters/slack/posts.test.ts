import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SlackAdapter } from "../../../adapters/slack/index.ts";
import { createRender } from "../../../adapters/slack/keep-lines.ts";
import { createPace } from "../../../adapters/slack/pace.ts";
import { createPosts, type Posts, type PostsDeps } from "../../../adapters/slack/posts.ts";
import { createWeb } from "../../../adapters/slack/web.ts";
import { oneWorkspace } from "../../../adapters/slack/workspaces.ts";
import type { Post, SoughtPost } from "../../../src/adapter.ts";
import { systemClock } from "../../../src/clock.ts";
import { silentLog } from "../../../src/log.ts";
import { adapterContract } from "../../contracts/adapter.ts";
import { testBot } from "../../support/bot.ts";
import { memoryLines, slackAdapterTo } from "../../support/slack/adapter.ts";
import { visibleText } from "../../support/slack/block-kit.ts";
import { type LocalSlack, startLocalSlack } from "../../support/slack/local-slack.ts";
import { leastScopes } from "../../support/slack/workspace.ts";

let slack: LocalSlack;
let adapter: SlackAdapter;

beforeEach(async () => {
  slack = await startLocalSlack([...leastScopes, "channels:read", "channels:history", "im:history"]);
  adapter = slackAdapterTo(slack);
  await adapter.start(testBot());
});

afterEach(async () => {
  await adapter.stop();
  await slack.stop();
  expect(slack.faults).toEqual([]);
});

const toChannel = (id: string, deliveryId = "d-1"): Post => ({
  deliveryId,
  channel: { platform: "slack", id: `T1/${id}` },
  message: {
    fallback: "Today: two papers",
    blocks: [{ type: "heading", text: "Two papers" }],
    more: [{ type: "heading", text: "Three more" }],
  },
});
const post = toChannel("C1");
/** Posts by themselves, without the adapter around them. */
function postsTo(more: Partial<PostsDeps>): Posts {
  const { botToken, botUser } = slack.workspace();
  const clock = systemClock;
  return createPosts({
    web: createWeb(slack.apiUrl, silentLog),
    workspaces: async () => oneWorkspace({ team: "T1", token: botToken, botUser }),
    render: createRender({ lines: memoryLines(), clock, log: silentLog }),
    paced: createPace(clock),
    log: silentLog,
    onRemoved: () => undefined,
    ...more,
  });
}

const since = () => new Date(Date.now() - 1_000);

describe("a post in Slack", () => {
  it("stands in the channel, the rest in its thread, and names its delivery", async () => {
    const { id } = await adapter.post(post);
    const [first, rest] = slack.messages;
    expect(first).toMatchObject({ ts: id, channel: "C1", text: "Today: two papers" });
    expect(first?.metadata).toEqual({ event_type: "paperboy_delivery", event_payload: { delivery_id: "d-1" } });
    expect(rest).toMatchObject({ threadTs: id });
    expect(visibleText(rest?.blocks)).toBe("Three more");
  });

  it("waits for its channel's turn with every message", async () => {
    const turns: string[] = [];
    const posts = postsTo({ paced: async (channel) => void turns.push(`${channel} after ${slack.messages.length}`) });
    await posts.post(post);
    expect(turns).toEqual(["C1 after 0", "C1 after 1"]);
  });

  it.each([
    ["is refused for now by a rate limit", "retry", { kind: "rate-limited", seconds: 7 }],
    ["is refused for now by Slack's maintenance", "retry", { kind: "error", error: "service_unavailable" }],
    ["may have gone out when the connection breaks", "unknown", { kind: "reset", effect: "done" }],
    ["may have gone out when Slack answers 500", "unknown", { kind: "status", status: 500, effect: "done" }],
    ["may have gone out when Slack fails over it", "unknown", { kind: "error", error: "internal_error" }],
    ["has no workspace any more when the token is revoked", "gone", { kind: "error", error: "token_revoked" }],
    ["is forbidden where a scope is missing", "forbidden", { kind: "error", error: "missing_scope" }],
  ] as const)("%s", async (_, kind, fault) => {
    slack.fail("chat.postMessage", fault);
    await expect(adapter.post(post)).rejects.toMatchObject({ name: "DeliveryError", kind });
    expect(slack.callsOf("chat.postMessage")).toHaveLength(1);
  });

  it("tells how long Slack wants it to wait", async () => {
    slack.fail("chat.postMessage", { kind: "rate-limited", seconds: 7 });
    await expect(adapter.post(post)).rejects.toMatchObject({ retryAfter: 7_000 });
  });

  it.each([
    ["C2", "forbidden", "/invite"],
    ["C3", "gone", "archived"],
    ["C4", "forbidden", "Only some people"],
    ["G1", "gone", "/invite"],
    ["CNONE", "gone", "deleted"],
  ])("to %s is %s", async (channel, kind, words) => {
    const refused = await adapter.post(toChannel(channel)).catch((error: unknown) => error);
    expect(refused).toMatchObject({ kind });
    expect(String(refused)).toContain(words);
  });

  it("is retried later when Slack cannot be reached at all", async () => {
    await slack.stop();
    // What goes out on a connection that has just ended may have arrived; the next one finds nobody.
    await adapter.post(post).catch(() => undefined);
    await expect(adapter.post(post)).rejects.toMatchObject({ kind: "retry" });
  });

  it("is retried later, with Slack's words, where a process that only posts has a token that Slack refuses", async () => {
    const only = slackAdapterTo({ ...slack, workspace: () => ({ ...slack.workspace(), botToken: "xoxb-old" }) });
    const refused = { kind: "retry", message: expect.stringContaining("Slack refuses SLACK_BOT_TOKEN (invalid_auth)") };
    await expect(only.post(post)).rejects.toMatchObject(refused);
    await only.stop();
  });

  it("stands though its thread fails", async () => {
    const { id } = await adapter.post({ ...post, message: { ...post.message, more: [] } });
    expect(id).not.toBe("");
    slack.fail("chat.postMessage", { kind: "slow", milliseconds: 1 }, { kind: "status", status: 500, effect: "none" });
    const other = await adapter.post(toChannel("C1", "d-2"));
    expect(slack.messages.at(-1)?.ts).toBe(other.id);
  });

  it("has all of its thread where Slack asks to wait with some of it", async () => {
    const limited = { kind: "rate-limited", seconds: 1 } as const;
    slack.fail("chat.postMessage", { kind: "slow", milliseconds: 1 }, limited, limited);
    const { id } = await adapter.post(post);
    expect(slack.messages.map(({ threadTs }) => threadTs)).toEqual([undefined, id]);
  });

  it("is made before its thread is, where that takes long", async () => {
    const posts = postsTo({ settleWithin: 0 });
    const { id } = await posts.post(post);
    expect(slack.messages.map(({ ts }) => ts)).toEqual([id]);
    await slack.until(() => slack.messages.some(({ threadTs }) => threadTs === id), "its thread");
  });

  it("is found again by its delivery, pages away, or surely not there", async () => {
    slack.fail("chat.postMessage", { kind: "status", status: 500, effect: "done" });
    await expect(adapter.post(post)).rejects.toMatchObject({ kind: "unknown" });
    for (let index = 0; index < 7; index++) await slack.answerTo(() => slack.command(`share search experts ${index}`));
    const sought = { deliveryId: "d-1", channel: post.channel, since: since() };
    expect(await adapter.findPost(sought)).toEqual({ id: slack.messages[0]?.ts });
    expect(await adapter.findPost({ ...sought, deliveryId: "d-2" })).toBeUndefined();
    expect(slack.callsOf("conversations.history").length).toBeGreaterThan(3);
  });

  it("cannot be looked up without the scope, and says which", async () => {
    for (const scope of ["channels:history", "im:history"]) slack.workspace().scopes.delete(scope);
    const sought = { deliveryId: "d-1", channel: post.channel, since: since() };
    const refused = await adapter.findPost(sought).catch((error: unknown) => error);
    expect(refused).toMatchObject({ kind: "forbidden" });
    expect(String(refused)).toContain("channels:history");
  });

  it("takes the app for removed when Slack says so of its token", async () => {
    slack.fail("chat.postMessage", { kind: "error", error: "account_inactive" });
    await expect(adapter.post(post)).rejects.toMatchObject({ kind: "gone" });
    await expect(adapter.ended).rejects.toThrow("removed");
    const before = slack.calls.length;
    await expect(adapter.post(post)).rejects.toMatchObject({ kind: "gone" });
    expect(slack.calls.length).toBe(before);
  });

  it("that waits for a rate limit, or for a slow Slack, holds up no answer", async () => {
    slack.fail("chat.postMessage", { kind: "rate-limited", seconds: 60 }, { kind: "slow", milliseconds: 3_000 });
    await expect(adapter.post(post)).rejects.toMatchObject({ kind: "retry" });
    const slow = adapter.post(toChannel("C1", "d-2"));
    const answer = await slack.answerTo(() => slack.command("search experts"));
    expect(answer.via).toBe("response_url");
    expect(slack.messages.some(({ metadata }) => metadata !== undefined)).toBe(false);
    await slow;
  });

  it("makes no more calls once the app is removed", async () => {
    await slack.uninstall();
    await expect(adapter.ended).rejects.toThrow("removed");
    const before = slack.calls.length;
    await expect(adapter.post(post)).rejects.toMatchObject({ kind: "gone" });
    expect(slack.calls.length).toBe(before);
  });
});

describe("a person", () => {
  it("is told in their direct message, with the channel it is about", async () => {
    const message = { fallback: "Posts are paused", blocks: [{ type: "heading", text: "Posts are paused" }] } as const;
    await adapter.tell("T1/U1", message, post.channel);
    expect(slack.messages).toMatchObject([{ channel: "D1", text: "Posts are paused" }]);
    expect(JSON.stringify(slack.messages[0]?.blocks)).toContain("<#C1>");
    await expect(adapter.tell("T9/U1", message)).rejects.toThrow("not installed");
  });
});

describe("reach", () => {
  it.each([
    ["C1", true, ""],
    ["C2", false, "/invite"],
    ["C3", false, "archived"],
    ["C4", false, "Only some people"],
    ["G1", false, "/invite"],
    ["D1", true, ""],
    ["D2", false, "direct message between people"],
  ])("of %s is told before the first post", async (id, allowed, words) => {
    const permission = await adapter.canPostTo({ platform: "slack", id: `T1/${id}` });
    expect(permission.allowed).toBe(allowed);
    expect(permission.allowed ? "" : permission.advice).toContain(words);
  });

  it("extends to every public channel where that scope is granted, and is not denied where Slack does not tell", async () => {
    slack.workspace().scopes.add("chat:write.public");
    expect(await adapter.canPostTo({ platform: "slack", id: "T1/C2" })).toEqual({ allowed: true });
    slack.workspace().scopes.delete("channels:read");
    expect(await adapter.canPostTo({ platform: "slack", id: "T1/G1" })).toEqual({ allowed: true });
  });
});

adapterContract("slack", async () => {
  const local = await startLocalSlack([...leastScopes, "channels:read", "channels:history"]);
  const tested = slackAdapterTo(local);
  const channel = { platform: "slack", id: "T1/C1" };
  return {
    adapter: {
      ...tested,
      post: (asked) => tested.post({ ...asked, channel }),
      findPost: (sought: SoughtPost) => tested.findPost({ ...sought, channel }),
      canPostTo: () => tested.canPostTo(channel),
      async stop() {
        await tested.stop();
        await local.stop().catch(() => undefined);
      },
    } as SlackAdapter,
    say: async (line) => visibleText((await local.answerTo(() => local.command(line))).blocks),
    visible: () => local.messages.map((message) => visibleText(message.blocks)).join("\n"),
  };
});
