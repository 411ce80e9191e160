import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { runFile } from "../support/program.ts";
import { tempFolder } from "../support/temp.ts";

test("what is exported from one data folder is imported into another, by the command line", async () => {
  const data = tempFolder();
  const channel = { platform: "p", id: "c" };
  const store = await openSqliteStore({ file: join(data, "paperboy.db") });
  await store.subscriptions.add(channel, { topic: "moe", by: { id: "u" }, at: new Date() });
  await store.votes.cast({ platform: "p", id: "u" }, { paper: "aaaaaaaaaaaa", value: "up", at: new Date() }, channel);
  await store.close();
  const file = join(tempFolder(), "team.json");
  const exported = await runFile("src/cli.ts", ["export", file, "--data", data]);
  expect([exported.status, exported.stderr]).toEqual([0, ""]);
  expect(exported.stdout).toContain("1 subscription, 0 schedules, 1 vote, 0 saved. It holds the key");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ format: "paperboy-team", version: 1 });
  expect((await runFile("src/cli.ts", ["export", file, "--data", data])).stderr).toContain("exists already");

  const other = tempFolder();
  const imported = await runFile("src/cli.ts", ["import", file, "--data", other, "--json"]);
  expect(JSON.parse(imported.stdout)).toMatchObject({ subscriptions: 1, votes: 1 });
  const again = await runFile("src/cli.ts", ["import", file, "--data", other]);
  expect(again.stdout).toContain("0 subscriptions");
  const copy = await openSqliteStore({ file: join(other, "paperboy.db") });
  expect(await copy.votes.of({ person: { platform: "p", id: "u" } })).toMatchObject([{ value: "up" }]);
  await copy.close();
  const missing = await runFile("src/cli.ts", ["import", `${file}.gone`, "--data", other]);
  expect([missing.status, missing.stderr]).toEqual([2, expect.stringContaining("There is no file")]);
});
