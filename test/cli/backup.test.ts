import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { draft } from "../support/papers.ts";
import { root, startProgram } from "../support/program.ts";
import { tempFolder } from "../support/temp.ts";

const backUp = (data: string, ...words: readonly string[]) =>
  startProgram(process.execPath, [join(root, "src/cli.ts"), "backup", ...words, "--data", data]).ended();

test("backs up a database that is in use, and tells where, how large and how to restore", async () => {
  const data = tempFolder();
  const store = await openSqliteStore({ file: join(data, "paperboy.db") });
  await store.papers.takeIn([draft("Sparse Experts")]);
  const file = join(tempFolder(), "copy.db");
  const { status, stdout } = await backUp(data, file, "--json");
  await store.close();
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ file, papers: 1 });
  // It holds the key of people's hashes.
  expect(statSync(file).mode & 0o777).toBe(0o600);
  // A log of the old file beside the copy would be played into it.
  expect((await backUp(data, `${file}.2`)).stdout).toContain("delete paperboy.db-wal, paperboy.db-shm and index.db");
  const again = await backUp(data, file);
  expect([again.status, again.stderr]).toEqual([1, expect.stringContaining("exists already")]);
  expect((await backUp(data)).status).toBe(2);
});
