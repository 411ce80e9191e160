import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buttonsOf, visibleText } from "../../support/slack/block-kit.ts";
import type { LocalSlack } from "../../support/slack/local-slack.ts";
import { leaks, type Program, socketSettings, startProgram, startServing } from "../../support/slack/program.ts";
import type { SlackMessage } from "../../support/slack/workspace.ts";

// The program itself, with the real Bolt, against a Slack on this machine; every test talks to the same one.
let slack: LocalSlack;
let program: Program;

beforeAll(async () => {
  ({ slack, program } = await startServing());
});

afterAll(async () => {
  await program.clear();
  await slack.stop();
  expect(slack.faults).toEqual([]);
  for (const message of slack.messages) expect(leaks(JSON.stringify([message.text, message.blocks]))).toEqual([]);
  expect(leaks(program.output())).toEqual([]);
});

/** What Slack waits for, in milliseconds; how much sooner it comes is measured by bench/acks.ts. */
const longestAck = 3_000;

const seen = (message: SlackMessage) => visibleText(message.blocks);
const labels = (message: SlackMessage) =>
  buttonsOf(message.blocks).map((button) => (button["text"] as { text: string }).text);

describe("commands in Slack", () => {
  it("are acked at once and answered for the person alone", async () => {
    let milliseconds = Number.NaN;
    const answer = await slack.answerTo(async () => {
      ({ milliseconds } = await slack.command("search experts"));
    });
    expect(milliseconds).toBeLessThan(longestAck);
    expect(answer).toMatchObject({ onlyFor: "U1", channel: "C1", via: "response_url" });
    expect(seen(answer)).toContain("papers match experts");
    expect(labels(answer).slice(-2)).toEqual(["Next page", "Share with channel"]);
  });

  it.each(["help", "", "frobnicate the thing", "search", "serach moe"])("answer %j privately", async (line) => {
    const answer = await slack.answerTo(() => slack.command(line));
    expect(answer.onlyFor).toBe("U1");
    expect(seen(answer).length).toBeGreaterThan(20);
    expect(labels(answer)).not.toContain("Share with channel");
  });

  it("help with the name people type", async () => {
    expect(seen(await slack.answerTo(() => slack.command("help")))).toContain("/papers search <query>");
  });

  it("are shared with the channel by a button, with who shares what", async () => {
    const answer = await slack.answerTo(() => slack.command("search experts"));
    const shared = await slack.answerTo(() => slack.click(answer, "Share with channel"));
    expect(shared).toMatchObject({ channel: "C1", via: "chat.postMessage" });
    expect(shared.onlyFor).toBeUndefined();
    expect(seen(shared)).toContain("ada shares `search experts`");
    expect(seen(shared)).toContain("papers match experts");
    expect(labels(shared)).not.toContain("Share with channel");
  });

  it("turn pages in place, for whoever presses the button, and after a restart", async () => {
    const first = await slack.answerTo(() => slack.command("share latest"));
    const second = await slack.answerTo(() => slack.click(first, "Next page", { user: "U2" }));
    expect(second.ts).toBe(first.ts);
    expect(seen(second)).not.toBe(seen(first));
    await program.stop();
    const { data } = program;
    program = startProgram(socketSettings(slack), data);
    await program.says("Paperboy serves");
    const back = await slack.answerTo(() => slack.click(second, "Previous page", { user: "UGUEST" }));
    expect(back.ts).toBe(first.ts);
    expect(back.edits).toBe(2);
  });

  it("turn pages of a query that no button holds, also after a restart", async () => {
    const words = `experts -${"unheard of things ".repeat(150).trim().replaceAll(" ", " -")}`;
    const first = await slack.answerTo(() => slack.command(`search ${words}`));
    expect(seen(first)).toContain("papers match");
    await program.stop();
    program = startProgram(socketSettings(slack), program.data);
    await program.says("Paperboy serves");
    const second = await slack.answerTo(() => slack.click(first, "Next page"));
    expect(second.ts).toBe(first.ts);
    expect(seen(second)).toContain("Page 2");
  });

  it("take votes under a message all see: each answered in private, undone by a button, also after a restart", async () => {
    const all = await slack.answerTo(() => slack.command("share latest"));
    const up = await slack.answerTo(() => slack.click(all, "More like this", { user: "U2" }));
    const down = await slack.answerTo(() => slack.click(all, "Not for us", { user: "UGUEST" }));
    expect([up.onlyFor, down.onlyFor]).toEqual(["U2", "UGUEST"]);
    expect(seen(up)).toMatch(/^More like “[^”]+”\. \S/u);
    expect(seen(down)).toMatch(/^Less like “[^”]+”\. \S/u);
    await program.stop();
    program = startProgram(socketSettings(slack), program.data);
    await program.says("Paperboy serves");
    const undone = await slack.answerTo(() => slack.click(up, "Undo", { user: "U2" }));
    expect(undone.onlyFor).toBe("U2");
    expect(seen(undone)).toContain("is taken back: it counts no more");
    expect(seen(await slack.answerTo(() => slack.click(up, "Undo", { user: "U2" })))).toContain("no vote of yours");
    const again = await slack.answerTo(() => slack.click(all, "Not for us", { user: "U2" }));
    expect(seen(again)).toContain("Less like");
    expect(all.edits ?? 0).toBe(0);
    expect(seen(await slack.answerTo(() => slack.command("taste", { user: "UGUEST" })))).toContain("1 disliked paper");
  });

  it("say so where a button's line is forgotten", async () => {
    const message = slack.messages.find(({ onlyFor }) => onlyFor === undefined);
    if (!message) throw new Error("nothing was posted");
    const text = { type: "plain_text", text: "Old" };
    const old = [{ type: "actions", elements: [{ type: "button", action_id: "run#0", text, value: "nothing" }] }];
    const answer = await slack.answerTo(() => slack.click({ ...message, blocks: old }, "Old"));
    expect(answer.onlyFor).toBe("U1");
    expect(seen(answer)).toContain("too old");
  });

  it("turn pages by another way when the response_url is used up", async () => {
    const first = await slack.answerTo(() => slack.command("share latest"));
    slack.fail("response_url", { kind: "status", status: 404, effect: "none" });
    const second = await slack.answerTo(() => slack.click(first, "Next page"));
    expect(second).toMatchObject({ ts: first.ts, edits: 1 });
    slack.fail("response_url", { kind: "reset", effect: "none" });
    const third = await slack.answerTo(() => slack.click(second, "Next page"));
    expect(third).toMatchObject({ ts: first.ts, edits: 2 });
  });

  it("answer another way when the response_url is closed", async () => {
    slack.fail("response_url", { kind: "status", status: 404, effect: "none" });
    const answer = await slack.answerTo(() => slack.command("help"));
    expect(answer).toMatchObject({ onlyFor: "U1", via: "chat.postEphemeral" });
  });

  it("take hostile words as words", async () => {
    const text = `search "<!channel> & <@U1> | \`x\` \u202eabc\u200b *b*"`;
    const answer = await slack.answerTo(() => slack.command(text));
    expect(seen(answer)).toContain("<!channel> & <@U1>");
    await slack.answerTo(() => slack.command(`search ${"long ".repeat(700)}`));
    await slack.answerTo(() => slack.command(`${"& < > ".repeat(300)}`));
    await slack.answerTo(() => slack.command("x".repeat(5_000)));
    expect(slack.faults).toEqual([]);
  });

  it("are acked within three seconds also when 20 come at once", async () => {
    const before = slack.messages.length;
    const asked = Array.from({ length: 20 }, (_, index) => slack.command(`search experts ${index}`));
    const acks = await Promise.all(asked);
    expect(Math.max(...acks.map(({ milliseconds }) => milliseconds))).toBeLessThan(longestAck);
    await slack.until(() => slack.messages.length >= before + 20, "20 answers");
  });

  it("are acked at once also while Slack answers slowly, or not at all", async () => {
    slack.fail(
      "users.info",
      { kind: "slow", milliseconds: longestAck + 1_000 },
      { kind: "status", status: 500, effect: "none" },
    );
    for (const user of ["UADMIN", "U2"]) {
      let milliseconds = Number.NaN;
      const answer = await slack.answerTo(async () => {
        ({ milliseconds } = await slack.command("search experts", { user }));
      });
      expect(milliseconds).toBeLessThan(longestAck);
      expect(answer.onlyFor).toBe(user);
    }
  });

  it("are answered to whoever asked when the post may have been lost, and to all when it was refused for now", async () => {
    slack.fail("chat.postMessage", { kind: "status", status: 500, effect: "none" });
    const alone = await slack.answerTo(() => slack.command("share latest"));
    expect(alone).toMatchObject({ onlyFor: "U1", via: "response_url" });
    slack.fail("chat.postMessage", { kind: "rate-limited", seconds: 30 });
    const all = await slack.answerTo(() => slack.command("share latest"));
    expect(all.via).toBe("response_url");
    expect(all.onlyFor).toBeUndefined();
  });

  it("are shown to all in a channel the bot is not in, and the person is told to invite it", async () => {
    const before = slack.messages.length;
    await slack.command("share latest", { channel: "G1" });
    await slack.until(() => slack.messages.length === before + 2, "two messages");
    const [shared, advice] = slack.messages.slice(before);
    expect(shared).toMatchObject({ channel: "G1", via: "response_url" });
    expect(shared?.onlyFor).toBeUndefined();
    expect(advice?.onlyFor).toBe("U1");
    expect(visibleText(advice?.blocks)).toContain("/invite");
  });

  it("say what is missing where the form for it cannot be opened", async () => {
    slack.fail("views.open", { kind: "error", error: "expired_trigger_id" });
    const answer = await slack.answerTo(() => slack.command("subscribe"));
    expect(answer.onlyFor).toBe("U1");
    expect(seen(answer)).toContain("subscribe");
  });

  it("ack what they do not know: menus, links, and buttons of others", async () => {
    const message = slack.messages.find(({ onlyFor }) => onlyFor === undefined);
    if (!message) throw new Error("nothing was posted");
    const element = {
      type: "button",
      action_id: "link",
      text: { type: "plain_text", text: "Open" },
      url: "https://x.example",
    };
    const foreign = { ...message, blocks: [{ type: "actions", elements: [element] }] };
    expect((await slack.click(foreign, "Open", { user: "U2" })).milliseconds).toBeLessThan(longestAck);
  });
});

