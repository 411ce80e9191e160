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
export function createPersonHash(db: Kysely<Tables>, secretKey?: string): PersonHash {
  let key: Promise<string> | undefined = secretKey === undefined ? undefined : Promise.resolve(secretKey);
  return async ({ platform, id }) => {
    key ??= ownKey(db).catch((error: unknown) => {
      key = undefined;
      throw error;
    });
    const hmac = createHmac("sha256", await key).update(JSON.stringify(["person", platform, id]));
    return hmac.digest("base64url");
  };
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
