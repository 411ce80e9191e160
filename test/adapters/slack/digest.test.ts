import { expect, it } from "vitest";
import { createDelivery } from "../../../src/delivery/index.ts";
import { silentLog } from "../../../src/log.ts";
import { draft } from "../../support/papers.ts";
import { realBot } from "../../support/real-bot.ts";
import { slackWith } from "../../support/slack/adapter.ts";
import { visibleText } from "../../support/slack/block-kit.ts";
import { type Conversation, leastScopes, type Workspace } from "../../support/slack/workspace.ts";

const here = { platform: "slack", id: "T1/C1" };

/** The morning after a channel of Slack subscribed: engine, store and delivery are the real ones, at a set time. */
async function morning(scopes: readonly string[]) {
  const bot = await realBot(Array.from({ length: 8 }, (_, index) => draft(`Sparse experts, part ${index}`)));
  const { slack, adapter } = await slackWith(bot, { scopes: [...leastScopes, ...scopes] });
  await slack.answerTo(() => slack.command("subscribe experts"));
  await slack.answerTo(() => slack.command("schedule 09:00 UTC daily"));
  bot.clock.set("2026-03-12T09:00:30Z");
  const posts = () => slack.messages.filter(({ metadata }) => metadata !== undefined);
  const delivery = () =>
    createDelivery({ store: bot.store, engine: bot.engine, clock: bot.clock, log: silentLog, adapters: [adapter] });
  return { slack, clock: bot.clock, posts, delivery, store: bot.store };
}

it("posts a digest once: five papers in the channel, the rest in its thread", async () => {
  const { slack, posts, delivery } = await morning([]);
  await delivery().tick();
  await delivery().tick();
  expect(posts()).toHaveLength(1);
  const [post] = posts();
  expect(visibleText(post?.blocks).match(/Sparse experts, part \d/g)).toHaveLength(5);
  const thread = slack.messages.filter(({ threadTs }) => threadTs === post?.ts);
  expect(visibleText(thread[0]?.blocks).match(/Sparse experts, part \d/g)).toHaveLength(3);
});

it("posts all of it in the channel where the channel chose so, and a thread again where it changed its mind", async () => {
  const { slack, clock, posts, delivery, store } = await morning([]);
  const chosen = await slack.answerTo(() => slack.command("schedule --rest channel"));
  expect(visibleText(chosen.blocks)).toContain("all stand in the channel");
  expect(chosen.onlyFor).toBeUndefined();
  const before = slack.messages.length;
  await delivery().tick();
  const posted = slack.messages.slice(before);
  expect(posted.every(({ threadTs, channel }) => threadTs === undefined && channel === "C1")).toBe(true);
  expect(
    posted
      .map(({ blocks }) => visibleText(blocks))
      .join()
      .match(/Sparse experts, part \d/g),
  ).toHaveLength(8);
  await slack.answerTo(() => slack.command("schedule --rest thread", { user: "U2" }));
  expect((await store.schedules.get(here))?.restInChannel).toBe(false);
  clock.set("2026-03-13T09:00:30Z");
  expect(posts()).toHaveLength(1);
});

it("finds a post again whose answer was lost, and does not repeat it", async () => {
  const { slack, clock, posts, delivery } = await morning(["channels:history"]);
  slack.fail("chat.postMessage", { kind: "reset", effect: "done" });
  await delivery().tick();
  clock.set("2026-03-12T09:10:00Z");
  await delivery().tick();
  expect(posts()).toHaveLength(1);
  expect(slack.callsOf("conversations.history")).toHaveLength(1);
});

it("does not repeat a post of unknown outcome that it may not look up", async () => {
  const { slack, clock, posts, delivery } = await morning([]);
  slack.fail("chat.postMessage", { kind: "status", status: 502, effect: "none" });
  await delivery().tick();
  clock.set("2026-03-12T09:10:00Z");
  await delivery().tick();
  expect(posts()).toHaveLength(0);
});

it("posts later the same day after a rate limit", async () => {
  const { slack, clock, posts, delivery } = await morning([]);
  slack.fail("chat.postMessage", { kind: "rate-limited", seconds: 30 });
  await delivery().tick();
  expect(posts()).toHaveLength(0);
  clock.set("2026-03-12T09:02:00Z");
  await delivery().tick();
  expect(posts()).toHaveLength(1);
});

it.each<[string, (conversation: Conversation, workspace: Workspace) => unknown]>([
  ["is archived", (conversation) => Object.assign(conversation, { isArchived: true })],
  ["was deleted", ({ id }, { conversations }) => conversations.delete(id)],
  ["has sent the bot away", (conversation) => Object.assign(conversation, { botIsMember: false })],
  ["became read-only", (conversation) => Object.assign(conversation, { isReadOnly: true })],
])("pauses a channel that %s, keeps what it follows, tells who set it, and does not try every day", async (_, lose) => {
  const { slack, clock, delivery, store } = await morning([]);
  const workspace = slack.workspace();
  const conversation = workspace.conversations.get("C1");
  if (conversation) lose(conversation, workspace);
  const toChannel = () => slack.callsOf("chat.postMessage").filter(({ args }) => args["channel"] === "C1").length;
  const before = toChannel();
  await delivery().tick();
  clock.set("2026-03-13T09:00:30Z");
  await delivery().tick();
  expect(toChannel()).toBe(before + 1);
  expect(await store.subscriptions.list(here)).toHaveLength(1);
  expect((await store.schedules.get(here))?.pause).toBeDefined();
  const told = slack.messages.filter(({ channel }) => channel === "D1");
  expect(told).toHaveLength(1);
  expect(JSON.stringify(told[0]?.blocks)).toContain("<#C1>");
});

it("goes on by itself once the bot is invited again, and not after a pause somebody asked for", async () => {
  const { slack, clock, posts, delivery, store } = await morning([]);
  const conversation = slack.workspace().conversations.get("C1");
  if (conversation) conversation.botIsMember = false;
  await delivery().tick();
  if (conversation) conversation.botIsMember = true;
  const joined = { type: "member_joined_channel", channel: "C1", channel_type: "C", team: "T1" };
  await slack.event({ ...joined, user: "U1" });
  await slack.answerTo(() => slack.command("help"));
  expect((await store.schedules.get(here))?.pause).toBeDefined();
  await slack.event({ ...joined, user: slack.workspace().botUser });
  await slack.answerTo(() => slack.command("help"));
  expect((await store.schedules.get(here))?.pause).toBeUndefined();
  clock.set("2026-03-13T09:00:30Z");
  await delivery().tick();
  expect(posts()).toHaveLength(1);
  await slack.answerTo(() => slack.command("pause"));
  await slack.event({ type: "channel_unarchive", channel: "C1", user: "U1" });
  await slack.answerTo(() => slack.command("help"));
  expect((await store.schedules.get(here))?.pause).toBeDefined();
});
