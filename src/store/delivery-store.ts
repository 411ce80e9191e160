import type { Kysely, Transaction } from "kysely";
import { chunksOf } from "./chunks.ts";
import type { GroupCommit } from "./group-commit.ts";
import type { ChannelId, Delivery, DeliveryState, DeliveryStore, Lease, NewDelivery, Settlement } from "./store.ts";
import type { DeliveriesTable, Tables } from "./tables.ts";

/**
 * Deliveries in any SQL database that Kysely speaks to. Each step is a compare-and-set in one statement: who finds the
 * row not as it was left has lost it to another, and does nothing.
 */
export function createDeliveryStore(db: Kysely<Tables>, together: GroupCommit): DeliveryStore {
  const ofChannel = (channel: ChannelId) =>
    db
      .selectFrom("deliveries")
      .selectAll()
      .where("platform", "=", channel.platform)
      .where("channel_id", "=", channel.id);

  return {
    claim: (delivery, lease) => together((transaction) => claim(transaction, delivery, lease)),

    takeUp: (id, { owner, now, until }) =>
      together(async (transaction) => {
        const instant = now.toISOString();
        const attempt_at = until.toISOString();
        // Its owner may be posting this very moment: by this clock, too, it has a whole lease for that.
        await transaction
          .updateTable("deliveries")
          .set({ touched_at: instant, attempt_at })
          .where("id", "=", id)
          .where("state", "=", "posting")
          .where("touched_at", ">", instant)
          .where("attempt_at", "is not", null)
          .execute();
        const row = await transaction
          .updateTable("deliveries")
          .set({ owner, touched_at: instant, attempt_at })
          .where("id", "=", id)
          .where("attempt_at", "is not", null)
          .where((where) => where("attempt_at", "<=", instant).or("touched_at", ">", instant))
          .returningAll()
          .executeTakeFirst();
        return row && { ...deliveryOf(row), content: row.content ?? "" };
      }),

    beginPosting: (id, { owner, now, until }) =>
      together(async (transaction) => {
        const instant = now.toISOString();
        const { numUpdatedRows } = await transaction
          .updateTable("deliveries")
          .set((delivery) => ({
            state: "posting",
            attempts: delivery("attempts", "+", 1),
            touched_at: instant,
            attempt_at: until.toISOString(),
          }))
          .where("id", "=", id)
          .where("owner", "=", owner)
          // Past its lease another may take it up at any moment.
          .where("attempt_at", ">", instant)
          .executeTakeFirstOrThrow();
        return numUpdatedRows > 0n;
      }),

    async release(id, owner, now) {
      await db
        .updateTable("deliveries")
        .set({ attempt_at: now.toISOString() })
        .where("id", "=", id)
        .where("owner", "=", owner)
        .where("attempt_at", "is not", null)
        .execute();
    },

    settle: (id, owner, settlement, now) => together((transaction) => settle(transaction, id, owner, settlement, now)),

    async waiting(now, { limit, after = "" }) {
      const instant = now.toISOString();
      // Chosen apart from their order: by the order of ids, SQLite would read every delivery there ever was.
      const open = db
        .selectFrom("deliveries")
        .select("id")
        .where("attempt_at", "is not", null)
        .where((where) => where("attempt_at", "<=", instant).or("touched_at", ">", instant));
      const rows = await db
        .selectFrom("deliveries")
        .selectAll()
        .where("id", "in", open)
        .where("id", ">", after)
        .orderBy("id")
        .limit(limit)
        .execute();
      return rows.map(deliveryOf);
    },

    async waitingCount() {
      const { waiting } = await db
        .selectFrom("deliveries")
        .select((all) => all.fn.countAll<number | string>().as("waiting"))
        .where("attempt_at", "is not", null)
        .executeTakeFirstOrThrow();
      return Number(waiting);
    },

    async get(channel, day) {
      const row = await ofChannel(channel).where("day", "=", day).executeTakeFirst();
      return row && deliveryOf(row);
    },

    async history(channel, limit) {
      return (await ofChannel(channel).orderBy("day", "desc").limit(limit).execute()).map(deliveryOf);
    },

    async lastCovered(channel, day) {
      const row = await ofChannel(channel)
        .where("day", "<", day)
        .where("state", "in", ["claimed", "posting", "posted", "unknown", "nothing-new"])
        .orderBy("day", "desc")
        .limit(1)
        .executeTakeFirst();
      return row && deliveryOf(row);
    },

    async untold(channel, notices) {
      if (notices.length === 0) return [];
      const told = await db
        .selectFrom("told_notices")
        .select("notice")
        .where("platform", "=", channel.platform)
        .where("channel_id", "=", channel.id)
        .where("notice", "in", notices)
        .execute();
      return notices.filter((notice) => !told.some((row) => row.notice === notice));
    },

    async counts() {
      const rows = await db
        .selectFrom("deliveries")
        .select((all) => ["state", all.fn.countAll<number | string>().as("deliveries")])
        .groupBy("state")
        .execute();
      return Object.fromEntries(rows.map((row) => [row.state, Number(row.deliveries)]));
    },
  };
}

