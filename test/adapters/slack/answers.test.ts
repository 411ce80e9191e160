import { expect, it, onTestFinished } from "vitest";
import { createAnswers } from "../../../adapters/slack/answers.ts";
import { createFiles } from "../../../adapters/slack/files.ts";
import { createRender } from "../../../adapters/slack/keep-lines.ts";
import { createWeb } from "../../../adapters/slack/web.ts";
import type { Bot } from "../../../src/adapter.ts";
import { systemClock } from "../../../src/clock.ts";
import { type Command, defineCommand } from "../../../src/commands/command.ts";
import { silentLog } from "../../../src/log.ts";
import { testBot } from "../../support/bot.ts";
import { memoryLines, slackWith } from "../../support/slack/adapter.ts";
import { visibleText } from "../../support/slack/block-kit.ts";
import { startLocalSlack } from "../../support/slack/local-slack.ts";

/** More than six messages hold. */
const words = Array.from({ length: 9_000 }, (_, index) => `word${index}`);

function talker(answer: Command["answer"], text: string): Command {
  const message = { fallback: "Many words", blocks: [{ type: "text", text: [text] }] } as const;
  return defineCommand({
    name: "talk",
    summary: "talk",
    examples: ["talk"],
    args: {},
    answer,
    run: async () => message,
  });
}

async function talking(answer: Command["answer"], text = words.join(" ")) {
  const { slack } = await slackWith(testBot({ commands: [talker(answer, text)] }));
  const said = () => slack.messages.map(({ blocks }) => visibleText(blocks)).join(" ");
  const whole = () => slack.until(() => said().endsWith("word8999"), "the last word");
  return { slack, said, whole };
}

it("a long private answer goes on another way when a response_url takes no more, and none of it is lost", async () => {
  const { slack, said, whole } = await talking("private");
  await slack.command("talk");
  await whole();
  expect(said().split(/\s+/)).toEqual(words);
  expect(slack.callsOf("response_url")).toHaveLength(4);
  expect(slack.callsOf("chat.postEphemeral").length).toBeGreaterThan(0);
  expect(slack.messages.every(({ onlyFor }) => onlyFor === "U1")).toBe(true);
});

it("a long public answer is one post with its thread", async () => {
  const { slack, said, whole } = await talking("public");
  await slack.command("talk");
  await whole();
  expect(said().split(/\s+/)).toEqual(words);
  const [first, ...rest] = slack.messages;
  expect(first?.threadTs).toBeUndefined();
  expect(rest.length).toBeGreaterThan(1);
  expect(rest.every(({ threadTs }) => threadTs === first?.ts)).toBe(true);
});

it("what cannot follow into a thread is told to whoever asked, and the post is not made again", async () => {
  const { slack, said, whole } = await talking("public");
  const limited = { kind: "rate-limited", seconds: 30 } as const;
  slack.fail("chat.postMessage", { kind: "slow", milliseconds: 1 }, { kind: "slow", milliseconds: 1 }, limited);
  await slack.command("talk");
  await whole();
  expect(said().split(/\s+/)).toEqual(words);
  const forAll = slack.messages.filter(({ onlyFor }) => onlyFor === undefined);
  expect(forAll).toHaveLength(2);
});

it("every post of an answer waits for its channel's turn", async () => {
  const slack = await startLocalSlack();
  onTestFinished(() => slack.stop());
  const web = createWeb(slack.apiUrl, silentLog);
  const render = createRender({ lines: memoryLines(), clock: systemClock, log: silentLog });
  const turns: string[] = [];
  const answers = createAnswers({
    web,
    render,
    sendFile: createFiles({ web, render, log: silentLog }),
    paced: async (channel) => void turns.push(`${channel} after ${slack.messages.length}`),
    log: silentLog,
  });
  const message = { fallback: "Many words", blocks: [{ type: "text", text: [words.join(" ")] }] } as const;
  const place = { kind: "mention", token: slack.workspace().botToken, channel: "C1", user: "U1" } as const;
  await answers.give({ message, visibility: "public", replaces: false }, place);
  expect(slack.messages.length).toBeGreaterThan(2);
  expect(turns).toEqual(slack.messages.map((_, index) => `C1 after ${index}`));
});

it.each([
  ["fails over it", { kind: "status", status: 500, effect: "none" }],
  ["takes none by its response_url", { kind: "error", error: "expired_url" }],
] as const)("what nobody may post where it was asked comes to whoever asked when Slack %s", async (_, fault) => {
  const { slack } = await talking("public", "a word");
  slack.fail("response_url", fault);
  const answer = await slack.answerTo(() => slack.command("talk", { channel: "G1" }));
  expect(answer).toMatchObject({ channel: "D1", via: "chat.postMessage" });
});

it("an answer comes while Slack is slow, and once when Slack fails over it", async () => {
  const { slack, whole } = await talking("private");
  slack.fail("response_url", { kind: "slow", milliseconds: 1_500 }, { kind: "reset", effect: "none" });
  await slack.command("talk");
  await whole();
  expect(slack.callsOf("response_url")).toHaveLength(2);
});

