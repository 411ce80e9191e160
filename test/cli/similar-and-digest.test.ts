import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { tempFolder } from "../support/temp.ts";

const root = join(import.meta.dirname, "..", "..");
const run = promisify(execFile);

interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real command line in a process of its own. */
async function paperboy(...words: readonly string[]): Promise<Ran> {
  try {
    const { stdout, stderr } = await run(process.execPath, ["src/cli.ts", ...words], { cwd: root });
    return { status: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, stdout, stderr };
  }
}

/** A data folder with four papers, one of them three years older than the others. */
async function dataFolder(): Promise<string> {
  const folder = tempFolder();
  const papers = [
    { id: "a", title: "Sparse Routing of Tokens", date: "2026-01-09" },
    { id: "b", title: "Token Routing in Sparse Layers", date: "2026-01-09" },
    { id: "c", title: "Whale Song Transcription", date: "2026-01-08" },
    { id: "d", title: "Whale Migration by Satellite", date: "2023-01-08" },
  ];
  const lines = papers.map((paper) => JSON.stringify({ ...paper, abstract: `We study ${paper.title.toLowerCase()}.` }));
  writeFileSync(join(folder, "papers.jsonl"), `${lines.join("\n")}\n`);
  const { status, stderr } = await paperboy("ingest", join(folder, "papers.jsonl"), "--data", folder);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return folder;
}

const hit = {
  key: expect.stringMatching(/^[0-9a-z]{12}$/),
  url: expect.any(String),
  score: expect.any(Number),
  reason: expect.any(String),
  snippet: expect.any(String),
};

describe("similar on the command line", () => {
  it("prints one JSON document in the form of a search", async () => {
    const data = await dataFolder();
    const { stdout, stderr, status } = await paperboy("similar", "sparse", "routing", "of", "--json", "--data", data);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({ query: "sparse routing of", total: expect.any(Number) });
    expect(answer.hits[0]).toEqual({
      ...hit,
      id: "b",
      title: "Token Routing in Sparse Layers",
      published: "2026-01-09",
    });
    expect(answer.hits[0].reason).toMatch(/^shares .*rout/i);
    expect(answer.hits.map(({ id }: { id: string }) => id)).not.toContain("a");
  });

  it("says in one line which papers fit when several do, and that none does, with status 2", async () => {
    const data = await dataFolder();
    const several = await paperboy("similar", "whale", "--data", data);
    expect(several).toMatchObject({ status: 2, stdout: "" });
    expect(several.stderr).toMatch(
      /^paperboy: Several papers fit "whale", name one by its key: [0-9a-z]{12} \(Whale.*\n$/,
    );
    const none = await paperboy("similar", "9999.99999", "--data", data);
    expect(none).toMatchObject({ status: 2, stdout: "" });
    expect(none.stderr).toContain("No paper fits");
  });
});

describe("digest on the command line", () => {
  it("prints each topic with its papers, a paper once, the reason naming each topic", async () => {
    const data = await dataFolder();
    const topics = ["sparse routing", "token", "zebra"];
    const { stdout, stderr, status } = await paperboy("digest", ...topics, "--json", "--data", data);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const answer = JSON.parse(stdout);
    expect(answer.topics.map(({ topic }: { topic: string }) => topic)).toEqual(topics);
    const papers = answer.topics.flatMap((each: { papers: { id: string; reason: string }[] }) => each.papers);
    expect(papers.map(({ id }: { id: string }) => id).toSorted()).toEqual(["a", "b"]);
    for (const paper of papers) {
      expect(paper).toMatchObject(hit);
      expect(paper.reason).toContain("sparse routing");
      expect(paper.reason).toContain("token");
    }
    expect(answer.topics[2].papers).toEqual([]);
  });

  it("says in the words of a search that no paper matches, and how an open quote was read", async () => {
    const data = await dataFolder();
    const none = await paperboy("digest", "zebra", "okapi", "--data", data);
    expect(none).toMatchObject({ status: 0, stdout: "No paper matches zebra or okapi.\n" });
    const open = await paperboy("digest", '"sparse zebra', "--data", data);
    expect(open.stdout).toBe(
      'No paper matches "sparse zebra". The quote at column 1 is never closed: all behind it was read as one phrase.\n',
    );
  });

  it("goes by a channel's taste where one is named", async () => {
    const data = await dataFolder();
    const digest = async (...more: readonly string[]): Promise<readonly { id: string; key: string }[]> => {
      const { stdout, stderr } = await paperboy("digest", "routing OR whale", ...more, "--json", "--data", data);
      expect(stderr).toBe("");
      return JSON.parse(stdout).topics[0].papers;
    };
    const before = await digest();
    expect(before[0]?.id).toBe("c");
    const routing = before.find(({ id }) => id === "a")?.key ?? "";
    const store = await openSqliteStore({ file: join(data, "paperboy.db") });
    const channel = { platform: "slack", id: "T1/C1" };
    const at = new Date();
    await store.subscriptions.add(channel, { topic: "token", by: { id: "U1" }, at });
    await store.votes.cast({ platform: "slack", id: "U1" }, { paper: routing, value: "up", at }, channel);
    await store.close();
    for (const name of ["slack:T1/C1", "T1/C1", "slack:C1", "C1"]) {
      expect((await digest("--channel", name))[0]?.id, name).toBe("a");
    }
    expect(await digest()).toEqual(before);
    const unknown = await paperboy("digest", "token", "--channel", "C9", "--data", data);
    expect(unknown.stderr).toContain('There is no one channel called "C9"');
  });

  it("explains a wrong topic and wrong days in one line, with status 2", async () => {
    const data = await dataFolder();
    const wrong = await paperboy("digest", "title:", "--data", data);
    expect(wrong).toMatchObject({ status: 2, stdout: "" });
    expect(wrong.stderr).toMatch(/^paperboy: Nothing follows title: .*\n$/);
    const days = await paperboy("digest", "whale", "--days", "none", "--data", data);
    expect(days.stderr).toMatch(/--days takes a whole number from 1 to 36500/);
    expect(days.status).toBe(2);
    expect((await paperboy("digest", "since:7d", "--data", data)).status).toBe(2);
  });
});
