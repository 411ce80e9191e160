import type { Kysely, UpdateObject } from "kysely";
import { inChunks } from "./chunks.ts";
import type { GroupCommit } from "./group-commit.ts";
import type { ChannelId, ChannelSchedule, ScheduleStore } from "./store.ts";
import type { SchedulesTable, Tables } from "./tables.ts";

export function createScheduleStore(db: Kysely<Tables>, together: GroupCommit): ScheduleStore {
  /** What a person changes makes older readings void, and is worth a look at once. */
  const change = async (channel: ChannelId, at: Date | undefined, values: UpdateObject<Tables, "schedules">) => {
    const { numUpdatedRows } = await db
      .updateTable("schedules")
      .set((schedule) => ({
        ...values,
        version: schedule("version", "+", 1),
        ...(at && { checked_at: at.toISOString(), check_at: at.toISOString() }),
      }))
      .where("platform", "=", channel.platform)
      .where("channel_id", "=", channel.id)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  };

  return {
    async set(channel, { hour, minute, timeZone, days, by, at }) {
      const now = at.toISOString();
      const row = {
        hour,
        minute,
        time_zone: timeZone,
        days: JSON.stringify(days),
        set_by: by.id,
        set_by_name: by.name ?? null,
        set_at: now,
        active_from: now,
        ...notPaused,
        checked_at: now,
        check_at: now,
      };
      await db
        .insertInto("schedules")
        .values({
          ...row,
          platform: channel.platform,
          channel_id: channel.id,
          says_nothing_new: 0,
          rest_in_channel: 0,
          version: 1,
        })
        .onConflict((conflict) =>
          conflict
            .columns(["platform", "channel_id"])
            .doUpdateSet((schedule) => ({ ...row, version: schedule("schedules.version", "+", 1) })),
        )
        .execute();
    },

    async get(channel) {
      const row = await db
        .selectFrom("schedules")
        .selectAll()
        .where("platform", "=", channel.platform)
        .where("channel_id", "=", channel.id)
        .executeTakeFirst();
      return row && scheduleOf(row);
    },

    async getMany(channels) {
      const platforms = [...new Set(channels.map(({ platform }) => platform))];
      const ids = channels.map(({ id }) => id);
      const rows = await inChunks(ids, (some) =>
        db
          .selectFrom("schedules")
          .selectAll()
          .where("platform", "in", platforms)
          .where("channel_id", "in", some)
          .execute(),
      );
      const wanted = new Set(channels.map(({ platform, id }) => JSON.stringify([platform, id])));
      return rows
        .filter((row) => wanted.has(JSON.stringify([row.platform, row.channel_id])))
        .map((row) => scheduleOf(row));
    },

    async remove(channel) {
      const { numDeletedRows } = await db
        .deleteFrom("schedules")
        .where("platform", "=", channel.platform)
        .where("channel_id", "=", channel.id)
        .executeTakeFirstOrThrow();
      return numDeletedRows > 0n;
    },

    pause: (channel, { reason, at, until, detail }) =>
      change(channel, at, {
        paused_at: at.toISOString(),
        paused_until: until?.toISOString() ?? null,
        paused_reason: reason,
        paused_detail: detail ?? null,
      }),

    resume: (channel, at) => change(channel, at, { ...notPaused, active_from: at.toISOString() }),

    sayNothingNew: (channel, saysNothingNew) =>
      change(channel, undefined, { says_nothing_new: saysNothingNew ? 1 : 0 }),

    putRestInChannel: (channel, restInChannel) =>
      change(channel, undefined, { rest_in_channel: restInChannel ? 1 : 0 }),

    async toCheck(now, { limit, after }) {
      const instant = now.toISOString();
      const rows = await db
        .selectFrom("schedules")
        .selectAll()
        .where((where) => where("check_at", "<=", instant).or("checked_at", ">", instant))
        .where((where) => where("paused_at", "is", null).or("paused_until", "is not", null))
        .$if(after !== undefined, (query) =>
          query.where(({ eb, refTuple, tuple }) =>
            eb(refTuple("platform", "channel_id"), ">", tuple(after?.platform ?? "", after?.id ?? "")),
          ),
        )
        .orderBy("platform")
        .orderBy("channel_id")
        .limit(limit)
        .execute();
      return rows.map(scheduleOf);
    },

    checked: ({ channel, version }, at, next) =>
      together(async (transaction) => {
        await transaction
          .updateTable("schedules")
          .set({ checked_at: at.toISOString(), check_at: next.toISOString() })
          .where("platform", "=", channel.platform)
          .where("channel_id", "=", channel.id)
          .where("version", "=", version)
          .execute();
      }),
  };
}

const notPaused = { paused_at: null, paused_until: null, paused_reason: null, paused_detail: null };

export function scheduleOf(row: SchedulesTable): ChannelSchedule {
  return {
    channel: { platform: row.platform, id: row.channel_id },
    hour: row.hour,
    minute: row.minute,
    timeZone: row.time_zone,
    days: JSON.parse(row.days),
    saysNothingNew: row.says_nothing_new === 1,
    restInChannel: row.rest_in_channel === 1,
    by: { id: row.set_by, ...(row.set_by_name !== null && { name: row.set_by_name }) },
    at: new Date(row.set_at),
    activeFrom: new Date(row.active_from),
    ...(row.paused_at !== null && { pause: pauseOf(row, row.paused_at) }),
    version: row.version,
  };
}

function pauseOf(row: SchedulesTable, pausedAt: string): NonNullable<ChannelSchedule["pause"]> {
  return {
    // Written by `pause` alone, from this union.
    reason: row.paused_reason as "asked" | "gone" | "forbidden",
    at: new Date(pausedAt),
    ...(row.paused_until !== null && { until: new Date(row.paused_until) }),
    ...(row.paused_detail !== null && { detail: row.paused_detail }),
  };
}
