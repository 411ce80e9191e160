import type { Kysely } from "kysely";
import { type RawBuilder, sql } from "kysely";
import type { ChannelId } from "./store.ts";
import type { Tables } from "./tables.ts";

const tables = ["subscriptions", "shown_papers", "schedules", "deliveries", "told_notices"] as const;

/** Deletes all that is kept of the channels whose id begins so, in one transaction. */
export async function forgetChannels(db: Kysely<Tables>, platform: string, idPrefix: string): Promise<void> {
  // An empty prefix would mean every channel there is.
  if (idPrefix === "") return;
  await forgetWhere(db, platform, sql<boolean>`substr(channel_id, 1, ${idPrefix.length}) = ${idPrefix}`);
}

/** Deletes all that is kept of one channel, in one transaction. */
export function forgetChannel(db: Kysely<Tables>, { platform, id }: ChannelId): Promise<void> {
  return forgetWhere(db, platform, sql<boolean>`channel_id = ${id}`);
}

function forgetWhere(db: Kysely<Tables>, platform: string, isMeant: RawBuilder<boolean>): Promise<void> {
  return db.transaction().execute(async (transaction) => {
    for (const table of tables) {
      await transaction.deleteFrom(table).where("platform", "=", platform).where(isMeant).execute();
    }
  });
}
