import { expect, it } from "vitest";
import type { Bot } from "../../../src/adapter.ts";
import { type Command, defineCommand } from "../../../src/commands/command.ts";
import { testBot } from "../../support/bot.ts";
import { slackWith } from "../../support/slack/adapter.ts";
import { visibleText } from "../../support/slack/block-kit.ts";

/** Calls leave a second and more apart; on a busy machine some arrive a little late. */
const almostASecond = 850;

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

it("a long public answer is one post with its thread, a second apart", async () => {
  const { slack, said, whole } = await talking("public");
  await slack.command("talk");
  await whole();
  expect(said().split(/\s+/)).toEqual(words);
  const [first, ...rest] = slack.messages;
  expect(first?.threadTs).toBeUndefined();
  expect(rest.every(({ threadTs }) => threadTs === first?.ts)).toBe(true);
  const times = slack.callsOf("chat.postMessage").map(({ at }) => at);
  expect(times.slice(1).every((at, index) => at - (times[index] ?? 0) >= almostASecond)).toBe(true);
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

it("several public answers in one channel keep Slack's second between them", async () => {
  const { slack } = await talking("public", "a word");
  await Promise.all(["U1", "U2", "UADMIN"].map((user) => slack.command("talk", { user })));
  await slack.until(() => slack.messages.length === 3, "three posts");
  const times = slack.callsOf("chat.postMessage").map(({ at }) => at);
  expect(times.slice(1).every((at, index) => at - (times[index] ?? 0) >= almostASecond)).toBe(true);
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
