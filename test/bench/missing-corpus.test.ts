import { join } from "node:path";
import { expect, it } from "vitest";
import { runFile } from "../support/program.ts";
import { tempFolder } from "../support/temp.ts";

it.each(["topics", "votes", "taste-speed", "speed"])(
  "the bench %s says in one line what to set where its papers are not there",
  async (name) => {
    const folder = tempFolder();
    const { status, stderr } = await runFile("bench/index.ts", [name], { env: { PAPERBOY_REAL_DATA: folder } });
    const file = join(folder, "corpus/arxiv-30k.jsonl.gz");
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `bench ${name}: ${file} cannot be read: set PAPERBOY_REAL_DATA to a folder with corpus/arxiv-30k.jsonl.gz, or name another file where the bench takes --from FILE.\n`,
    });
  },
);
