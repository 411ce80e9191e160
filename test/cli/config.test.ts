import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root, runFile } from "../support/program.ts";
import { tempFolder } from "../support/temp.ts";

const config = (env: Readonly<Record<string, string>>, ...words: readonly string[]) =>
  runFile("src/cli.ts", ["config", ...words], { env });

test("README has the table of all settings as the schemas say it: `paperboy config --table`", async () => {
  const { stdout } = await config({}, "--table");
  expect(stdout.split("\n").length).toBeGreaterThan(25);
  expect(readFileSync(join(root, "README.md"), "utf8")).toContain(`\n${stdout}\n`);
});

test("what holds is printed with where it comes from, and no secret is", async () => {
  const file = join(tempFolder(), "token");
  writeFileSync(file, "hush.hush.hush\n");
  const secrets = {
    PAPERBOY_SECRET_KEY: "hush".repeat(8),
    SLACK_BOT_TOKEN: "xoxb-hush",
    SLACK_SIGNING_SECRET: "hush".repeat(4),
    PAPERBOY_METRICS_TOKEN: "hush".repeat(5),
    DISCORD_TOKEN_FILE: file,
    HF_API_URL: "https://ada:hush@mirror.example",
  };
  const { status, stdout, stderr } = await config({ ...secrets, LOG_LEVEL: "info" });
  expect([status, stderr]).toEqual([0, ""]);
  const lines = stdout.split("\n");
  expect(lines).toContain("LOG_LEVEL: info (environment)");
  expect(lines).toContain("PAPERBOY_COMMAND: papers (default)");
  expect(lines).toContain("PAPERBOY_SECRET_KEY: (secret) (environment)");
  expect(lines).toContain(`DISCORD_TOKEN: (secret) (file ${file})`);
  expect(lines).toContain("HF_API_URL: https://(secret)@mirror.example (environment)");
  expect(lines).toContain("HOST: not set");
  expect(stdout + (await config(secrets, "--json")).stdout).not.toContain("hush");
});

test("what platforms were given and a start would refuse is told, with status 2", async () => {
  const half = await config({ SLACK_APP_TOKEN: "xapp-hush" });
  expect(half.status).toBe(2);
  expect(half.stderr).toMatch(/^paperboy: npm start would refuse this: SLACK_BOT_TOKEN is missing/);
  expect(half.stdout).toContain("SLACK_APP_TOKEN: (secret) (environment)");
  const wrong = await config({ SLACK_APP_TOKEN: "xapp-1", SLACK_BOT_TOKEN: "xoxb-1", SLACK_SUBSCRIBE: "everybody" });
  expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining("SLACK_SUBSCRIBE takes members or admins")]);
});

test("every variable that compose.yaml, the image and the service name stands in the table", async () => {
  const { stdout } = await config({}, "--table");
  const files = ["compose.yaml", "Dockerfile", "deploy/paperboy.service"].map((file) =>
    readFileSync(join(root, file), "utf8"),
  );
  const named = [...files.join("\n").matchAll(/\b((?:PAPERBOY|SLACK|DISCORD)_[A-Z_]+|PORT|HOST|LOG_LEVEL)\b/g)].map(
    ([name]) => name,
  );
  expect(named).toContain("PAPERBOY_DATA");
  expect(named.filter((name) => !stdout.includes(`\`${name.replace(/_FILE$/, "")}\``))).toEqual([]);
});
