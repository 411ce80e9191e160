import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { draft } from "../support/papers.ts";
import { root, startProgram } from "../support/program.ts";
import { tempFolder } from "../support/temp.ts";

test("a .bib file seeds the taste of the person at the terminal, or a channel's, and says what is not known", async () => {
  const data = tempFolder();
  const run = (...words: readonly string[]) =>
    startProgram(process.execPath, [join(root, "src/cli.ts"), "import", ...words, "--data", data]).ended();
  const bib = join(data, "refs.bib");
  // Latin-1, as old reference managers write it.
  const text =
    "@misc{a, author={M\u00fcller}, title={Sparse Experts}}\n@misc{b, title={Nowhere}}\n@misc{c, eprint={2401.00001}}";
  writeFileSync(bib, Buffer.from(text, "latin1"));
  const channel = { platform: "test", id: "c" };
  const at = new Date("2026-01-10T09:00:00Z");
  const store = await openSqliteStore({ file: join(data, "paperboy.db") });
  await store.papers.takeIn([draft("Sparse Experts"), draft("Whales", { arxivId: "2401.00001" })]);
  await store.subscriptions.add(channel, { topic: "moe", by: { id: "u" }, at });

  const mine = await run(bib, "--json");
  expect(JSON.parse(mine.stdout)).toMatchObject({
    papers: [{ title: "Sparse Experts" }, { title: "Whales" }],
    unknown: ["Nowhere"],
  });
  expect(await store.votes.of({ person: { platform: "terminal", id: "terminal" } })).toHaveLength(2);
  expect(await store.votes.of({ channel })).toEqual([]);
  expect((await run(bib, "--channel", "test:c")).stdout).toContain(
    "shape the channel's digests: Sparse Experts and Whales.",
  );
  expect(await store.votes.of({ channel })).toHaveLength(2);
  const wide = join(data, "wide.bib");
  writeFileSync(wide, Buffer.from(`\ufeff${text}`, "utf16le"));
  expect(JSON.parse((await run(wide, "--json")).stdout)).toEqual(JSON.parse(mine.stdout));
  const empty = join(data, "empty.bib");
  writeFileSync(empty, "\n");
  expect((await run(empty)).stdout).toBe("No paper was added.\n");
  await store.close();

  const missing = await run(join(data, "no.bib"));
  expect([missing.status, missing.stderr]).toEqual([2, expect.stringContaining("There is no file")]);
  expect((await run()).status).toBe(2);
});
