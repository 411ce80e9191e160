import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalSlack, startLocalSlack } from "./support/slack/local-slack.ts";
import { leaks, type Program, socketSettings, startProgram } from "./support/slack/program.ts";

const root = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const metricsToken = "secret-of-prometheus";

let slack: LocalSlack;
let program: Program;

async function get(path: string, headers: Readonly<Record<string, string>> = {}) {
  const [, port] = /"port":(\d+)/.exec(program.output()) ?? [];
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  return { status: response.status, body: await response.text(), type: response.headers.get("content-type") };
}

const scrape = async () => (await get("/metrics", { Authorization: `Bearer ${metricsToken}` })).body;

beforeAll(async () => {
  slack = await startLocalSlack();
  program = startProgram({ ...socketSettings(slack), PORT: "0", PAPERBOY_METRICS_TOKEN: metricsToken });
  await program.says("Paperboy serves");
});

afterAll(async () => {
  await program.clear();
});

describe("the running program", () => {
  it("says that it is ready when papers are indexed and the platform is connected", async () => {
    expect(await get("/healthz")).toMatchObject({ status: 200, body: "alive\n" });
    expect(await get("/readyz")).toMatchObject({ status: 200, body: "ready\n" });
  });

  it("says at the start where new papers come from, as long as no source brings them", async () => {
    const advice = /New papers come from files in \S+ alone: `PAPERBOY_SOURCES=hf-daily` brings each day's\./;
    expect(program.output()).toMatch(advice);
    const fed = { PAPERBOY_SOURCES: "hf-daily", HF_API_URL: "http://127.0.0.1:9", PAPERBOY_PREVIEW: "on", PORT: "0" };
    const other = startProgram({ ...socketSettings(slack), ...fed });
    await other.says("Its preview is at");
    await other.stop();
    expect(other.output()).not.toMatch(advice);
    await other.clear();
  });

  it("counts what is asked and how it ended, under names that nobody can make more of", async () => {
    for (const line of ["search experts", "search", "no-such-command-of-anybody", "similar 2007.14390"]) {
      await slack.answerTo(() => slack.command(line));
    }
    const text = await scrape();
    const count = (labels: string) =>
      new RegExp(`paperboy_command_seconds_count\\{${labels}\\} (\\d+)`).exec(text)?.[1];
    expect(count('command="search",outcome="done"')).toBe("1");
    expect(count('command="search",outcome="refused"')).toBe("1");
    expect(count('command="unknown",outcome="refused"')).toBe("1");
    expect(/paperboy_ack_seconds_count\{platform="slack"\} (\d+)/.exec(text)?.[1]).toBe("4");
    expect(/paperboy_papers (\d+)/.exec(text)?.[1]).toMatch(/^[1-9]/);
    expect(/paperboy_index_papers (\d+)/.exec(text)?.[1]).toBe(/paperboy_papers (\d+)/.exec(text)?.[1]);
    expect(/paperboy_file_bytes\{file="paperboy.db"\} (\d+)/.exec(text)?.[1]).toMatch(/^[1-9]/);
    expect(text).toContain("paperboy_store_answers 1\n");
    expect(text).not.toMatch(/anybody|experts|T1|C1|U1/);
  });

  it("counts each outcome of a delivery from zero on, so that an alert sees the first one", async () => {
    const named = [...read("deploy/alerts.yml").matchAll(/paperboy_deliveries_total\{outcome="(\w+)"/g)];
    expect(named.length).toBeGreaterThan(2);
    const text = await scrape();
    for (const [, outcome] of named) {
      expect(text).toContain(`paperboy_deliveries_total{platform="slack",outcome="${outcome}"} 0\n`);
    }
  });

  it("shows its metrics to those alone who know the token", async () => {
    expect(await get("/metrics")).toMatchObject({ status: 401 });
    expect(await get("/metrics", { Authorization: "Bearer something-else" })).toMatchObject({ status: 401 });
    expect((await get("/metrics", { Authorization: `Bearer ${metricsToken}` })).type).toContain("text/plain");
  });

  it("has every metric that the dashboard and the alerts name", async () => {
    const known = new Set([...(await scrape()).matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name));
    const named = [read("deploy/grafana-dashboard.json"), read("deploy/alerts.yml")].flatMap((text) => [
      ...text.matchAll(/\b(?:paperboy|process|nodejs)_\w+/g),
    ]);
    const names = new Set(named.map(([name]) => name.replace(/_(bucket|count)$/, "")));
    expect(names.size).toBeGreaterThan(15);
    expect([...names].filter((name) => !known.has(name))).toEqual([]);
  });

  it("logs each command with the id of its request, and neither what was typed nor a secret", async () => {
    const answered = program
      .output()
      .split("\n")
      .filter((line) => line.includes("a command was answered"))
      .map((line) => JSON.parse(line));
    expect(answered).toHaveLength(4);
    for (const line of answered) expect(line).toMatchObject({ request: expect.stringMatching(/^[0-9a-f]{8}$/) });
    expect(new Set(answered.map(({ request }) => request)).size).toBe(4);
    expect(program.output()).not.toMatch(/experts|anybody/);
    expect(leaks(program.output())).toEqual([]);
  });

  it("is alive and not ready, and says why, while the platform is away", async () => {
    await slack.stop();
    let ready = await get("/readyz");
    while (ready.status === 200) ready = await get("/readyz");
    expect(ready).toMatchObject({ status: 503, body: "slack is not connected.\n" });
    expect((await get("/healthz")).status).toBe(200);
  });

  it("ends in time when told, with status 0", async () => {
    expect(await program.stop()).toBe(0);
    await expect(get("/healthz")).rejects.toThrow();
  });
});

describe("an error that nobody catches", () => {
  it("is told, and ends the program in order with status 1", async () => {
    const local = await startLocalSlack();
    const careless = ["--import", join(root, "test/support/careless.ts"), "src/main.ts"];
    const ended = startProgram(socketSettings(local), undefined, careless);
    await ended.says("Paperboy serves");
    ended.process.kill("SIGUSR2");
    expect(await ended.exited).toBe(1);
    expect(ended.output()).toContain('"msg":"nobody caught this error: the program ends"');
    expect(ended.output()).toContain("paperboy: An error that nobody caught: a handler failed\n");
    expect(local.sockets.size).toBe(0);
    await ended.clear();
    await local.stop();
  });
});

describe("the alerts", () => {
  it("stand in docs/operations.md, each with what to do, and nothing else stands there", () => {
    const rules = [...read("deploy/alerts.yml").matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
    const told = [...read("docs/operations.md").matchAll(/^\| `(Paperboy\w+)` \|/gm)].map(([, name]) => name);
    expect(told).toEqual(rules);
  });
});