it("a command sent right after the connection was cut is answered: the next one is there before a person types", async () => {
  // An answer: the connection has held for a while.
  await slack.answerTo(() => slack.command("help"));
  const before = performance.now();
  slack.drop();
  const answer = await slack.answerTo(() => slack.command("status"));
  expect(performance.now() - before).toBeLessThan(10_000);
  expect(answer.onlyFor).toBe("U1");
});

describe("what a channel follows in Slack", () => {
  it("is confirmed to everyone, once, and kept apart by channel", async () => {
    const confirmed = await slack.answerTo(() => slack.command("subscribe speculative decoding"));
    expect(confirmed).toMatchObject({ channel: "C1", via: "chat.postMessage" });
    expect(confirmed.onlyFor).toBeUndefined();
    expect(seen(confirmed)).toContain("Subscribed to speculative decoding");
    const again = await slack.answerTo(() => slack.command("subscribe Speculative   decoding", { user: "U2" }));
    expect(seen(again)).toContain("Already subscribed");
    expect(seen(again)).toContain("follows 1 topic");
    const list = await slack.answerTo(() => slack.command("subscriptions"));
    expect(seen(list)).toContain("added by ada");
    const elsewhere = await slack.answerTo(() => slack.command("subscriptions", { channel: "C2" }));
    expect(seen(elsewhere)).toContain("This channel follows no topic");
  });

  it("is not for guests to change", async () => {
    const refused = await slack.answerTo(() => slack.command("subscribe moe", { user: "UGUEST" }));
    expect(refused.onlyFor).toBe("UGUEST");
    expect(seen(refused)).toContain("people who may manage this channel");
    const list = await slack.answerTo(() => slack.command("subscriptions", { user: "UGUEST" }));
    expect(seen(list)).toContain("This channel follows 1 topic");
  });

  it.each([
    ["G1", "/invite"],
    ["C3", "archived"],
    ["C4", "Only some people may post"],
  ])("is told what to do first in %s", async (channel, words) => {
    const answer = await slack.answerTo(() => slack.command("subscribe moe", { channel }));
    expect(answer.onlyFor).toBe("U1");
    expect(seen(answer)).toContain(words);
    const list = await slack.answerTo(() => slack.command("subscriptions", { channel }));
    expect(seen(list)).toContain("This channel follows no topic");
  });
});

