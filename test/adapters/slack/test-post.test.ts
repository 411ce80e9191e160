import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { visibleText } from "../../support/slack/block-kit.ts";
import type { LocalSlack } from "../../support/slack/local-slack.ts";
import { leaks, type Program, startServing } from "../../support/slack/program.ts";
import { leastScopes } from "../../support/slack/workspace.ts";

let slack: LocalSlack;
let program: Program;

// With the least scopes Slack does not tell beforehand where the bot may post: a test shows it.
beforeAll(async () => {
  ({ slack, program } = await startServing(leastScopes));
});

afterAll(async () => {
  await program.clear();
  await slack.stop();
  expect(slack.faults).toEqual([]);
  expect(leaks(program.output())).toEqual([]);
});

async function test(channel: string, user = "U1"): Promise<string> {
  const answer = await slack.answerTo(async () => void (await slack.command("test", { channel, user })));
  expect(answer.onlyFor).toBe(user);
  return visibleText(answer.blocks);
}

describe("a test in Slack", () => {
  it("arrives in the channel with who asked for it, who alone is told so", async () => {
    const before = slack.messages.length;
    await slack.command("test");
    await slack.until(() => slack.messages.length === before + 2, "the test and the answer");
    const [posted, answer] = slack.messages.slice(before);
    expect(posted).toMatchObject({ channel: "C1", via: "chat.postMessage" });
    expect(posted?.onlyFor).toBeUndefined();
    expect(visibleText(posted?.blocks)).toBe("*Test*: digests arrive here. ada asked for it.");
    expect(answer).toMatchObject({ onlyFor: "U1" });
    expect(visibleText(answer?.blocks)).toContain("The test arrived.");
  });

  it.each([
    ["C2", "The test did not arrive. Paperboy is not in the channel: invite it with /invite."],
    ["C3", "The test did not arrive. The channel is archived: unarchive it in Slack."],
    ["C4", "The test did not arrive. Only some people may post in the channel: let Paperboy post there too."],
    ["G1", "The test did not arrive. Slack does not find the channel: it was deleted, or it is private"],
  ])("says why it does not arrive in %s, and what to do", async (channel, sentence) => {
    const before = slack.callsOf("chat.postMessage").length;
    expect(await test(channel)).toContain(sentence);
    expect(slack.callsOf("chat.postMessage")).toHaveLength(before + 1);
  });

  it("is not for guests", async () => {
    expect(await test("C1", "UGUEST")).toContain("ask one of them");
  });
});
