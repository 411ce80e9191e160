import { constants, createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { UserError } from "../src/errors.ts";

/** The lines of a file of papers, plain or gzip. @throws UserError where it cannot be read, with what to name instead */
export async function* paperLines(file: string): AsyncGenerator<string> {
  await access(file, constants.R_OK).catch((cause: unknown) => {
    const sentence = `${file} cannot be read: set PAPERBOY_REAL_DATA to a folder with corpus/arxiv-30k.jsonl.gz, or name another file where the bench takes --from FILE.`;
    throw new UserError("usage", sentence, { cause });
  });
  const source = createReadStream(file);
  yield* createInterface({ input: file.endsWith(".gz") ? source.pipe(createGunzip()) : source });
}
