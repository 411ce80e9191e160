import type { Transaction } from "kysely";
import { fingerprintOf, type PeopleKey } from "./person-hash.ts";
import { scheduleOf } from "./schedule-store.ts";
import type { ChannelSchedule, Pause } from "./store.ts";
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
    schedules: schedules.map((row) => exportedSchedule(scheduleOf(row))),
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

/** As a person set it; what is due since when is for whoever takes it in. */
function exportedSchedule({ activeFrom: _, version: __, ...schedule }: ChannelSchedule) {
  const { days, at, pause, ...rest } = schedule;
  return { ...rest, days: [...days], at: at.toISOString(), ...(pause && { pause: exportedPause(pause) }) };
}

function exportedPause({ at, until, ...pause }: Pause) {
  return { ...pause, at: at.toISOString(), ...(until && { until: until.toISOString() }) };
}

function personOf(id: string, name: string | null) {
  return { id, ...(name !== null && { name }) };
}

function ownerOf(owner: string): TeamData["tastes"][number]["owner"] {
  if (!owner.startsWith("[")) return { person: owner };
  const [platform, id]: readonly [string, string] = JSON.parse(owner);
  return { channel: { platform, id } };
}