it("what is asked in a direct message between people stays with whoever asked, also behind a button", async () => {
  const { slack } = await slackWith(testBot());
  const asked = await slack.answerTo(() => slack.command("search experts", { channel: "D2" }));
  expect(asked).toMatchObject({ channel: "D2", onlyFor: "U1" });
  const answer = await slack.answerTo(() => slack.click(asked, "Similar"));
  expect(answer).toMatchObject({ channel: "D2", onlyFor: "U1" });
});

it("what is asked for all in a direct message between people is for both of them", async () => {
  const { slack } = await slackWith(testBot());
  const shared = await slack.answerTo(() => slack.command("share search experts", { channel: "D2" }));
  expect(shared).toMatchObject({ channel: "D2", via: "response_url" });
  expect(shared.onlyFor).toBeUndefined();
});

it.each(["expired_url", "used_url"])(
  "an answer comes another way when Slack takes none by its response_url: %s",
  async (error) => {
    const { slack } = await talking("private", "a word");
    slack.fail("response_url", { kind: "error", error });
    const answer = await slack.answerTo(() => slack.command("talk"));
    expect(answer).toMatchObject({ via: "chat.postEphemeral", onlyFor: "U1" });
  },
);

it("a page comes to whoever turned it where its message can no longer be changed", async () => {
  const { slack } = await slackWith(testBot());
  const first = await slack.answerTo(() => slack.say("search experts"));
  slack.fail("response_url", { kind: "error", error: "expired_url" });
  slack.fail("chat.update", { kind: "error", error: "cant_update_message" });
  const page = await slack.answerTo(() => slack.click(first, "Next page"));
  expect(page).toMatchObject({ onlyFor: "U1" });
  expect(visibleText(page.blocks)).toContain("Previous page");
});

it("a command or a click that Slack delivers again has one effect", async () => {
  const bot = testBot();
  const lines: string[] = [];
  const counting: Bot = {
    ...bot,
    answer(invocation) {
      lines.push(invocation.line);
      return bot.answer(invocation);
    },
  };
  const { slack } = await slackWith(counting);
  const found = await slack.answerTo(() => slack.command("search experts", { times: 3 }));
  const more = await slack.answerTo(() => slack.click(found, "Similar", { times: 3 }));
  await slack.answerTo(() => slack.click(more, "Similar"));
  expect(lines.map((line) => line.split(" ", 1)[0])).toEqual(["search", "similar", "similar"]);
});

it("a mention is answered once, however often its message is edited", async () => {
  const { slack } = await slackWith(testBot());
  const mention = (text: string, ts: string) => ({
    type: "app_mention",
    user: "U1",
    channel: "C1",
    text: `<@${slack.workspace().botUser}> ${text}`,
    ts,
  });
  const edited = { edited: { user: "U1", ts: "9.9" } };
  await slack.answerTo(() => slack.event(mention("search experts", "1.1")));
  await slack.event({ ...mention("search expert", "1.1"), ...edited });
  await slack.answerTo(() => slack.event({ ...mention("search experts", "2.2"), ...edited }));
  expect(slack.messages.map(({ threadTs }) => threadTs)).toEqual(["1.1", "2.2"]);
});

it("a mention in a direct message is answered once, beside it, whichever of its two events comes first", async () => {
  const { slack } = await slackWith(testBot());
  const said = { user: "U1", channel: "D1", text: `<@${slack.workspace().botUser}> search experts` };
  const events = (ts: string) => [
    { ...said, type: "app_mention", ts },
    { ...said, type: "message", channel_type: "im", ts },
  ];
  for (const event of [...events("1.1"), ...events("2.2").reverse()]) await slack.event(event);
  await slack.answerTo(() => slack.say("help"));
  await slack.until(() => slack.messages.some(({ text }) => !text.includes("papers match")), "the help");
  expect(slack.messages.filter(({ text }) => text.includes("papers match"))).toHaveLength(2);
  expect(slack.messages.every(({ threadTs }) => threadTs === undefined)).toBe(true);
});

it("an answer to all stays in its thread also where the bot may not post any more", async () => {
  const again = { label: "Again", run: "talk" };
  const message = { fallback: "A word", blocks: [{ type: "actions", actions: [again] }] } as const;
  const talk = { ...talker("public", ""), run: async () => message };
  const { slack } = await slackWith(testBot({ commands: [talk] }));
  const first = await slack.answerTo(() => slack.mention("talk"));
  Object.assign(slack.workspace().conversations.get("C1") ?? {}, { isReadOnly: true });
  const second = await slack.answerTo(() => slack.click(first, "Again"));
  expect(second).toMatchObject({ via: "response_url", threadTs: first.threadTs });
  expect(second.onlyFor).toBeUndefined();
});
