import type { Kysely } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { UserError } from "../../errors.ts";
import { notOurs } from "../sqlite-errors.ts";
import { papers } from "./0001-papers.ts";
import { subscriptions } from "./0002-subscriptions.ts";
import { deliveries } from "./0003-deliveries.ts";
import { keptLines } from "./0004-kept-lines.ts";
import { sources } from "./0005-sources.ts";
import { votes } from "./0006-votes.ts";
import { noKeySentence } from "./0007-no-key-sentence.ts";
import { sourceTurns } from "./0008-source-turns.ts";
import { restInChannel } from "./0009-rest-in-channel.ts";
import { topicsInAnyOrder } from "./0010-topics-in-any-order.ts";
import { countedAt } from "./0011-counted-at.ts";

/** Forward only, in order; a migration that was released is never changed, moved or taken out. */
const migrations: Readonly<Record<string, Migration>> = {
  "0001-papers": papers,
  "0002-subscriptions": subscriptions,
  "0003-deliveries": deliveries,
  "0004-kept-lines": keptLines,
  "0005-sources": sources,
  "0006-votes": votes,
  "0007-no-key-sentence": noKeySentence,
  "0008-source-turns": sourceTurns,
  "0009-rest-in-channel": restInChannel,
  "0010-topics-in-any-order": topicsInAnyOrder,
  "0011-counted-at": countedAt,
};

/**
 * Brings the tables to what this code knows, in one transaction: all of it or nothing, and one process at a time.
 * @param name what the person calls this database, for the message
 * @param beforeUpgrade awaited before tables that hold something are changed, with the first change to come
 * @throws UserError `newer-database` when a later Paperboy has been here
 */
export async function migrate<T>(
  db: Kysely<T>,
  name: string,
  beforeUpgrade: (first: string) => Promise<void>,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const migrator = new Migrator({ db: transaction, provider: { getMigrations: async () => ({ ...migrations }) } });
    const done = await doneIn(transaction);
    refuseNewer(done, name);
    if (done.length === 0) await refuseForeign(transaction, name);
    const [first] = Object.keys(migrations).filter((migration) => !done.includes(migration));
    if (done.length > 0 && first !== undefined) await beforeUpgrade(first);
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
  });
}

/** The migrations that this database has seen, in their order. */
async function doneIn<T>(db: Kysely<T>): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === "kysely_migration")) return [];
  const rows = await (db as unknown as Kysely<{ kysely_migration: { name: string } }>)
    .selectFrom("kysely_migration")
    .select("name")
    .orderBy("name")
    .execute();
  return rows.map((row) => row.name);
}

/** A database of another program: ours would begin its tables in the midst of theirs. */
async function refuseForeign<T>(db: Kysely<T>, name: string): Promise<void> {
  const tables = await db.introspection.getTables();
  if (tables.length > 0) throw new UserError("not-a-database", `${name} ${notOurs}`);
}

function refuseNewer(done: readonly string[], name: string): void {
  const unknown = done.filter((migration) => !Object.hasOwn(migrations, migration)).at(-1);
  if (unknown === undefined) return;
  const known = Object.keys(migrations).at(-1);
  throw new UserError(
    "newer-database",
    `${name} was written by a newer Paperboy (its version is ${unknown}, this program knows up to ${known}): update Paperboy, or choose another folder with PAPERBOY_DATA.`,
  );
}
