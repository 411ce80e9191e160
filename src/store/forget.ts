import type { Kysely } from "kysely";
import { type RawBuilder, sql } from "kysely";
import type { ChannelGroupId, ChannelId } from "./store.ts";
import type { Tables } from "./tables.ts";

const ofChannel = ["subscriptions", "shown_papers", "schedules", "deliveries", "told_notices", "votes"] as const;

interface Forgetting {
  readonly platform: string;
  readonly channel: RawBuilder<boolean>;
  /** Of `taste_settings`, whose owners are written as JSON: `["platform","channel"]`. */
  readonly owner: RawBuilder<boolean>;
  /** Reading lists are people's own: they stay as long as the platform knows the people. */
  readonly readingLists: boolean;
}

/** Deletes all that is kept of the channels whose id begins so, and the reading lists people kept there. */
export function forgetWorkspace(db: Kysely<Tables>, channels: ChannelGroupId): Promise<void> {
  return forgetGroup(db, channels, true);
}

/** Deletes all that is kept of the channels whose id begins so, in one transaction. */
export function forgetChannels(db: Kysely<Tables>, channels: ChannelGroupId): Promise<void> {
  return forgetGroup(db, channels, false);
}

async function forgetGroup(
  db: Kysely<Tables>,
  { platform, idPrefix }: ChannelGroupId,
  readingLists: boolean,
): Promise<void> {
  if (idPrefix === "") return;
  const owner = JSON.stringify([platform, idPrefix]).slice(0, -2);
  await forgetAll(db, {
    platform,
    channel: beginsWith("channel_id", idPrefix),
    owner: beginsWith("owner", owner),
    readingLists,
  });
}

/** As a range, which an index answers: what was shown in all channels is millions of rows. */
function beginsWith(column: string, prefix: string): RawBuilder<boolean> {
  const last = prefix.length - 1;
  const end = prefix.slice(0, last) + String.fromCharCode(prefix.charCodeAt(last) + 1);
  return sql`(${sql.ref(column)} >= ${prefix} and ${sql.ref(column)} < ${end})`;
}

/** Deletes all that is kept of one channel, in one transaction. */
export function forgetChannel(db: Kysely<Tables>, { platform, id }: ChannelId): Promise<void> {
  return forgetAll(db, {
    platform,
    channel: sql`channel_id = ${id}`,
    owner: sql`owner = ${JSON.stringify([platform, id])}`,
    readingLists: false,
  });
}

function forgetAll(db: Kysely<Tables>, { platform, channel, owner, readingLists }: Forgetting): Promise<void> {
  return db.transaction().execute(async (transaction) => {
    const tables = readingLists ? [...ofChannel, "saved_papers" as const] : ofChannel;
    for (const table of tables) {
      await transaction.deleteFrom(table).where("platform", "=", platform).where(channel).execute();
    }
    await transaction.deleteFrom("taste_settings").where(owner).execute();
  });
}
