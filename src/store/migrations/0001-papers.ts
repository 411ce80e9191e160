import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const papers: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("papers")
      .addColumn("key", "text", (column) => column.primaryKey().notNull())
      .addColumn("sequence", "integer", (column) => column.notNull())
      .addColumn("title", "text", (column) => column.notNull())
      .addColumn("abstract", "text", (column) => column.notNull())
      .addColumn("authors", "text", (column) => column.notNull())
      .addColumn("published", "text", (column) => column.notNull())
      .addColumn("listed", "text", (column) => column.notNull())
      .addColumn("arxiv_id", "text")
      .addColumn("external_id", "text")
      .addColumn("categories", "text", (column) => column.notNull())
      .addColumn("links", "text", (column) => column.notNull())
      .addColumn("upvotes", "integer")
      .addColumn("key_sentence", "text")
      .addColumn("sources", "text", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("papers_sequence").unique().on("papers").column("sequence").execute();
    await db.schema.createIndex("papers_arxiv_id").unique().on("papers").column("arxiv_id").execute();
    await db.schema.createIndex("papers_latest").on("papers").columns(["listed", "published", "key"]).execute();

    await db.schema
      .createTable("paper_titles")
      .addColumn("fingerprint", "text", (column) => column.notNull())
      .addColumn("key", "text", (column) => column.notNull().references("papers.key"))
      .addColumn("since", "integer", (column) => column.notNull())
      .addPrimaryKeyConstraint("paper_titles_pk", ["fingerprint", "key"])
      .execute();
    await db.schema.createIndex("paper_titles_key").on("paper_titles").column("key").execute();

    await db.schema
      .createTable("folded_papers")
      .addColumn("key", "text", (column) => column.primaryKey().notNull())
      .addColumn("into_key", "text", (column) => column.notNull())
      .addColumn("sequence", "integer", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("folded_papers_sequence").unique().on("folded_papers").column("sequence").execute();
    await db.schema.createIndex("folded_papers_into").on("folded_papers").column("into_key").execute();

    await db.schema
      .createTable("change_counter")
      .addColumn("id", "integer", (column) => column.primaryKey().notNull())
      .addColumn("last", "integer", (column) => column.notNull())
      .execute();
    await (db as Kysely<{ change_counter: { id: number; last: number } }>)
      .insertInto("change_counter")
      .values({ id: 1, last: 0 })
      .execute();

    await db.schema
      .createTable("intakes")
      .addColumn("file_id", "text", (column) => column.primaryKey().notNull())
      .addColumn("file", "text", (column) => column.notNull())
      .addColumn("position", "integer", (column) => column.notNull())
      .addColumn("finished", "integer", (column) => column.notNull())
      .addColumn("entries", "integer", (column) => column.notNull())
      .addColumn("rejects", "integer", (column) => column.notNull())
      .addColumn("at", "text", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("intakes_at").on("intakes").column("at").execute();
  },
};
