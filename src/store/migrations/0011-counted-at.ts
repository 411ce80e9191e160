import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** When upvotes and stars were told, so that they may fall; of those that are here nobody knows. */
export const countedAt: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable("papers").addColumn("counted_at", "text").execute();
  },
};
