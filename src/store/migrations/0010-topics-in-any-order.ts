import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import { topicIdentity } from "../../search/topic-identity.ts";
import { chunksOf } from "../chunks.ts";
import type { SubscriptionsTable } from "../tables.ts";

/**
 * `-video diffusion` and `diffusion -video` are one topic. Where a channel follows both, the one it followed first stays
 * as it was written, as if the other had been added today. What was shown is the channel's, whatever brought it.
 */
export const topicsInAnyOrder: Migration = {
  async up(db: Kysely<{ subscriptions: SubscriptionsTable }>) {
    const rows = await db.selectFrom("subscriptions").selectAll().orderBy("position").execute();
    const kept = new Map<string, SubscriptionsTable>();
    for (const row of rows) {
      const identity = topicIdentity(row.topic);
      const id = JSON.stringify([row.platform, row.channel_id, identity]);
      if (!kept.has(id)) kept.set(id, { ...row, identity });
    }
    await db.deleteFrom("subscriptions").execute();
    for (const some of chunksOf([...kept.values()])) await db.insertInto("subscriptions").values(some).execute();
  },
};
