import type { Transaction } from "kysely";
import { fingerprintOf, type PeopleKey } from "./person-hash.ts";
import type { Tables } from "./tables.ts";
import type { TeamData } from "./team-data.ts";

/** Milliseconds: no digest looks further back. */
const shownFor = 30 * 86_400_000;

export async function exportTeam(db: Transaction<Tables>, peopleKey: PeopleKey, at: Date): Promise<TeamData> {
  const { key, isOwn } = await peopleKey.of(db);
  const subscriptions = await db
    .selectFrom("subscriptions")
    .selectAll()
    .orderBy("platform")
    .orderBy("channel_id")
    .orderBy("position")
    .execute();
  const schedules = await db.selectFrom("schedules").selectAll().orderBy("platform").orderBy("channel_id").execute();
  const votes = await db.selectFrom("votes").selectAll().orderBy("voted_at").orderBy("person").execute();
  const saved = await db.selectFrom("saved_papers").selectAll().orderBy("saved_at").orderBy("person").execute();
  const tastes = await db.selectFrom("taste_settings").selectAll().orderBy("owner").execute();
  const shownSince = new Date(at.getTime() - shownFor).toISOString();
  const shown = await db
    .selectFrom("shown_papers")
    .selectAll()
    .where("shown_at", ">=", shownSince)
    .orderBy("shown_at")
    .execute();
  return {
    format: "paperboy-team",
    version: 1,
    exportedAt: at.toISOString(),
    people: { fingerprint: fingerprintOf(key), ...(isOwn && { key }) },
    subscriptions: subscriptions.map((row) => ({
      channel: { platform: row.platform, id: row.channel_id },
      topic: row.topic,
      by: personOf(row.added_by, row.added_by_name),
      at: row.added_at,
    })),
    schedules: schedules.map((row) => ({
      channel: { platform: row.platform, id: row.channel_id },
      hour: row.hour,
      minute: row.minute,
      timeZone: row.time_zone,
      days: JSON.parse(row.days),
      saysNothingNew: row.says_nothing_new === 1,
      restInChannel: row.rest_in_channel === 1,
      by: personOf(row.set_by, row.set_by_name),
      at: row.set_at,
      ...(row.paused_at !== null && {
        pause: {
          reason: row.paused_reason as "asked" | "gone" | "forbidden",
          at: row.paused_at,
          ...(row.paused_until !== null && { until: row.paused_until }),
          ...(row.paused_detail !== null && { detail: row.paused_detail }),
        },
      }),
    })),
    votes: votes.map((row) => ({
      person: row.person,
      platform: row.platform,
      ...(row.channel_id !== "" && { channel: row.channel_id }),
      paper: row.paper_key,
      value: row.value > 0 ? "up" : "down",
      at: row.voted_at,
    })),
    saved: saved.map((row) => ({
      person: row.person,
      platform: row.platform,
      channel: row.channel_id,
      paper: row.paper_key,
      at: row.saved_at,
    })),
    tastes: tastes.map((row) => ({
      owner: ownerOf(row.owner),
      ...(row.begins !== null && { begins: row.begins }),
      leftOut: JSON.parse(row.left_out),
    })),
    shown: shown.map((row) => ({
      channel: { platform: row.platform, id: row.channel_id },
      paper: row.paper_key,
      at: row.shown_at,
    })),
  };
}

function personOf(id: string, name: string | null) {
  return { id, ...(name !== null && { name }) };
}

function ownerOf(owner: string): TeamData["tastes"][number]["owner"] {
  if (!owner.startsWith("[")) return { person: owner };
  const [platform, id]: readonly [string, string] = JSON.parse(owner);
  return { channel: { platform, id } };
}
