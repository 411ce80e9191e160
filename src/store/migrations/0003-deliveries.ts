import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const deliveries: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("schedules")
      .addColumn("platform", "text", (column) => column.notNull())
      .addColumn("channel_id", "text", (column) => column.notNull())
      .addColumn("hour", "integer", (column) => column.notNull())
      .addColumn("minute", "integer", (column) => column.notNull())
      .addColumn("time_zone", "text", (column) => column.notNull())
      .addColumn("days", "text", (column) => column.notNull())
      .addColumn("says_nothing_new", "integer", (column) => column.notNull())
      .addColumn("set_by", "text", (column) => column.notNull())
      .addColumn("set_by_name", "text")
      .addColumn("set_at", "text", (column) => column.notNull())
      .addColumn("active_from", "text", (column) => column.notNull())
      .addColumn("paused_at", "text")
      .addColumn("paused_until", "text")
      .addColumn("paused_reason", "text")
      .addColumn("paused_detail", "text")
      .addColumn("version", "integer", (column) => column.notNull())
      .addColumn("checked_at", "text", (column) => column.notNull())
      .addColumn("check_at", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("schedules_pk", ["platform", "channel_id"])
      .execute();
    await db.schema.createIndex("schedules_check_at").on("schedules").column("check_at").execute();
    await db.schema.createIndex("schedules_checked_at").on("schedules").column("checked_at").execute();

    await db.schema
      .createTable("deliveries")
      .addColumn("id", "text", (column) => column.primaryKey().notNull())
      .addColumn("platform", "text", (column) => column.notNull())
      .addColumn("channel_id", "text", (column) => column.notNull())
      .addColumn("day", "text", (column) => column.notNull())
      .addColumn("time_zone", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("owner", "text", (column) => column.notNull())
      .addColumn("claimed_at", "text", (column) => column.notNull())
      .addColumn("touched_at", "text", (column) => column.notNull())
      .addColumn("attempt_at", "text")
      .addColumn("attempts", "integer", (column) => column.notNull())
      .addColumn("last_error", "text")
      .addColumn("post_id", "text")
      .addColumn("content", "text")
      .addColumn("papers", "text", (column) => column.notNull())
      .addUniqueConstraint("deliveries_channel_day", ["platform", "channel_id", "day"])
      .execute();
    await db.schema.createIndex("deliveries_attempt_at").on("deliveries").column("attempt_at").execute();
    await db.schema.createIndex("deliveries_touched_at").on("deliveries").column("touched_at").execute();

    await db.schema
      .createTable("told_notices")
      .addColumn("platform", "text", (column) => column.notNull())
      .addColumn("channel_id", "text", (column) => column.notNull())
      .addColumn("notice", "text", (column) => column.notNull())
      .addColumn("delivery", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("told_notices_pk", ["platform", "channel_id", "notice"])
      .execute();
  },
};
