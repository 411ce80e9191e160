import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/index.ts";
import { LineError } from "../../src/commands/line-error.ts";
import { parseLine } from "../../src/commands/parse.ts";
import { UserError } from "../../src/errors.ts";
import { readText, testBot } from "../support/bot.ts";

const papersLine = (line: string) => parseLine(line, commands, "/papers");

/** The first button, where a line is not understood as it is. */
function refusal(line: string): UserError & { readonly first: string | undefined } {
  try {
    papersLine(line);
  } catch (error) {
    if (error instanceof UserError) {
      return Object.assign(error, { first: error instanceof LineError ? error.offers[0]?.run : undefined });
    }
    throw error;
  }
  throw new Error(`understood: ${line}`);
}

describe("plain sentences", () => {
  it.each([
    ["how do I subscribe?", "subscribe"],
    ["How can we follow papers about diffusion?", "subscribe"],
    ["subscribe me to diffusion", "subscribe"],
    ["hello, how do I unsubscribe?", "unsubscribe"],
    ["help me subscribe", "subscribe"],
    ["help with subscribing", "subscribe"],
    ["schedule?", "schedule"],
    ["when do posts come?", "schedule"],
    ["how can I change the time of the digest?", "schedule"],
    ["how do i get the papers at 8 in the morning", "schedule"],
    ["how do I search?", "search"],
    ["what is new?", "latest"],
    ["show me the latest papers", "latest"],
    ["I'd like to see the newest papers", "latest"],
    ["what topics are there?", "topics"],
    ["what does similar do?", "similar"],
    ["@papers how do I subscribe?", "subscribe"],
    ["status please", "status"],
  ])("“%s” gets the help of %s", (line, name) => {
    const { command, args } = papersLine(line);
    expect([command.name, args]).toEqual(["help", { command: name }]);
  });

  it("do not hide what a command lacks", () => {
    expect(refusal("why").message).toContain("paper");
    expect(refusal("why")).not.toMatchObject({ code: "plain-words" });
  });

  it.each([
    ["can you search for diffusion models?", "search diffusion models"],
    ["any papers on diffusion?", "search diffusion"],
    ["please search diffusion", "search diffusion"],
    ["explain mixture of experts to me", "search mixture of experts"],
    ["is attention all you need", "search attention"],
    ["can you send me papers about robots every day at 9?", "search robots"],
    ["show me papers about test-time training", "search test-time training"],
    ["what is a cosine learning rate?", "search cosine learning rate"],
  ])("“%s” is offered `%s`", (line, offer) => {
    expect(refusal(line)).toMatchObject({ code: "plain-words", first: offer });
  });

  it.each(["hi", "Hello!", "hey paperboy", "good morning", "what can you do?", "who are you", "help me"])(
    "“%s” gets in short what can be asked for",
    (line) => {
      expect(refusal(line).message).toMatch(/^I search research papers, and post new ones.*`help` lists all/u);
    },
  );

  it.each(["stop", "STOP!", "stop posting here", "unsubscribe me", "unsubscribe us from this", "mute"])(
    "“%s” gets the ways to end posts, and nothing is ended",
    (line) => {
      const { message, first } = refusal(line);
      expect(message).toContain("`unsubscribe all` all of them; `pause`");
      expect(first).toBe("subscriptions");
    },
  );

  it("thanks are returned", () => {
    expect(refusal("thanks!").message).toBe("You are welcome.");
    expect(refusal("Thank you").message).toBe("You are welcome.");
  });

  it.each([
    "best papers on moe",
    "state of the art in RL",
    "stop words in retrieval",
    "good baselines for RL",
    "text to image",
  ])("“%s” is no slip in a command's name, and is offered as a search", (line) => {
    const { message, first } = refusal(line);
    expect(message).toMatch(/is not a command. To search for words/);
    expect(first).toBe(`search ${line}`);
  });

  it.each([
    ["search me or us?", "search"],
    ["why attention is all you need?", "why"],
    ["unsubscribe all", "unsubscribe"],
    ["subscribe how to train your dragon", "subscribe"],
    ["show what is attention?", "show"],
  ])("“%s” is the command it begins with", (line, name) => {
    expect(papersLine(line).command.name).toBe(name);
  });

  it("a question is answered as the command's help is, and takes no time over a long line", async () => {
    const bot = testBot();
    const asked = await bot.say("how do I subscribe?");
    expect(asked).toEqual(await bot.say("help subscribe"));
    expect(readText(asked.message)).toContain("Follow a topic in this channel");
    expect((await bot.say(`what about ${"x?".repeat(1_900)}`)).problem).toBe("plain-words");
  });
});
