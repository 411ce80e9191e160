import { createHmac, randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import type { PersonId } from "./store.ts";
import type { Tables } from "./tables.ts";

/** Names a person in the tables so that nobody without the key can tell who it is, or look somebody up. */
export type PersonHash = (person: PersonId) => Promise<string>;

/**
 * HMAC-SHA-256 of platform and id. Without a key from outside one is made and kept in the database: that keeps ids out of
 * what is read and copied row by row; a key from outside also protects against whoever has the whole file.
 */
export function createPersonHash(db: Kysely<Tables>, { of }: PeopleKey): PersonHash {
  let known: ReturnType<PeopleKey["of"]> | undefined;
  return async ({ platform, id }) => {
    known ??= of(db).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    const { key } = await known;
    return createHmac("sha256", key)
      .update(JSON.stringify(["person", platform, id]))
      .digest("base64url");
  };
}

/** What people's ids are hashed with. */
export interface PeopleKey {
  /** `isOwn`: made here and kept in the database. */
  of(db: Kysely<Tables>): Promise<{ readonly key: string; readonly isOwn: boolean }>;
  /** Takes the place of the database's own key, while nobody is hashed with that. */
  adopt(db: Kysely<Tables>, key: string): Promise<void>;
  /** Whether people stand under another key than this one, which is remembered where it is the first. */
  isAnother(db: Kysely<Tables>): Promise<boolean>;
}

export function createPeopleKey(secretKey?: string): PeopleKey {
  return {
    of: async (db) =>
      secretKey === undefined ? { key: await ownKey(db), isOwn: true } : { key: secretKey, isOwn: false },
    async adopt(db, key) {
      await db.updateTable("secrets").set({ value: key }).where("name", "=", "people").execute();
      await remember(db, key);
    },

    async isAnother(db) {
      const key = secretKey ?? (await ownKey(db));
      const remembered = await secretNamed(db, "people-fingerprint");
      if (remembered === fingerprintOf(key)) return false;
      if (remembered !== undefined && (await hasPeople(db))) return true;
      await remember(db, key);
      return false;
    },
  };
}

/** Whether anything is kept of anybody. */
export async function hasPeople(db: Kysely<Tables>): Promise<boolean> {
  const voted = await db.selectFrom("votes").select("person").limit(1).executeTakeFirst();
  return (
    voted !== undefined ||
    (await db.selectFrom("saved_papers").select("person").limit(1).executeTakeFirst()) !== undefined
  );
}

async function remember(db: Kysely<Tables>, key: string): Promise<void> {
  const value = fingerprintOf(key);
  await db
    .insertInto("secrets")
    .values({ name: "people-fingerprint", value })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
    .execute();
}

async function secretNamed(db: Kysely<Tables>, name: string): Promise<string | undefined> {
  return (await db.selectFrom("secrets").select("value").where("name", "=", name).executeTakeFirst())?.value;
}

/** Tells keys apart, and says nothing of them. */
export function fingerprintOf(key: string): string {
  return createHmac("sha256", key).update("fingerprint").digest("hex").slice(0, 16);
}

/** Two processes may ask at once: the first one's key counts. */
async function ownKey(db: Kysely<Tables>): Promise<string> {
  await db
    .insertInto("secrets")
    .values({ name: "people", value: randomBytes(32).toString("base64url") })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  const { value } = await db
    .selectFrom("secrets")
    .select("value")
    .where("name", "=", "people")
    .executeTakeFirstOrThrow();
  return value;
}
