import type { Kysely } from "kysely";
import { z } from "zod";
import type { PaperKey } from "../papers/paper.ts";
import { inChunks } from "./chunks.ts";
import type { PersonHash } from "./person-hash.ts";
import type { ChannelId, PersonId, SavedPaper, TasteOwner, Vote, VoteStore } from "./store.ts";
import type { SavedPapersTable, Tables, VotesTable } from "./tables.ts";

/** More than anybody reads; a taste does not become better for the older ones. */
const most = 2000;

const wordsSchema = z.array(z.string());

export function createVoteStore(db: Kysely<Tables>, hashOf: PersonHash): VoteStore {
  /** Rows of one kind that belong to a person, wherever, or to a channel, whoever's. */
  async function whose(owner: TasteOwner): Promise<Partial<Pick<VotesTable, "person" | "platform" | "channel_id">>> {
    if ("person" in owner) return { person: await hashOf(owner.person) };
    return { platform: owner.channel.platform, channel_id: owner.channel.id };
  }

  const placeOf = async (
    person: PersonId,
    channel?: ChannelId,
  ): Promise<Pick<VotesTable, "person" | "platform" | "channel_id">> => ({
    person: await hashOf(person),
    platform: person.platform,
    channel_id: channel?.id ?? "",
  });

  return {
    async cast(person, { paper, value, at }, channel) {
      const place = await placeOf(person, channel);
      const keys = await keysOf(db, paper);
      const said = { value: value === "up" ? 1 : -1, voted_at: at.toISOString() };
      return db.transaction().execute(async (transaction) => {
        const before = await takeOut(transaction, place, keys);
        await transaction
          .insertInto("votes")
          .values({ ...place, paper_key: keys[0], ...said })
          .execute();
        return before;
      });
    },

    async withdraw(person, paper, channel) {
      return takeOut(db, await placeOf(person, channel), await keysOf(db, paper));
    },

    async of(owner) {
      const own = await whose(owner);
      const rows = await withCurrentKeys(
        db,
        await db
          .selectFrom("votes")
          .selectAll()
          .where((where) => where.and(own))
          .orderBy("voted_at", "desc")
          .orderBy("paper_key")
          .limit(most)
          .execute(),
      );
      return onePerPaper(rows, (row) => `${row.person} ${row.paper_key}`).map(voteOf);
    },

    async save(person, { paper, at }, channel) {
      const place = await placeOf(person, channel);
      const keys = await keysOf(db, paper);
      const known = await db
        .selectFrom("saved_papers")
        .select("paper_key")
        .where("person", "=", place.person)
        .where("paper_key", "in", keys)
        .executeTakeFirst();
      if (known) return false;
      const { numInsertedOrUpdatedRows } = await db
        .insertInto("saved_papers")
        .values({ ...place, paper_key: keys[0], saved_at: at.toISOString() })
        .onConflict((conflict) => conflict.columns(["person", "paper_key"]).doNothing())
        .executeTakeFirstOrThrow();
      return Number(numInsertedOrUpdatedRows) > 0;
    },

    async unsave(person, paper) {
      const { numDeletedRows } = await db
        .deleteFrom("saved_papers")
        .where("person", "=", await hashOf(person))
        .where("paper_key", "in", await keysOf(db, paper))
        .executeTakeFirstOrThrow();
      return Number(numDeletedRows) > 0;
    },

    async saved(owner) {
      const own = await whose(owner);
      const rows = await withCurrentKeys(
        db,
        await db
          .selectFrom("saved_papers")
          .selectAll()
          .where((where) => where.and(own))
          .orderBy("saved_at", "desc")
          .orderBy("paper_key")
          .limit(most)
          .execute(),
      );
      return onePerPaper(rows, (row) => row.paper_key).map(savedOf);
    },

    async savedBeyond(person) {
      const { count } = await db
        .selectFrom("saved_papers")
        .select(({ fn }) => fn.countAll().as("count"))
        .where("person", "=", await hashOf(person))
        .executeTakeFirstOrThrow();
      return Math.max(0, Number(count) - most);
    },

    async settings(owner) {
      const row = await db
        .selectFrom("taste_settings")
        .selectAll()
        .where("owner", "=", await ownerOf(owner, hashOf))
        .executeTakeFirst();
      if (!row) return { leftOut: [] };
      const leftOut = wordsSchema.parse(JSON.parse(row.left_out));
      return { leftOut, ...(row.begins !== null && { begins: new Date(row.begins) }) };
    },

    async change(owner, { begins, leftOut }) {
      const row = { begins: begins?.toISOString() ?? null, left_out: JSON.stringify(leftOut) };
      await db
        .insertInto("taste_settings")
        .values({ owner: await ownerOf(owner, hashOf), ...row })
        .onConflict((conflict) => conflict.column("owner").doUpdateSet(row))
        .execute();
    },

    async forget(person) {
      const hash = await hashOf(person);
      return db.transaction().execute(async (transaction) => {
        const votes = await transaction.deleteFrom("votes").where("person", "=", hash).executeTakeFirstOrThrow();
        const saved = await transaction.deleteFrom("saved_papers").where("person", "=", hash).executeTakeFirstOrThrow();
        await transaction.deleteFrom("taste_settings").where("owner", "=", hash).execute();
        return { votes: Number(votes.numDeletedRows), saved: Number(saved.numDeletedRows) };
      });
    },
  };
}

