import { rename, rm, writeFile } from "node:fs/promises";
import type { Database } from "better-sqlite3";
import { explainSqliteError } from "./sqlite-errors.ts";

/**
 * SQLite's online backup, made under another name and moved into place when it is whole. It copies a few pages at a turn
 * of the event loop and starts anew when another process writes meanwhile.
 */
export async function copyTo(file: string, database: Database): Promise<void> {
  const unfinished = `${file}.${process.pid}.part`;
  try {
    // For its owner's eyes only, as what it copies: SQLite would make it for everybody's.
    await writeFile(unfinished, "", { mode: 0o600 });
    await database.backup(unfinished);
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw explainSqliteError(error, file);
  }
}
