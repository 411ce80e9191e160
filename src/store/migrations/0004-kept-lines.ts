import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const keptLines: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("kept_lines")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("line", "text", (column) => column.notNull())
      .addColumn("kept_at", "text", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("kept_lines_by_age").on("kept_lines").column("kept_at").execute();
  },
};
