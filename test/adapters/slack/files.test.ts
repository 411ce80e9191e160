import { beforeEach, describe, expect, it } from "vitest";
import { entry } from "../../support/papers.ts";
import { realBot } from "../../support/real-bot.ts";
import { slackWith } from "../../support/slack/adapter.ts";
import { visibleText } from "../../support/slack/block-kit.ts";
import type { LocalSlack } from "../../support/slack/local-slack.ts";

let slack: LocalSlack;
let keys: readonly string[];

/** A workspace in which ada has a reading list of `count` papers. */
async function readingList(count: number): Promise<void> {
  const bot = await realBot();
  keys = await bot.takeIn(
    Array.from({ length: count }, (_, index) => ({
      entry: entry(`Sparse experts, part ${index}`, { authors: ["Ada Moreno <!channel>"] }),
      source: "a.txt",
      takenIn: "2026-01-09",
    })),
  );
  ({ slack } = await slackWith(bot));
  const voter = { id: "T1/U1", mayManage: true };
  for (const key of keys) {
    await bot.answer({ line: `save ${key}`, channel: { platform: "slack", id: "T1/C1" }, person: voter });
  }
}

const answer = async (line: string, act = () => slack.command(line)) => {
  const before = slack.messages.length;
  await act();
  return slack.until(
    () => slack.messages.slice(before).find(({ text }) => text.startsWith("Your reading")),
    "an answer",
  );
};
const seen = (from = 0) =>
  slack.messages
    .slice(from)
    .map(({ blocks }) => visibleText(blocks))
    .join("\n");

describe("a file", () => {
  beforeEach(() => readingList(2));

  it("goes to the direct message of whoever asked, and to nobody else", async () => {
    await answer("export");
    await slack.until(() => slack.messages.find(({ onlyFor }) => onlyFor === "U1"), "the answer in the channel");
    expect(slack.files).toMatchObject([{ channel: "D1", name: "reading-list.bib", title: "reading-list.bib" }]);
    expect(slack.files[0]?.content).toContain("Sparse experts, part 1");
    const inChannel = slack.messages.filter(({ channel }) => channel === "C1");
    expect(inChannel).toMatchObject([{ onlyFor: "U1" }]);
    expect(visibleText(inChannel[0]?.blocks)).toContain("reading-list.bib is in your direct messages");
    expect(seen()).not.toContain("@misc");
  });

  it("goes there too when asked for there", async () => {
    await slack.say("export csv");
    await slack.until(() => slack.files[0], "a file");
    expect(slack.files).toMatchObject([{ channel: "D1", name: "reading-list.csv" }]);
    await answer("help", () => slack.say("saved"));
    expect(slack.messages.map(({ text }) => text.slice(0, 20))).toEqual([
      "Your reading list as",
      "Your reading list: 2",
    ]);
  });

  it("is text with its lines where the scope is not granted, and says which it needs", async () => {
    slack.workspace().scopes.delete("files:write");
    await answer("export");
    expect(seen()).toContain("once the app has the scope files:write");
    expect(seen()).toMatch(/```\n@misc\{\w+,\n {2}title = /);
    expect(slack.messages.every(({ onlyFor }) => onlyFor === "U1")).toBe(true);
  });

  it.each([
    ["files.getUploadURLExternal", { kind: "status", status: 500, effect: "none" }],
    ["upload", { kind: "reset", effect: "none" }],
    ["upload", { kind: "status", status: 503, effect: "none" }],
    ["files.completeUploadExternal", { kind: "rate-limited", seconds: 30 }],
  ] as const)("is text when %s fails", async (method, fault) => {
    slack.fail(method, fault);
    await slack.command("export");
    await slack.until(() => seen().includes("could not be sent as a file"), "the text");
    expect(seen()).toContain("@misc");
    expect(slack.files).toEqual([]);
  });
});

it("a long list is cut at a line where it cannot be a file, and says so", async () => {
  await readingList(150);
  slack.workspace().scopes.delete("files:write");
  await slack.command("export");
  await slack.until(() => seen().includes("once the app has the scope"), "the text");
  expect(seen()).toContain("Only the beginning of reading-list.bib fits here");
  expect(slack.messages.length).toBeLessThan(5);
});
