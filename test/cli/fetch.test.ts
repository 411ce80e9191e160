import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { feedServer } from "../support/feed-server.ts";
import { dailyPapers, queryAnswer } from "../support/feeds.ts";
import { tempFolder } from "../support/temp.ts";

const root = join(import.meta.dirname, "..", "..");

/** The real command line in a process of its own, with the sources' addresses at `url`. */
function start(url: string, ...words: readonly string[]) {
  const env = { ...process.env, HF_API_URL: url, ARXIV_API_URL: url };
  const child = spawn(process.execPath, ["src/cli.ts", ...words], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const finished = Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]).then(
    ([stdout, stderr, [status]]) => ({ stdout, stderr, status: Number(status) }),
  );
  return { child, finished };
}

const run = (url: string, ...words: readonly string[]) => start(url, ...words).finished;

async function dailyServer(answersSlowly = false) {
  const server = await feedServer();
  server.answer((url, number) => {
    if (answersSlowly && number > 2) return { hangs: true };
    const day = url.searchParams.get("date") ?? "";
    return dailyPapers([{ id: `2501.000${day.slice(-2)}`, title: `Kites of ${day}`, day }]);
  });
  return server;
}

const days = ["--from", "2025-01-01", "--to", "2025-01-03"];

describe("fetch on the command line", () => {
  test("takes in the days asked for, once, and what came is found", async () => {
    const { url, requests } = await dailyServer();
    const data = tempFolder();
    const first = await run(url, "fetch", "hf-daily", ...days, "--json", "--data", data);
    expect(first).toMatchObject({ stderr: "", status: 0 });
    const period = { source: "hf-daily", from: "2025-01-01", to: "2025-01-03" };
    expect(JSON.parse(first.stdout)).toEqual({ ...period, days: 3, known: 0, papers: 3, new: 3, rejected: [] });
    expect(requests[0]?.headers["user-agent"]).toMatch(/^Paperboy\/\d/);
    const again = await run(url, "fetch", "hf-daily", ...days, "--data", data);
    expect(again.stdout).toBe(
      "hf-daily, 2025-01-01 to 2025-01-03: 0 days asked for, 3 known already; 0 papers, 0 of them new, 0 rejected\n",
    );
    expect(requests).toHaveLength(3);
    const found = await run(url, "search", "kites", "--json", "--data", data);
    expect(JSON.parse(found.stdout)).toMatchObject({ total: 3 });
  });

  test("stopped in the middle, it goes on where it was", async () => {
    const slow = await dailyServer(true);
    const data = tempFolder();
    const { child, finished } = start(slow.url, "fetch", "hf-daily", ...days, "--json", "--data", data);
    await expect.poll(() => slow.requests.length).toBe(3);
    child.kill("SIGINT");
    const stopped = await finished;
    expect(stopped.status).toBe(130);
    expect(stopped.stderr).toContain("goes on where this one stopped");
    expect(JSON.parse(stopped.stdout)).toMatchObject({ days: 2, interrupted: true });
    const { url, requests } = await dailyServer();
    const rest = await run(url, "fetch", "hf-daily", ...days, "--json", "--data", data);
    expect(JSON.parse(rest.stdout)).toMatchObject({ days: 1, known: 2 });
    expect(requests).toHaveLength(1);
  });

  test("takes categories of arXiv, and says what an error of arXiv's means", async () => {
    const server = await feedServer();
    server.answer(() =>
      queryAnswer("2025-01-09T00:00:00Z", [{ id: "2501.00001v2", title: "Kites", published: "2025-01-02T00:00:00Z" }]),
    );
    const data = tempFolder();
    const day = ["--from", "2025-01-02", "--to", "2025-01-02", "--data", data];
    const { stdout } = await run(server.url, "fetch", "arxiv:cs.CL", ...day, "--json");
    expect(JSON.parse(stdout)).toMatchObject({ days: 1, papers: 1, new: 1 });
    server.answer(() => {
      const error = { id: "http://arxiv.org/api/errors#x", title: "Error", published: "2025-01-02T00:00:00Z" };
      return { status: 400, body: queryAnswer("2025-01-09T00:00:00Z", [error]) };
    });
    const failed = await run(server.url, "fetch", "arxiv:cs.LG", ...day);
    expect(failed.status).toBe(1);
    expect(failed.stderr).toMatch(
      /^paperboy: arxiv:cs\.LG can't be fetched: arXiv answered with an error: About Error/,
    );
  });

  test("wrong words are told, with status 2", async () => {
    const { url } = await feedServer();
    for (const [words, reason] of [
      [["fetch"], "SOURCE is missing"],
      [["fetch", "reddit"], 'There is no source "reddit": name hf-daily'],
      [["fetch", "folder"], "taken in with ingest"],
      [["fetch", "hf-daily", "--from", "yesterday"], "--from takes a day"],
      [["fetch", "hf-daily", "--from", "2025-02-01", "--to", "2025-01-01"], "lies after"],
    ] as const) {
      const { status, stderr } = await run(url, ...words, "--data", tempFolder());
      expect([status, stderr]).toEqual([2, expect.stringContaining(reason)]);
      expect(stderr.trim().split("\n")).toHaveLength(1);
    }
  });
});
