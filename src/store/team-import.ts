import type { InsertObject, Transaction } from "kysely";
import { UserError } from "../errors.ts";
import { chunksOf } from "./chunks.ts";
import { fingerprintOf, hasPeople, type PeopleKey } from "./person-hash.ts";
import type { TeamPart } from "./store.ts";
import { addSubscription } from "./subscription-store.ts";
import type { Tables } from "./tables.ts";
import type { TeamData } from "./team-data.ts";

/** What is there already stays as it is, so that the same file may be taken in again. */
export async function importTeam(
  db: Transaction<Tables>,
  peopleKey: PeopleKey,
  data: TeamData,
  at: Date,
): Promise<Record<TeamPart, number>> {
  await agreeOnKey(db, peopleKey, data);
  let subscriptions = 0;
  for (const { channel, ...subscription } of data.subscriptions) {
    const { topic, at: since } = subscription;
    const by = { id: subscription.by.id, ...(subscription.by.name !== undefined && { name: subscription.by.name }) };
    if ((await addSubscription(db, channel, { topic, by, at: new Date(since) })) === "added") subscriptions++;
  }
  const now = at.toISOString();
  const schedules = data.schedules.map(({ channel, pause, ...schedule }) => ({
    platform: channel.platform,
    channel_id: channel.id,
    hour: schedule.hour,
    minute: schedule.minute,
    time_zone: schedule.timeZone,
    days: JSON.stringify(schedule.days),
    says_nothing_new: schedule.saysNothingNew ? 1 : 0,
    rest_in_channel: schedule.restInChannel ? 1 : 0,
    set_by: schedule.by.id,
    set_by_name: schedule.by.name ?? null,
    set_at: schedule.at,
    // What was due before was posted from where this comes from.
    active_from: now,
    paused_at: pause?.at ?? null,
    paused_until: pause?.until ?? null,
    paused_reason: pause?.reason ?? null,
    paused_detail: pause?.detail ?? null,
    version: 1,
    checked_at: now,
    check_at: now,
  }));
  const votes = data.votes.map(({ person, platform, channel, paper, value, at: voted }) => ({
    person,
    platform,
    channel_id: channel ?? "",
    paper_key: paper,
    value: value === "up" ? 1 : -1,
    voted_at: voted,
  }));
  const saved = data.saved.map(({ person, platform, channel, paper, at: savedAt }) => ({
    person,
    platform,
    channel_id: channel,
    paper_key: paper,
    saved_at: savedAt,
  }));
  const tastes = data.tastes.map(({ owner, begins, leftOut }) => ({
    owner: "person" in owner ? owner.person : JSON.stringify([owner.channel.platform, owner.channel.id]),
    begins: begins ?? null,
    left_out: JSON.stringify(leftOut),
  }));
  const shown = data.shown.map(({ channel, paper, at: shownAt }) => ({
    platform: channel.platform,
    channel_id: channel.id,
    paper_key: paper,
    shown_at: shownAt,
    delivery: null,
  }));
  return {
    subscriptions,
    schedules: await addRows(db, "schedules", schedules),
    votes: await addRows(db, "votes", votes),
    saved: await addRows(db, "saved_papers", saved),
    tastes: await addRows(db, "taste_settings", tastes),
    shown: await addRows(db, "shown_papers", shown),
  };
}

type Filled = "schedules" | "votes" | "saved_papers" | "taste_settings" | "shown_papers";

/** Resolves with the number of those that were not there. */
async function addRows<Table extends Filled>(
  db: Transaction<Tables>,
  table: Table,
  rows: readonly InsertObject<Tables, Table>[],
): Promise<number> {
  let added = 0;
  for (const chunk of chunksOf(rows)) {
    const { numInsertedOrUpdatedRows = 0n } = await db
      .insertInto(table)
      .values(chunk)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    added += Number(numInsertedOrUpdatedRows);
  }
  return added;
}

/** Hashes of another key would be people whom nobody is. */
async function agreeOnKey(db: Transaction<Tables>, peopleKey: PeopleKey, { people, votes, saved, tastes }: TeamData) {
  if (votes.length + saved.length + tastes.filter(({ owner }) => "person" in owner).length === 0) return;
  const { key, isOwn } = await peopleKey.of(db);
  if (fingerprintOf(key) === people.fingerprint) return;
  if (people.key === undefined) {
    throw new UserError(
      "team-key",
      "The people in this file stand under the PAPERBOY_SECRET_KEY of where it was written: set the same one here, and import again.",
    );
  }
  if (!isOwn || (await hasPeople(db))) {
    throw new UserError(
      "team-key",
      "Votes and reading lists here stand under another key than those of the file, and the two cannot be brought together: import into an empty data folder, without PAPERBOY_SECRET_KEY.",
    );
  }
  await peopleKey.adopt(db, people.key);
}
