import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { draft } from "../support/papers.ts";
import { tempFolder } from "../support/temp.ts";

const root = join(import.meta.dirname, "..", "..");
const run = promisify(execFile);
const terminal = { platform: "terminal", id: "terminal" };

async function deliver(data: string, ...words: readonly string[]) {
  try {
    const { stdout, stderr } = await run(process.execPath, ["src/cli.ts", "deliver", ...words, "--data", data], {
      cwd: root,
    });
    return { status: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, stdout, stderr };
  }
}

/** A channel whose hour came today, with two papers for it, and the same channel on a platform that is not configured. */
async function dueFolder(): Promise<string> {
  const data = tempFolder();
  const now = new Date();
  const listed = now.toISOString().slice(0, 10);
  const store = await openSqliteStore({ file: join(data, "paperboy.db") });
  await store.papers.takeIn([
    draft("Sparse Routing of Tokens", { listed }),
    draft("Token Routing in Sparse Layers", { listed }),
  ]);
  for (const channel of [terminal, { platform: "elsewhere", id: "T1:C1" }]) {
    const by = { id: "u1" };
    await store.subscriptions.add(channel, { topic: "sparse", by, at: now });
    const at = new Date(now.getTime() - 3 * 86_400_000);
    const setting = { hour: 0, minute: 0, timeZone: "UTC", days: [1, 2, 3, 4, 5, 6, 7] as const, by, at };
    await store.schedules.set(channel, setting);
  }
  await store.close();
  return data;
}

async function deliveriesIn(data: string): Promise<unknown> {
  const store = await openSqliteStore({ file: join(data, "paperboy.db") });
  const counts = await store.deliveries.counts();
  await store.close();
  return counts;
}

it("--dry-run shows what is due everywhere and changes nothing", async () => {
  const data = await dueFolder();
  for (let time = 0; time < 2; time++) {
    const { stdout, stderr, status } = await deliver(data, "--dry-run");
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    expect(stdout).toContain("To elsewhere:T1:C1");
    expect(stdout).toContain("Sparse Routing of Tokens");
    expect(stdout).toMatch(/terminal:terminal {2}\d{4}-\d\d-\d\d {2}would post, 2 papers/);
  }
  expect(await deliveriesIn(data)).toEqual({});
});

it("--dry-run --json is one document, of one channel with --channel", async () => {
  const data = await dueFolder();
  const { stdout, stderr } = await deliver(data, "--dry-run", "--json", "--channel", "T1:C1");
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual({
    dryRun: true,
    failed: 0,
    waiting: 0,
    deliveries: [
      {
        channel: "elsewhere:T1:C1",
        day: new Date().toISOString().slice(0, 10),
        outcome: "would post",
        papers: expect.arrayContaining([{ key: expect.any(String), topic: "sparse" }]),
        text: expect.stringContaining("2 new papers"),
        error: null,
      },
    ],
  });
});

it("says plainly that no platform is configured, and posts nothing", async () => {
  const data = await dueFolder();
  for (const words of [[], ["--channel", "elsewhere:T1:C1"]]) {
    const { status, stdout, stderr } = await deliver(data, ...words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^paperboy: No platform is configured/);
  }
  expect(await deliveriesIn(data)).toEqual({});
});

it("--channel terminal posts here, once", async () => {
  const data = await dueFolder();
  const first = await deliver(data, "--channel", "terminal");
  expect(first.status).toBe(0);
  expect(first.stdout).toContain("Sparse Routing of Tokens");
  expect(first.stdout).toMatch(/posted, 2 papers/);
  expect((await deliver(data, "--channel", "terminal")).stdout).toBe("Nothing is due now.\n");
  expect(await deliveriesIn(data)).toEqual({ posted: 1 });
});

it("a channel nobody knows, and words it does not take, are told with status 2", async () => {
  const data = await dueFolder();
  expect(await deliver(data, "--channel", "nowhere")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('no one channel called "nowhere"'),
  });
  expect((await deliver(data, "now")).status).toBe(2);
});