describe("mentions and direct messages", () => {
  it("answer a mention in its thread, for everyone", async () => {
    const answer = await slack.answerTo(() => slack.mention("search experts"));
    expect(answer.onlyFor).toBeUndefined();
    expect(answer.threadTs).toBeDefined();
    expect(seen(answer)).toContain("papers match experts");
    const inThread = await slack.answerTo(() => slack.mention("latest", { threadTs: answer.threadTs ?? "" }));
    expect(inThread.threadTs).toBe(answer.threadTs);
  });

  it("answer a slip of the keys to whoever made it", async () => {
    const answer = await slack.answerTo(() => slack.mention("serach experts"));
    expect(answer).toMatchObject({ onlyFor: "U1", via: "chat.postEphemeral" });
    expect(answer.threadTs).toBeUndefined();
  });

  it("understand the same lines in a direct message, links and all", async () => {
    const answer = await slack.answerTo(() => slack.say("search experts"));
    expect(answer).toMatchObject({ channel: "D1", via: "chat.postMessage" });
    expect(answer.onlyFor).toBeUndefined();
    const page = await slack.answerTo(() => slack.click(answer, "Next page"));
    expect(page.ts).toBe(answer.ts);
    const shown = await slack.answerTo(() => slack.say("show arxiv.org/abs/2401.06066"));
    expect(seen(shown)).toContain("DeepSeekMoE");
    const found = await slack.answerTo(() => slack.say("`search experts cat:cs.CL`"));
    expect(seen(found)).toContain("experts cat:cs.CL");
  });

  it("have one effect when Slack delivers an event three times", async () => {
    const before = slack.messages.length;
    const text = `<@${slack.workspace().botUser}> latest`;
    await slack.event({ type: "app_mention", user: "U1", channel: "C1", text, ts: "5.5" }, { id: "Ev-same", times: 3 });
    await slack.answerTo(() => slack.mention("help"));
    expect(slack.messages.length).toBe(before + 2);
  });

  it("ignore the bot's own words, edits, and other bots", async () => {
    const before = slack.messages.length;
    const { botUser, botId } = slack.workspace();
    const message = { type: "message", channel_type: "im", channel: "D1", ts: "7.7", text: "latest" };
    await slack.event({ ...message, user: botUser });
    await slack.event({ ...message, user: botUser, bot_id: botId });
    await slack.event({ ...message, user: "U1", subtype: "message_changed" });
    await slack.event({ ...message, bot_id: "BOTHER", subtype: "bot_message" });
    await slack.event({ type: "app_mention", user: botUser, channel: "C1", text: "latest", ts: "7.8" });
    await slack.answerTo(() => slack.say("help"));
    expect(slack.messages.length).toBe(before + 1);
  });
});