async function claim(
  db: Transaction<Tables>,
  { id, channel, day, timeZone, papers, content, alike = [], notices = [] }: NewDelivery,
  { owner, now, until }: Lease,
): Promise<boolean> {
  const instant = now.toISOString();
  const place = { platform: channel.platform, channel_id: channel.id };
  const claimed = await db
    .insertInto("deliveries")
    .values({
      ...place,
      id,
      day,
      time_zone: timeZone,
      state: content === undefined ? "nothing-new" : "claimed",
      owner,
      claimed_at: instant,
      touched_at: instant,
      attempt_at: content === undefined ? null : until.toISOString(),
      attempts: 0,
      content: content ?? null,
      papers: JSON.stringify(papers.map(({ key, topic }) => [key, topic])),
    })
    .onConflict((conflict) => conflict.columns(["platform", "channel_id", "day"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (claimed === undefined) return false;

  const shown = [...new Set([...papers.map((paper) => paper.key), ...alike])];
  for (const chunk of chunksOf(shown)) {
    await db
      .insertInto("shown_papers")
      .values(chunk.map((key) => ({ ...place, paper_key: key, shown_at: instant, delivery: id })))
      .onConflict((conflict) => conflict.columns(["platform", "channel_id", "paper_key"]).doNothing())
      .execute();
  }
  for (const notice of new Set(notices)) {
    await db
      .insertInto("told_notices")
      .values({ ...place, notice, delivery: id })
      .onConflict((conflict) => conflict.columns(["platform", "channel_id", "notice"]).doNothing())
      .execute();
  }
  return true;
}

async function settle(
  db: Transaction<Tables>,
  id: string,
  owner: string,
  settlement: Settlement,
  now: Date,
): Promise<void> {
  const retryAt = "retryAt" in settlement ? settlement.retryAt : undefined;
  const instant = now.toISOString();
  const settled = await db
    .updateTable("deliveries")
    .set({
      state: settlement.state,
      touched_at: instant,
      attempt_at: retryAt?.toISOString() ?? null,
      ...(settlement.state === "posted" ? { post_id: settlement.postId } : { last_error: settlement.error }),
      ...(retryAt === undefined && { content: null }),
    })
    .where("id", "=", id)
    .where("owner", "=", owner)
    .where("attempt_at", "is not", null)
    .returning(["platform", "channel_id"])
    .executeTakeFirst();
  if (settled === undefined || retryAt !== undefined) return;

  if (settlement.state === "refused" || settlement.state === "gone") {
    for (const table of ["shown_papers", "told_notices"] as const) {
      await db
        .deleteFrom(table)
        .where("platform", "=", settled.platform)
        .where("channel_id", "=", settled.channel_id)
        .where("delivery", "=", id)
        .execute();
    }
  }
  if (settlement.state === "gone") {
    await db
      .updateTable("schedules")
      .set((schedule) => ({
        paused_at: instant,
        paused_until: null,
        paused_reason: settlement.reason,
        paused_detail: settlement.error,
        version: schedule("version", "+", 1),
      }))
      .where("platform", "=", settled.platform)
      .where("channel_id", "=", settled.channel_id)
      .execute();
  }
}

function deliveryOf(row: DeliveriesTable): Delivery {
  const papers: readonly (readonly [string, string])[] = JSON.parse(row.papers);
  return {
    id: row.id,
    channel: { platform: row.platform, id: row.channel_id },
    day: row.day,
    timeZone: row.time_zone,
    // Written by this file alone, from this union.
    state: row.state as DeliveryState,
    claimedAt: new Date(row.claimed_at),
    touchedAt: new Date(row.touched_at),
    ...(row.attempt_at !== null && { attemptAt: new Date(row.attempt_at) }),
    attempts: row.attempts,
    ...(row.last_error !== null && { lastError: row.last_error }),
    ...(row.post_id !== null && { postId: row.post_id }),
    papers: papers.map(([key, topic]) => ({ key, topic })),
  };
}
