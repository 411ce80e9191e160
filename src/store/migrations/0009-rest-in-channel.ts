import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Where the papers behind the first of a digest go: its thread, unless the channel wants them beside it. */
export const restInChannel: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable("schedules")
      .addColumn("rest_in_channel", "integer", (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
