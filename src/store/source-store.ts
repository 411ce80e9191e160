import type { Kysely } from "kysely";
import { filledDaysOf } from "./filled-days.ts";
import type { Freshness, SourceBatch, SourceState, SourceStore } from "./store.ts";
import type { SourceBatchesTable, SourceStatesTable, Tables } from "./tables.ts";

/** Batches whose papers are remembered one by one. */
const remembered = 10;

export function createSourceStore(db: Kysely<Tables>): SourceStore {
  return {
    async states() {
      const rows = await db.selectFrom("source_states").selectAll().orderBy("feed").execute();
      return rows.map(stateOf);
    },

    async state(feed) {
      const row = await db.selectFrom("source_states").selectAll().where("feed", "=", feed).executeTakeFirst();
      return row && stateOf(row);
    },

    async saveState(state) {
      const row = {
        feed: state.feed,
        freshness: state.freshness,
        since: state.since.toISOString(),
        asked_at: state.askedAt.toISOString(),
        next_poll_at: state.nextPollAt.toISOString(),
        failures: state.failures,
        batch_date: state.batch?.date ?? null,
        batch_papers: state.batch?.papers ?? null,
        detail: state.detail ?? null,
        operator_told_at: state.operatorToldAt?.toISOString() ?? null,
      };
      await db
        .insertInto("source_states")
        .values(row)
        .onConflict((conflict) => conflict.column("feed").doUpdateSet(row))
        .execute();
    },

    async batches(feed, limit) {
      const rows = await db
        .selectFrom("source_batches")
        .selectAll()
        .where("feed", "=", feed)
        .orderBy("date", "desc")
        .limit(limit)
        .execute();
      return rows.map(batchOf);
    },

    async days(feed, from, to) {
      const rows = await db
        .selectFrom("source_batches")
        .select("date")
        .where("feed", "=", feed)
        .where("date", ">=", from)
        .where("date", "<=", to)
        .execute();
      return new Set(rows.map(({ date }) => date));
    },

    async filledDays(from) {
      const rows = await db
        .selectFrom("source_batches")
        .select(["date", "asked_at"])
        .where("feed", "like", filledDaysOf("%"))
        .where("papers", ">", 0)
        .where("date", ">=", from)
        .execute();
      return rows.map(({ date, asked_at }) => ({ date, askedAt: new Date(asked_at) }));
    },

    async saveBatch({ feed, date, papers, ids, askedAt }) {
      const row = { feed, date, papers, ids: JSON.stringify(ids), asked_at: askedAt.toISOString() };
      await db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto("source_batches")
          .values(row)
          .onConflict((conflict) => conflict.columns(["feed", "date"]).doUpdateSet(row))
          .execute();
        const latest = transaction
          .selectFrom("source_batches")
          .select("date")
          .where("feed", "=", feed)
          .orderBy("date", "desc")
          .limit(remembered);
        await transaction
          .updateTable("source_batches")
          .set({ ids: "[]" })
          .where("feed", "=", feed)
          .where("ids", "!=", "[]")
          .where("date", "not in", latest)
          .execute();
      });
    },

    async validators(url) {
      const row = await db.selectFrom("source_validators").selectAll().where("url", "=", url).executeTakeFirst();
      return (
        row && {
          url,
          ...(row.etag !== null && { etag: row.etag }),
          ...(row.last_modified !== null && { lastModified: row.last_modified }),
        }
      );
    },

    async takeTurn(server, { now, until }) {
      const turn = { server, free_at: until.toISOString() };
      const { numInsertedOrUpdatedRows } = await db
        .insertInto("source_turns")
        .values(turn)
        .onConflict((conflict) =>
          conflict
            .column("server")
            .doUpdateSet(turn)
            .where((row) =>
              row.or([
                row("source_turns.free_at", "<=", now.toISOString()),
                row("source_turns.free_at", ">", until.toISOString()),
              ]),
            ),
        )
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows === 1n) return undefined;
      const row = await db.selectFrom("source_turns").select("free_at").where("server", "=", server).executeTakeFirst();
      return row === undefined ? now : new Date(row.free_at);
    },

    async endTurn(server, freeAt) {
      const free_at = freeAt.toISOString();
      await db.updateTable("source_turns").set({ free_at }).where("server", "=", server).execute();
    },

    async saveValidators({ url, etag, lastModified }, at) {
      const row = { url, etag: etag ?? null, last_modified: lastModified ?? null, at: at.toISOString() };
      const monthAgo = new Date(at.getTime() - 30 * 86_400_000).toISOString();
      await db.deleteFrom("source_validators").where("at", "<", monthAgo).execute();
      await db
        .insertInto("source_validators")
        .values(row)
        .onConflict((conflict) => conflict.column("url").doUpdateSet(row))
        .execute();
    },
  };
}

function stateOf(row: SourceStatesTable): SourceState {
  return {
    feed: row.feed,
    // Written by saveState alone, from this union.
    freshness: row.freshness as Freshness,
    since: new Date(row.since),
    askedAt: new Date(row.asked_at),
    nextPollAt: new Date(row.next_poll_at),
    failures: row.failures,
    ...(row.batch_date !== null && { batch: { date: row.batch_date, papers: row.batch_papers ?? 0 } }),
    ...(row.detail !== null && { detail: row.detail }),
    ...(row.operator_told_at !== null && { operatorToldAt: new Date(row.operator_told_at) }),
  };
}

function batchOf({ feed, date, papers, ids, asked_at }: SourceBatchesTable): SourceBatch {
  return { feed, date, papers, ids: JSON.parse(ids), askedAt: new Date(asked_at) };
}