async function ownerOf(owner: TasteOwner, hashOf: PersonHash): Promise<string> {
  if ("person" in owner) return hashOf(owner.person);
  return JSON.stringify([owner.channel.platform, owner.channel.id]);
}

/** The key of a paper, and those it had before others became one with it: rows may stand under any of them. */
async function keysOf(db: Kysely<Tables>, key: PaperKey): Promise<readonly [PaperKey, ...PaperKey[]]> {
  const folded = await db.selectFrom("folded_papers").select("into_key").where("key", "=", key).executeTakeFirst();
  const current = folded?.into_key ?? key;
  const former = await db.selectFrom("folded_papers").select("key").where("into_key", "=", current).execute();
  return [current, ...former.map((row) => row.key)];
}

/** Deletes a person's vote in a place, and resolves with what it was, the latest under any of the keys. */
async function takeOut(
  db: Kysely<Tables>,
  { person, platform, channel_id }: Pick<VotesTable, "person" | "platform" | "channel_id">,
  keys: readonly PaperKey[],
): Promise<Vote | undefined> {
  const rows = await db
    .deleteFrom("votes")
    .where((where) => where.and({ person, platform, channel_id }))
    .where("paper_key", "in", keys)
    .returningAll()
    .execute();
  const [latest] = rows.sort((a, b) => b.voted_at.localeCompare(a.voted_at));
  return latest && voteOf({ ...latest, paper_key: keys[0] ?? latest.paper_key });
}

/** A paper that was voted on may have become another one since. */
async function withCurrentKeys<Row extends { paper_key: PaperKey }>(
  db: Kysely<Tables>,
  rows: readonly Row[],
): Promise<Row[]> {
  const folds = new Map<PaperKey, PaperKey>();
  const keys = [...new Set(rows.map(({ paper_key }) => paper_key))];
  const found = await inChunks(keys, (chunk) =>
    db.selectFrom("folded_papers").select(["key", "into_key"]).where("key", "in", chunk).execute(),
  );
  for (const { key, into_key } of found) folds.set(key, into_key);
  return rows.map((row) => ({ ...row, paper_key: folds.get(row.paper_key) ?? row.paper_key }));
}

/** The first of each: rows come latest first. */
function onePerPaper<Row>(rows: readonly Row[], nameOf: (row: Row) => string): Row[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const name = nameOf(row);
    return !seen.has(name) && seen.add(name);
  });
}

function voteOf({ paper_key, value, voted_at }: VotesTable): Vote {
  return { paper: paper_key, value: value > 0 ? "up" : "down", at: new Date(voted_at) };
}

function savedOf({ paper_key, saved_at }: SavedPapersTable): SavedPaper {
  return { paper: paper_key, at: new Date(saved_at) };
}
