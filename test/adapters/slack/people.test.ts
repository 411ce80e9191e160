import { expect, it } from "vitest";
import type { Bot } from "../../../src/adapter.ts";
import { testBot } from "../../support/bot.ts";
import { realBot } from "../../support/real-bot.ts";
import { slackWith } from "../../support/slack/adapter.ts";
import { visibleText } from "../../support/slack/block-kit.ts";

async function managedBy(whoManages: "members" | "admins", bot?: Bot) {
  const { slack } = await slackWith(bot ?? (await realBot()), { whoManages, prefix: "/preprints" });
  const says = async (user: string, line: string, name?: string) =>
    visibleText((await slack.answerTo(() => slack.command(line, { user, ...(name && { name }) }))).blocks);
  return { slack, says };
}

it("lets admins only manage, where the setting says so", async () => {
  const { says } = await managedBy("admins");
  expect(await says("U1", "subscribe moe")).toContain("people who may manage this channel");
  expect(await says("UADMIN", "subscribe moe")).toContain("Subscribed to moe");
});

it("lets members manage, and neither guests nor people of another workspace", async () => {
  const { slack, says } = await managedBy("members");
  slack.workspace().users.set("UFAR", { id: "UFAR", name: "far", homeTeam: "T9" });
  expect(await says("UGUEST", "subscribe moe")).toContain("people who may manage this channel");
  expect(await says("UFAR", "subscribe moe")).toContain("people who may manage this channel");
  slack.workspace().users.set("UODD", { id: "UODD", name: "odd", isStranger: true });
  expect(await says("UODD", "subscribe moe")).toContain("people who may manage this channel");
  expect(await says("U2", "subscribe moe")).toContain("Subscribed to moe");
  slack.workspace().users.set("UORG", { id: "UORG", name: "org", homeTeam: "T9", teams: ["T9", "T1"] });
  expect(await says("UORG", "subscribe robots")).toContain("Subscribed to robots");
});

it("answers people of another workspace in a channel shared with it, as its own workspace's", async () => {
  const { slack, says } = await managedBy("members");
  slack.workspace().users.set("UFAR", { id: "UFAR", name: "far", homeTeam: "T9" });
  expect(await says("U1", "subscribe moe")).toContain("Subscribed to moe");
  const answer = await slack.answerTo(() => slack.mention("subscriptions", { user: "UFAR" }));
  expect(answer).toMatchObject({ team: "T1", onlyFor: "UFAR" });
  expect(visibleText(answer.blocks)).toContain("moe");
});

it("takes a person's own time zone for the first schedule, and the usual one where Slack knows none", async () => {
  const { slack, says } = await managedBy("members");
  expect(await says("UADMIN", "subscribe moe")).toContain("Asia/Kathmandu");
  slack.workspace().conversations.set("C8", { id: "C8", name: "eight", kind: "public", botIsMember: true });
  const answer = await slack.answerTo(() => slack.command("subscribe moe", { user: "U2", channel: "C8" }));
  expect(visibleText(answer.blocks)).toContain("UTC");
});

it("answers all the same when Slack does not say in time who asks, and lets nobody manage meanwhile", async () => {
  const { slack, says } = await managedBy("members");
  const slow = { kind: "slow", milliseconds: 9_000 } as const;
  slack.fail("users.info", slow, slow);
  const before = performance.now();
  const answer = await slack.answerTo(() => slack.command("subscribe moe", { user: "U2" }));
  expect(performance.now() - before).toBeLessThan(9_000);
  expect(visibleText(answer.blocks)).toContain("people who may manage this channel");
  expect(await says("U2", "subscribe moe")).toContain("Subscribed to moe");
});

it("goes by another name where it is given one", async () => {
  const { slack, says } = await managedBy("members", testBot({ prefix: "/preprints" }));
  expect(await says("U1", "help", "/preprints")).toContain("/preprints search <query>");
  const home = slack.until(() => slack.views[0], "the Home tab");
  await slack.event({ type: "app_home_opened", user: "U1", channel: "D1", tab: "home" });
  expect(visibleText((await home).view["blocks"])).toContain("/preprints search");
});

it("lets an administrator forget every channel of the workspace, and no other member", async () => {
  const bot = await realBot();
  const { slack, says } = await managedBy("members", bot);
  slack.workspace().conversations.set("C8", { id: "C8", name: "eight", kind: "public", botIsMember: true });
  await says("U2", "subscribe moe");
  await slack.answerTo(() => slack.command("subscribe moe", { user: "U2", channel: "C8" }));
  const followed = async () => (await bot.overview({ platform: "slack", idPrefix: "" }, 10)).length;
  expect(await followed()).toBe(2);
  expect(await says("U2", "forget all-channels --yes")).toContain("ask an administrator");
  expect(await says("UADMIN", "forget all-channels --yes")).toContain("is deleted");
  expect(await followed()).toBe(0);
});
