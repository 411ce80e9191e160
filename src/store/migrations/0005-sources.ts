import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const sources: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable("papers").addColumn("arxiv_version", "integer").execute();
    await db.schema.alterTable("papers").addColumn("stars", "integer").execute();
    await db.schema.alterTable("papers").addColumn("organisation", "text").execute();
    await db.schema.alterTable("papers").addColumn("ai_keywords", "text").execute();

    await db.schema
      .createTable("source_states")
      .addColumn("feed", "text", (column) => column.primaryKey().notNull())
      .addColumn("freshness", "text", (column) => column.notNull())
      .addColumn("since", "text", (column) => column.notNull())
      .addColumn("asked_at", "text", (column) => column.notNull())
      .addColumn("next_poll_at", "text", (column) => column.notNull())
      .addColumn("failures", "integer", (column) => column.notNull())
      .addColumn("batch_date", "text")
      .addColumn("batch_papers", "integer")
      .addColumn("detail", "text")
      .addColumn("operator_told_at", "text")
      .execute();

    await db.schema
      .createTable("source_batches")
      .addColumn("feed", "text", (column) => column.notNull())
      .addColumn("date", "text", (column) => column.notNull())
      .addColumn("papers", "integer", (column) => column.notNull())
      .addColumn("ids", "text", (column) => column.notNull())
      .addColumn("asked_at", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("source_batches_pk", ["feed", "date"])
      .execute();

    await db.schema
      .createTable("source_validators")
      .addColumn("url", "text", (column) => column.primaryKey().notNull())
      .addColumn("etag", "text")
      .addColumn("last_modified", "text")
      .addColumn("at", "text", (column) => column.notNull())
      .execute();
  },
};
