import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openSqliteStore } from "../src/store/sqlite.ts";
import type { SourceState } from "../src/store/store.ts";
import { feedServer } from "./support/feed-server.ts";
import { dailyPapers } from "./support/feeds.ts";
import { startLocalSlack } from "./support/slack/local-slack.ts";
import { socketSettings, startProgram } from "./support/slack/program.ts";
import { tempFolder } from "./support/temp.ts";

/** The real program, on a local Slack and a local Hugging Face. */
async function setUp() {
  const server = await feedServer();
  const slack = await startLocalSlack();
  onTestFinished(() => slack.stop());
  const [data, digests] = [tempFolder(), tempFolder()];
  const environment = {
    ...socketSettings(slack),
    PAPERBOY_DIGESTS: digests,
    PAPERBOY_SOURCES: "hf-daily",
    HF_API_URL: server.url,
    PAPERBOY_OPERATOR_CHANNEL: "slack:C1",
  };
  return {
    server,
    slack,
    digests,
    start(more: Readonly<Record<string, string>> = {}) {
      const program = startProgram({ ...environment, ...more }, data);
      onTestFinished(() => program.clear());
      return program;
    },
    /** What the store knows of the feed, changed while the program is down. */
    async feedBecomes(change: (state: SourceState) => Partial<SourceState>) {
      const store = await openSqliteStore({ file: join(data, "paperboy.db") });
      const [now, never] = [new Date(), new Date(0)];
      const asked = {
        feed: "hf-daily",
        freshness: "new",
        since: now,
        askedAt: now,
        nextPollAt: now,
        failures: 0,
      } as const;
      const state = (await store.sources.state("hf-daily")) ?? asked;
      await store.sources.saveState({ ...state, nextPollAt: never, ...change(state) });
      await store.close();
    },
  };
}

const polled = '"polled a source"';

describe("the program with a network source", () => {
  test("tells the operator's channel of an outage, once, over a restart too, and of the next one again", async () => {
    const { server, slack, start, feedBecomes } = await setUp();
    server.answer(() => ({ status: 404 }));
    await feedBecomes(() => ({ freshness: "failed", failures: 2 }));
    const told = () =>
      slack.messages.flatMap(({ channel, text }) => (channel === "C1" && text.startsWith("The source") ? [text] : []));

    const first = start();
    await first.says(polled);
    expect(told()).toEqual([
      expect.stringMatching(
        /^The source hf-daily has failed since .* \(the server answered 404 .*It is asked again at/,
      ),
    ]);
    await first.stop();

    await feedBecomes(() => ({}));
    const second = start();
    await second.says(polled);
    expect(told()).toHaveLength(1);
    const status = await slack.answerTo(() => slack.command("status"));
    expect(JSON.stringify(status.blocks)).toContain("hf-daily has failed since ");
    await second.stop();

    await feedBecomes(() => ({ freshness: "new", failures: 0 }));
    server.answer(() => "[]");
    const third = start();
    await third.says(polled);
    await third.stop();
    await feedBecomes(({ since }) => ({ freshness: "failed", failures: 2, since }));
    server.answer(() => ({ status: 404 }));
    const fourth = start();
    await fourth.says(polled);
    expect(told()).toHaveLength(2);
    await fourth.stop();
  });

  test("says at the start what keeps the operator from being told", async () => {
    const { server, start } = await setUp();
    server.answer(() => "[]");
    for (const [channel, advice] of [
      ["discord:1", "its platform is not configured"],
      ["slack:T9/C1", "Paperboy is not installed in this workspace"],
      ["slack:T1/C3", "This channel is archived"],
      ["slack:C3", "This channel is archived"],
    ] as const) {
      const program = start({ PAPERBOY_OPERATOR_CHANNEL: channel });
      await program.says("the operator can't be told of outages");
      expect(program.output()).toContain(advice);
      await program.stop();
    }
  });

  test("finds papers of the network, and of a file that is dropped into the folder", async () => {
    const { server, slack, digests, start } = await setUp();
    const day = new Date().toISOString().slice(0, 10);
    server.answer((url) => {
      const isToday = url.searchParams.get("date") === day;
      return isToday ? dailyPapers([{ id: "2509.00001", title: "Kites over Water", day }]) : "[]";
    });
    const program = start();
    await program.says(polled);
    const found = await slack.answerTo(() => slack.command("search kites"));
    expect(JSON.stringify(found.blocks)).toContain("Kites over Water");

    writeFileSync(join(digests, "drop.jsonl"), `${JSON.stringify({ title: "A Drop", abstract: "It falls." })}\n`);
    await program.says("took in files of the folder");
    const dropped = await slack.answerTo(() => slack.command("search drop"));
    expect(JSON.stringify(dropped.blocks)).toContain("A Drop");
    await program.stop();
  });
});
