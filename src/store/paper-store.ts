import type { Kysely } from "kysely";
import { titleFingerprint } from "../papers/identity.ts";
import type { Paper, PaperKey } from "../papers/paper.ts";
import { inChunks } from "./chunks.ts";
import { paperOf } from "./paper-rows.ts";
import type { PaperChange, PaperStore } from "./store.ts";
import type { Tables } from "./tables.ts";
import { createTakeIn } from "./take-in.ts";

/** Behind every other in the order of a text's bytes. */
const lastCharacter = "\u{10ffff}";

/** Papers in any SQL database that Kysely speaks to. */
export function createPaperStore(db: Kysely<Tables>): PaperStore {
  const papersByKey = async (keys: readonly PaperKey[]): Promise<Map<PaperKey, Paper>> => {
    const rows = await inChunks(keys, (chunk) =>
      db.selectFrom("papers").selectAll().where("key", "in", chunk).execute(),
    );
    return new Map(rows.map((row) => [row.key, paperOf(row)]));
  };

  const getMany = async (keys: readonly PaperKey[]): Promise<readonly Paper[]> => {
    const found = await papersByKey(keys);
    const missing = keys.filter((key) => !found.has(key));
    if (missing.length > 0) {
      const folds = await inChunks(missing, (chunk) =>
        db.selectFrom("folded_papers").select(["key", "into_key"]).where("key", "in", chunk).execute(),
      );
      const survivors = await papersByKey(folds.map((fold) => fold.into_key));
      for (const { key, into_key } of folds) {
        const paper = survivors.get(into_key);
        if (paper !== undefined) found.set(key, paper);
      }
    }
    return keys.flatMap((key) => found.get(key) ?? []);
  };

  return {
    takeIn: createTakeIn(db),
    getMany,
    async get(key) {
      const [paper] = await getMany([key]);
      return paper;
    },
    async byArxivId(arxivId) {
      const row = await db.selectFrom("papers").selectAll().where("arxiv_id", "=", arxivId).executeTakeFirst();
      return row && paperOf(row);
    },
    async byTitle(title, { isBeginning, limit }) {
      const fingerprint = titleFingerprint(title);
      if (fingerprint === "") return [];
      const rows = await db
        .selectFrom("paper_titles")
        .select("key")
        .where("fingerprint", ">=", fingerprint)
        .where("fingerprint", "<=", isBeginning ? `${fingerprint}${lastCharacter}` : fingerprint)
        .groupBy("key")
        .orderBy((value) => value.fn.min(value.fn<number>("length", ["fingerprint"])))
        .orderBy((value) => value.fn.min("since"))
        .limit(limit)
        .execute();
      return getMany(rows.map(({ key }) => key));
    },
    async latest({ limit, offset, since = "", sort = "date" }) {
      const rows = await db
        .selectFrom("papers")
        .selectAll()
        .where("listed", ">=", since)
        .$if(sort === "upvotes", (query) =>
          query
            .orderBy((value) => value.fn.coalesce("upvotes", value.lit(-1)), "desc")
            .orderBy((value) => value.fn.coalesce("stars", value.lit(-1)), "desc"),
        )
        .orderBy("listed", "desc")
        .orderBy("published", "desc")
        .orderBy("key", "desc")
        .limit(limit)
        .offset(offset)
        .execute();
      return rows.map(paperOf);
    },
    async count(since = "") {
      const { papers } = await db
        .selectFrom("papers")
        .select((count) => count.fn.countAll<number | string>().as("papers"))
        .where("listed", ">=", since)
        .executeTakeFirstOrThrow();
      return Number(papers);
    },
    lastChange: () => lastChange(db),
    changes: (after, limit) => changes(db, after, limit),
  };
}

async function lastChange(db: Kysely<Tables>): Promise<number> {
  const changed = await db
    .selectFrom("papers")
    .select((max) => max.fn.max("sequence").as("last"))
    .executeTakeFirst();
  const folded = await db
    .selectFrom("folded_papers")
    .select((max) => max.fn.max("sequence").as("last"))
    .executeTakeFirst();
  return Math.max(changed?.last ?? 0, folded?.last ?? 0);
}

async function changes(db: Kysely<Tables>, after: number, limit: number): Promise<readonly PaperChange[]> {
  // Others may write between the two questions: what comes after this number waits for the next time.
  const last = await lastChange(db);
  const rows = await db
    .selectFrom("papers")
    .selectAll()
    .where("sequence", ">", after)
    .where("sequence", "<=", last)
    .orderBy("sequence")
    .limit(limit)
    .execute();
  const folds = await db
    .selectFrom("folded_papers")
    .select(["key", "sequence"])
    .where("sequence", ">", after)
    .where("sequence", "<=", last)
    .orderBy("sequence")
    .limit(limit)
    .execute();
  return [...rows.map((row) => ({ sequence: row.sequence, key: row.key, paper: paperOf(row) })), ...folds]
    .sort((one, other) => one.sequence - other.sequence)
    .slice(0, limit);
}
