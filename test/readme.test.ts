import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { platformChecks } from "../adapters/index.ts";
import { cliCommands } from "../src/cli/index.ts";
import { commands } from "../src/commands/index.ts";

const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");

/** From a heading to the next one. */
function part(heading: string): string {
  return readme.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
}

test("README names every command of a chat", () => {
  const names = commands.map(({ name }) => name);
  expect(names.filter((name) => !new RegExp(`\`(/papers )?${name}\\b`).test(part("Commands")))).toEqual([]);
});

test("README names every command of the command line, and each is there once", () => {
  const names = cliCommands.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const all = [...names, "config", ...Object.keys(platformChecks).map((platform) => `${platform} check`)];
  expect(all.filter((name) => !new RegExp(`\`${name}\\b`).test(part("Command line")))).toEqual([]);
});
