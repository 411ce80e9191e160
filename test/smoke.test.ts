import type { ChildProcess } from "node:child_process";
import { on, once } from "node:events";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, it, onTestFinished } from "vitest";
import { openSqliteStore } from "../src/store/sqlite.ts";
import { atKeyboard, hasPython } from "./support/keyboard.ts";
import { type Ended, root, runFile, startProgram } from "./support/program.ts";
import { tempFolder } from "./support/temp.ts";

/** The commands of the README, as a user runs them; each on a data folder of its own. */
const freshData = () => ({ PAPERBOY_DATA: tempFolder(), PORT: "0" });

describe("npm start", () => {
  it("with no input takes the sample in, shows a search, says how to connect, and serves the preview", async () => {
    const { child, ended } = startProgram("npm", ["start"], { env: freshData() });
    const address = await printed(child, /In a browser: (http:\/\/127\.0\.0\.1:\d+) /);
    expect(await (await fetch(address)).text()).toContain("<title>#general · Paperboy</title>");
    child.kill("SIGINT");
    const { status, stdout, stderr } = await ended();
    expect({ status, stderr: ownWords(stderr) }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/Took in 4 files with \d+ new papers\. \d+ papers can be searched\./);
    expect(stdout).toMatch(/\d+ papers match mixture of experts/);
    expect(stdout).toContain("SLACK_BOT_TOKEN");
    expect(stdout).toContain("DISCORD_TOKEN");
  });

  it("says that people's votes stand under another key than now, which would hide and keep them", async () => {
    const data = tempFolder();
    const store = await openSqliteStore({ file: join(data, "paperboy.db") });
    expect(await store.team.isUnderAnotherKey()).toBe(false);
    await store.votes.cast({ platform: "p", id: "ada" }, { paper: "aaaaaaaaaaaa", value: "up", at: new Date() });
    await store.close();
    const start = (env: Readonly<Record<string, string>> = {}) =>
      runFile("src/main.ts", [], { env: { PAPERBOY_DATA: data, PAPERBOY_PREVIEW: "off", ...env } });
    expect((await start()).stderr).toBe("");
    expect(await start({ PAPERBOY_SECRET_KEY: "k".repeat(32) })).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/^paperboy: Votes and reading lists here stand under another key than now/),
    });
  });

  it("without a preview ends when there is nobody to chat with", async () => {
    const { status, stdout } = await runFile("src/main.ts", [], { env: { ...freshData(), PAPERBOY_PREVIEW: "off" } });
    expect({ status, preview: stdout.includes("http://127") }).toEqual({ status: 0, preview: false });
    expect(stdout).toContain("SLACK_BOT_TOKEN");
  });

  it("says so when its port is taken, and what to do", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const ended = await runFile("src/main.ts", [], { env: { ...freshData(), PORT: String(port) } });
    oneLine(ended, 2);
    expect(ended.stderr).toContain(
      `PORT ${port} cannot be served: another program uses it. Stop that one, or set PORT`,
    );
  });

  it("answers each piped line and ends", async () => {
    const { status, stdout, stderr } = await main("/papers search federated learning\nstatus\nserach x");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/\d+ papers match federated learning[\s\S]*papers known[\s\S]*did you mean `search`\?/);
  });

  it("answers with what README shows", async () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const [, asked = "", picture = ""] = /```\npapers> (.+)\n([\s\S]+?)```/.exec(readme) ?? [];
    const shown = picture.split("\n").filter((line) => line.trim() !== "" && line !== "…");
    const { stdout } = await main(asked);
    expect(shown.length).toBeGreaterThan(8);
    expect(shown.filter((line) => !stdout.split("\n").includes(line))).toEqual([]);
  });

  it("has nothing new to tell at the second start", async () => {
    const env = { ...freshData(), PAPERBOY_PREVIEW: "off" };
    await runFile("src/main.ts", [], { env });
    const { status, stdout } = await runFile("src/main.ts", [], { env });
    expect({ status, first: stdout.split(".")[0] }).toEqual({ status: 0, first: "Nothing new in the digests folder" });
  });

  it("survives hostile lines", async () => {
    const hostile = [
      '/papers search \u001b[31mred\u0000nul "x',
      "\ufffd\u202e\u{1f98a}",
      `search ${"a OR ".repeat(10_000)}`,
      "search ((((((((((",
      "/papers",
    ].join("\n");
    const { status, stdout, stderr } = await main(hostile);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(stdout).not.toMatch(/[\u0000\u001b\u202e]/);
    expect(stdout).toContain("What you can ask for");
  });

  it("ends with one line and no stack trace when it cannot work", async () => {
    const file = join(tempFolder(), "file");
    writeFileSync(file, "no database, just some words");
    oneLine(await runFile("src/main.ts", [], { env: { PAPERBOY_DATA: file } }), 1);
    oneLine(await runFile("src/main.ts", [], { env: { ...freshData(), LOG_LEVEL: "loud" } }), 2);
    const damaged = tempFolder();
    writeFileSync(join(damaged, "paperboy.db"), "no database, just some words");
    oneLine(await runFile("src/main.ts", [], { env: { PAPERBOY_DATA: damaged } }), 1);
  });

  it("takes a digest that is put into the drop folder, and lists what it could not read on stderr", async () => {
    const digests = tempFolder();
    cpSync(join(root, "data/digests/2026-11-16.txt"), join(digests, "monday.txt"));
    writeFileSync(join(digests, "broken.jsonl"), '{"title": "A whole paper", "abstract": "It is."}\n{"title": \n');
    const env = { ...freshData(), PAPERBOY_DIGESTS: digests };
    const { status, stdout, stderr } = await main("search whole paper", env);
    expect(status).toBe(0);
    expect(stdout).toContain("A whole paper");
    expect(stderr).toMatch(/^\S*broken\.jsonl:2: .+\n$/);
  });

  it("says at the start that there is no drop folder, and serves all the same; a file is refused as one", async () => {
    const digests = join(tempFolder(), "nope");
    const { status, stdout, stderr } = await main("status", { ...freshData(), PAPERBOY_DIGESTS: digests });
    expect(status).toBe(0);
    expect(stdout).toContain("There are no papers yet");
    expect(stderr).toBe(
      `paperboy: The drop folder ${digests} is not there: make it and put digests into it, or name another with PAPERBOY_DIGESTS.\n`,
    );
    writeFileSync(digests, "");
    const refused = await runFile("src/main.ts", [], { env: { ...freshData(), PAPERBOY_DIGESTS: digests } });
    expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining("takes a folder of digests") });
  });

  it.each(["SIGTERM", "SIGINT"] as const)("ends at %s while it waits for a line", async (signal) => {
    const input = new PassThrough();
    const { child, ended } = startProgram(process.execPath, [join(root, "src/main.ts")], { env: freshData(), input });
    input.write("status\n");
    await once(child.stdout ?? child, "data");
    child.kill(signal);
    expect(await ended()).toMatchObject({ stderr: "" });
  });

  it.skipIf(!hasPython)("chats on a pseudo-terminal until Ctrl-D (needs python3)", async () => {
    const steps = [
      { sees: "papers> ", types: "/papers search mixture of experts\r" },
      { sees: "Next page" },
      { sees: "papers> ", types: "\x04" },
    ];
    const { status, screen } = await atKeyboard(join(root, "src/main.ts"), steps, freshData());
    expect(status).toBe(0);
    expect(screen).toMatch(
      /Took in 4 files[\s\S]*In a browser: http:\/\/127[\s\S]*papers> [\s\S]*papers match mixture of experts/,
    );
  });
});

