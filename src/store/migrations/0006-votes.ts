import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const votes: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("votes")
      .addColumn("person", "text", (column) => column.notNull())
      .addColumn("platform", "text", (column) => column.notNull())
      .addColumn("channel_id", "text", (column) => column.notNull())
      .addColumn("paper_key", "text", (column) => column.notNull())
      .addColumn("value", "integer", (column) => column.notNull())
      .addColumn("voted_at", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("votes_pk", ["person", "platform", "channel_id", "paper_key"])
      .execute();
    await db.schema.createIndex("votes_by_channel").on("votes").columns(["platform", "channel_id"]).execute();

    await db.schema
      .createTable("saved_papers")
      .addColumn("person", "text", (column) => column.notNull())
      .addColumn("platform", "text", (column) => column.notNull())
      .addColumn("channel_id", "text", (column) => column.notNull())
      .addColumn("paper_key", "text", (column) => column.notNull())
      .addColumn("saved_at", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("saved_papers_pk", ["person", "paper_key"])
      .execute();
    await db.schema
      .createIndex("saved_papers_by_channel")
      .on("saved_papers")
      .columns(["platform", "channel_id"])
      .execute();

    await db.schema
      .createTable("taste_settings")
      .addColumn("owner", "text", (column) => column.primaryKey())
      .addColumn("begins", "text")
      .addColumn("left_out", "text", (column) => column.notNull())
      .execute();

    await db.schema
      .createTable("secrets")
      .addColumn("name", "text", (column) => column.primaryKey())
      .addColumn("value", "text", (column) => column.notNull())
      .execute();
  },
};
