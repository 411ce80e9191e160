import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const subscriptions: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("subscriptions")
      .addColumn("platform", "text", (column) => column.notNull())
      .addColumn("channel_id", "text", (column) => column.notNull())
      .addColumn("identity", "text", (column) => column.notNull())
      .addColumn("topic", "text", (column) => column.notNull())
      .addColumn("position", "integer", (column) => column.notNull())
      .addColumn("added_by", "text", (column) => column.notNull())
      .addColumn("added_by_name", "text")
      .addColumn("added_at", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("subscriptions_pk", ["platform", "channel_id", "identity"])
      .execute();

    await db.schema
      .createTable("shown_papers")
      .addColumn("platform", "text", (column) => column.notNull())
      .addColumn("channel_id", "text", (column) => column.notNull())
      .addColumn("paper_key", "text", (column) => column.notNull())
      .addColumn("shown_at", "text", (column) => column.notNull())
      .addColumn("delivery", "text")
      .addPrimaryKeyConstraint("shown_papers_pk", ["platform", "channel_id", "paper_key"])
      .execute();
  },
};
