import { readdir, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import Database from "better-sqlite3";
import { copyTo } from "./copy-to.ts";

/** As many upgrades can be taken back; older copies are deleted. */
const kept = 3;

/**
 * Copies the database beside itself before the migration `first` changes it: `paperboy.db.before-0007-lists`. Through a
 * connection of its own: the one that holds the lock for the migration may not be copied from.
 */
export async function keepBefore(first: string, file: string): Promise<void> {
  // One process at a time upgrades: what is unfinished here was left by one that was killed.
  for (const left of await namesBeside(file)) if (isUnfinished(left)) await rm(left, { force: true });
  const reading = new Database(file, { readonly: true });
  try {
    await copyTo(`${file}.before-${first}`, reading);
  } finally {
    reading.close();
  }
  for (const old of (await copiesOf(file)).slice(kept)) await rm(old);
}

/** Latest first. */
async function copiesOf(file: string): Promise<readonly string[]> {
  const whole = (await namesBeside(file)).filter((copy) => !isUnfinished(copy));
  const copies = await Promise.all(whole.map(async (copy) => ({ copy, made: (await stat(copy)).mtimeMs })));
  return copies.sort((one, other) => other.made - one.made).map(({ copy }) => copy);
}

async function namesBeside(file: string): Promise<readonly string[]> {
  const prefix = `${basename(file)}.before-`;
  const names = await readdir(dirname(file));
  return names.filter((name) => name.startsWith(prefix)).map((name) => join(dirname(file), name));
}

/** A copy under way, or SQLite's journal of one. */
function isUnfinished(copy: string): boolean {
  return /\.part(?:-journal)?$/.test(copy);
}
