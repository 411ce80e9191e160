import { readdirSync, readFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { windowView } from "../../../adapters/slack/channel-window.ts";
import { homeBlocks } from "../../../adapters/slack/home-view.ts";
import { renderSlack } from "../../../adapters/slack/render.ts";
import { formView } from "../../../adapters/slack/subscribe-view.ts";
import { createDelivery } from "../../../src/delivery/index.ts";
import { silentLog } from "../../../src/log.ts";
import type { Message } from "../../../src/message.ts";
import type { Paper } from "../../../src/papers/paper.ts";
import type { SourceState } from "../../../src/store/store.ts";
import { confirmForgetAll, forgottenAll } from "../../../src/views/forgotten.ts";
import { postsPaused } from "../../../src/views/posts-paused.ts";
import { outageMessage } from "../../../src/views/sources.ts";
import { previewMessage, takenInMessage, welcomeMessage } from "../../../src/views/welcome.ts";
import { runsOf, testBot } from "../../support/bot.ts";
import { everyAnswer, everyLine, hostileDrafts, hostilePerson } from "../../support/every-answer.ts";
import { memoryEngine } from "../../support/memory-engine.ts";
import { hostileTexts, paperLike } from "../../support/papers.ts";
import { realBot } from "../../support/real-bot.ts";
import { recordingAdapter } from "../../support/recording-adapter.ts";
import { buttonsOf, messageFaults, viewFaults } from "../../support/slack/block-kit.ts";

const views = join(import.meta.dirname, "..", "..", "..", "src", "views");

/** What Slack would refuse or obey in a message, and in a form that shows it. */
function faultsOf(message: Message): readonly string[] {
  const { payloads, thread, longLines } = renderSlack(message);
  const all = [...payloads, ...thread];
  const lines = new Map(longLines.map(({ id, line }) => [id, line]));
  const runs = all.flatMap(({ blocks }) => buttonsOf(blocks).map(({ value }) => lines.get(String(value)) ?? value));
  const lost = runsOf(message).filter((run) => !runs.includes(run));
  return [
    ...all.flatMap(messageFaults),
    ...lost.map((run) => `a button is lost: ${run}`),
    ...viewFaults({ ...formView({ preview: message.blocks }) }),
    ...viewFaults({ ...windowView("C1", renderSlack(message)) }),
  ];
}

const messages: Message[] = [];

/** A week of a channel whose papers, topics, people and sources are all hostile. */
async function hostileWeek(): Promise<void> {
  const bot = await realBot(hostileDrafts("2026-01-09"));
  messages.push(...(await everyAnswer(bot, everyLine, 1_500)).map(({ message }) => message));
  const adapter = { ...recordingAdapter(), platform: "slack" };
  const notices = () => hostileTexts.map((text, index) => ({ id: String(index), text }));
  const delivery = createDelivery({ ...bot, log: silentLog, adapters: [adapter], notices });
  for (const line of ["subscribe sparse experts", "subscribe <!channel>", "schedule 09:00 UTC daily --empty post"]) {
    await bot.answer({ line, channel: { platform: "slack", id: "T1/C1" }, person: hostilePerson });
  }
  for (const day of ["11", "12", "13"]) {
    bot.clock.set(`2026-01-${day}T09:00:30Z`);
    if (day === "12")
      await bot.takeIn(
        hostileDrafts("2026-01-12").map((draft, index) => ({
          ...draft,
          entry: { ...draft.entry, title: `${draft.entry.title} ${index} more` },
        })),
      );
    await delivery.tick();
  }
  expect(adapter.posts.length).toBeGreaterThanOrEqual(2);
  messages.push(...adapter.posts.map(({ message }) => message));
  const looksBack = await everyAnswer(bot, ["archive", "archive 2026-01-12", "status", "digest"], 300);
  messages.push(...looksBack.map(({ message }) => message));
}

/** The same papers as no intake has cleaned them. */
async function uncleaned(): Promise<void> {
  const papers = hostileTexts.map((text, index): Paper => {
    const known = {
      title: text,
      abstract: text,
      authors: [text, text, text, text],
      categories: [text],
      keySentence: text,
    };
    return paperLike({ ...known, key: `hostile${String(index).padStart(5, "0")}`, links: { page: text, code: text } });
  });
  const bot = testBot({ engine: memoryEngine(papers) });
  const lines = [
    "latest",
    "search x",
    "search alert",
    ...papers.map(({ key }) => `show ${key}`),
    ...papers.map(({ key }) => `similar ${key}`),
  ];
  messages.push(...(await everyAnswer(bot, lines, 300)).map(({ message }) => message));
}

/** What no command says. */
function unasked(): void {
  for (const text of hostileTexts) {
    const at = new Date("2026-01-10T09:00:00Z");
    const state: SourceState = {
      feed: text,
      freshness: "failed",
      since: at,
      askedAt: at,
      nextPollAt: at,
      failures: 1,
      detail: text,
    };
    const report = { files: 1, new: 1, rejected: [{ file: text, line: 1, reason: text }] };
    const example = messages[0] ?? { fallback: text, blocks: [] };
    messages.push(
      postsPaused(text),
      outageMessage(state),
      takenInMessage(report, 1),
      previewMessage(text),
      confirmForgetAll(1, text),
      forgottenAll(),
      welcomeMessage({ report, papers: 1, prefix: "/papers", exampleSearch: text, example, hints: [text] }),
    );
  }
}

/** Names of the functions in src/views that have run while `act` did. */
async function viewsCalledBy(act: () => Promise<void>): Promise<ReadonlySet<string>> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
  await act();
  const { result } = await session.post("Profiler.takePreciseCoverage");
  session.disconnect();
  const functions = result.filter(({ url }) => url.includes("/src/views/")).flatMap((script) => script.functions);
  return new Set(functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0).map(({ functionName }) => functionName));
}

describe("every view with hostile papers", () => {
  it("is shown, formed and previewed without anything Slack would refuse or obey, and no button is lost", async () => {
    const called = await viewsCalledBy(async () => {
      await hostileWeek();
      await uncleaned();
      unasked();
    });
    const makers = readdirSync(views).flatMap((file) =>
      [
        ...readFileSync(join(views, file), "utf8").matchAll(
          /^export function (\w+)[^{]*?\): (?:Message|readonly Block\[\]) \{$/gms,
        ),
      ].map(([, name = ""]) => name),
    );
    expect(makers.length).toBeGreaterThan(30);
    expect(makers.filter((name) => !called.has(name))).toEqual([]);
    expect(messages.length).toBeGreaterThan(300);
    const faults = messages.flatMap((message) =>
      faultsOf(message).map((fault) => `${fault} in ${message.fallback.slice(0, 60)}`),
    );
    expect([...new Set(faults)]).toEqual([]);
  }, 120_000);

  it("fits the Home tab", () => {
    const channels = hostileTexts.map((text, index) => ({
      channel: { platform: "slack", id: `T1/C${index}` },
      id: `C${index}`,
      name: text,
      topics: [text, text],
      when: text,
      timeZone: "UTC",
      next: new Date("2026-01-10T09:00:00Z"),
    }));
    for (let page = 0; page < 5; page++) {
      const blocks = homeBlocks({ channels, isWhole: false }, page, "/papers");
      expect(viewFaults({ type: "home", blocks })).toEqual([]);
    }
  });
});
