import type { Kysely } from "kysely";
import { z } from "zod";
import type { PaperKey } from "../papers/paper.ts";
import { inChunks } from "./chunks.ts";
import type { PersonHash } from "./person-hash.ts";
import type { ChannelId, SavedPaper, TasteOwner, Vote, VoteStore } from "./store.ts";
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

  async function find(row: Omit<VotesTable, "value" | "voted_at">): Promise<Vote | undefined> {
    const { person, platform, channel_id, paper_key } = row;
    const found = await db
      .selectFrom("votes")
      .selectAll()
      .where((where) => where.and({ person, platform, channel_id, paper_key }))
      .executeTakeFirst();
    return found && voteOf(found);
  }

  const rowOf = async (
    person: { readonly platform: string; readonly id: string },
    paper: PaperKey,
    channel?: ChannelId,
  ): Promise<Omit<VotesTable, "value" | "voted_at">> => ({
    person: await hashOf(person),
    platform: person.platform,
    channel_id: channel?.id ?? "",
    paper_key: await currentKey(db, paper),
  });

  return {
    async cast(person, { paper, value, at }, channel) {
      const row = await rowOf(person, paper, channel);
      const before = await find(row);
      const said = { value: value === "up" ? 1 : -1, voted_at: at.toISOString() };
      await db
        .insertInto("votes")
        .values({ ...row, ...said })
        .onConflict((conflict) => conflict.columns(["person", "platform", "channel_id", "paper_key"]).doUpdateSet(said))
        .execute();
      return before;
    },

    async withdraw(person, paper, channel) {
      const row = await rowOf(person, paper, channel);
      const withdrawn = await db
        .deleteFrom("votes")
        .where((where) => where.and({ ...row }))
        .returningAll()
        .executeTakeFirst();
      return withdrawn && voteOf(withdrawn);
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
      const { numInsertedOrUpdatedRows } = await db
        .insertInto("saved_papers")
        .values({ ...(await rowOf(person, paper, channel)), saved_at: at.toISOString() })
        .onConflict((conflict) => conflict.columns(["person", "paper_key"]).doNothing())
        .executeTakeFirstOrThrow();
      return Number(numInsertedOrUpdatedRows) > 0;
    },

    async unsave(person, paper) {
      const { person: hash, paper_key } = await rowOf(person, paper);
      const { numDeletedRows } = await db
        .deleteFrom("saved_papers")
        .where("person", "=", hash)
        .where("paper_key", "in", [paper_key, paper])
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

async function currentKey(db: Kysely<Tables>, key: PaperKey): Promise<PaperKey> {
  const folded = await db.selectFrom("folded_papers").select("into_key").where("key", "=", key).executeTakeFirst();
  return folded?.into_key ?? key;
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
