import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { z } from "zod";
import { describeError, UserError } from "../src/errors.ts";

/** What a file with one JSON object a line holds. @throws UserError that names the file, and the line where there is one */
export async function readJsonLines<T>(file: string, schema: z.ZodType<T>): Promise<T[]> {
  const entries: T[] = [];
  let line = 0;
  try {
    for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
      line++;
      if (text.trim() !== "") entries.push(schema.parse(JSON.parse(text)));
    }
  } catch (cause) {
    throw unreadable(file, line, cause);
  }
  return entries;
}

export function unreadable(file: string, line: number, cause: unknown): UserError {
  const [reason = ""] = describeError(cause).split("\n");
  return new UserError("unreadable-bench", `Can't read ${file}${line > 0 ? `, line ${line}` : ""}: ${reason}`);
}
