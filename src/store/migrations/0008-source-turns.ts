import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const sourceTurns: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("source_turns")
      .addColumn("server", "text", (column) => column.primaryKey().notNull())
      .addColumn("free_at", "text", (column) => column.notNull())
      .execute();
  },
};