describe("npm run -s paperboy", () => {
  it("prints help, and nothing beside it", async () => {
    const { status, stdout, stderr } = await startProgram("npm", ["run", "-s", "paperboy", "--", "--help"]).ended();
    expect({ status, stderr: ownWords(stderr) }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: npm run -s paperboy/);
  });

  it("finds files from the folder it is called in, and puts one JSON document on stdout", async () => {
    const cwd = join(tempFolder(), "below");
    mkdirSync(cwd);
    cpSync(join(root, "data/digests/2026-11-16.txt"), join(cwd, "monday.txt"));
    const words = ["--prefix", root, "run", "-s", "paperboy", "--", "ingest", "monday.txt", "--json"];
    const { status, stdout } = await startProgram("npm", words, { cwd, env: freshData() }).ended();
    expect({ status, report: JSON.parse(stdout) }).toMatchObject({ status: 0, report: { files: 1, rejected: [] } });
  });

  it("is quiet when its reader goes away", async () => {
    const env = freshData();
    await runFile("src/cli.ts", ["ingest", join(root, "data/digests")], { env });
    const pipe = `"$0" src/cli.ts search learning --limit 50 | head -1`;
    const { status, stdout, stderr } = await startProgram("bash", ["-o", "pipefail", "-c", pipe, process.execPath], {
      env,
    }).ended();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^\d+ papers match learning\.\n$/);
  });
});

function main(input: string, env: Readonly<Record<string, string>> = freshData()): Promise<Ended> {
  return runFile("src/main.ts", [], { env, input });
}

/** The part of the program's output that is waited for. */
async function printed({ stdout }: ChildProcess, wanted: RegExp): Promise<string> {
  let seen = "";
  for await (const [chunk] of on(stdout ?? new PassThrough(), "data", { close: ["close"] })) {
    seen += chunk;
    const [, found] = wanted.exec(seen) ?? [];
    if (found !== undefined) return found;
  }
  throw new Error(`never printed ${wanted} but ${seen}`);
}

function oneLine({ status, stdout, stderr }: Ended, expected: number): void {
  expect({ status, stdout }).toEqual({ status: expected, stdout: "" });
  expect(stderr).toMatch(/^paperboy: [^\n]+\n$/);
}

/** What npm itself has to say about the machine's settings is not ours. */
function ownWords(stderr: string): string {
  return stderr.replace(/^npm (warn|notice).*\n/gm, "");
}
