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
  const folder = dirname(file);
  const prefix = `${basename(file)}.before-`;
  const names = (await readdir(folder)).filter((name) => name.startsWith(prefix) && !name.endsWith(".part"));
  const copies = await Promise.all(
    names.map(async (name) => ({ copy: join(folder, name), made: (await stat(join(folder, name))).mtimeMs })),
  );
  return copies.sort((one, other) => other.made - one.made).map(({ copy }) => copy);
}
