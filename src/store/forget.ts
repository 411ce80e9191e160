import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Tables } from "./tables.ts";

const tables = [
  "subscriptions",
  "shown_papers",
  "schedules",
  "deliveries",
  "told_notices",
  "votes",
  "saved_papers",
] as const;

/** Deletes all that is kept of the channels whose id begins so, in one transaction. */
export async function forgetChannels(db: Kysely<Tables>, platform: string, idPrefix: string): Promise<void> {
  // An empty prefix would mean every channel there is.
  if (idPrefix === "") return;
  await db.transaction().execute(async (transaction) => {
    for (const table of tables) {
      await transaction
        .deleteFrom(table)
        .where("platform", "=", platform)
        .where(sql<boolean>`substr(channel_id, 1, ${idPrefix.length}) = ${idPrefix}`)
        .execute();
    }
    const owner = JSON.stringify([platform, idPrefix]).slice(0, -2);
    await transaction
      .deleteFrom("taste_settings")
      .where(sql<boolean>`substr(owner, 1, ${owner.length}) = ${owner}`)
      .execute();
  });
}
