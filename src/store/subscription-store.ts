import type { Kysely, Transaction } from "kysely";
import { UserError } from "../errors.ts";
import { topicIdentity } from "../search/topic-identity.ts";
import type { ChannelId, FollowingChannel, Subscription, SubscriptionStore } from "./store.ts";
import type { SubscriptionsTable, Tables } from "./tables.ts";

/** Topics one channel may follow. */
const mostTopics = 50;
/** UTF-16 units of one topic. */
const longestTopic = 300;
/** Channels read at once where all are asked for. */
const channelsAPage = 500;

export function createSubscriptionStore(db: Kysely<Tables>): SubscriptionStore {
  return {
    add: (channel, subscription) =>
      db.transaction().execute((transaction) => addSubscription(transaction, channel, subscription)),

    change: (channel, topic, to) => db.transaction().execute((transaction) => change(transaction, channel, topic, to)),

    async remove(channel, topic) {
      const row = await removeRow(db, channel, topic);
      return row && subscriptionOf(row);
    },

    async removeAll(channel) {
      const { numDeletedRows } = await db
        .deleteFrom("subscriptions")
        .where("platform", "=", channel.platform)
        .where("channel_id", "=", channel.id)
        .executeTakeFirstOrThrow();
      return Number(numDeletedRows);
    },

    list: async (channel) => (await rowsOf(db, channel)).map(subscriptionOf),

    channels: () => followingChannels(db),
  };
}

export async function addSubscription(
  db: Transaction<Tables>,
  channel: ChannelId,
  { topic, by, at }: Subscription,
): Promise<"added" | "already"> {
  const rows = await rowsOf(db, channel);
  if (rowOf(rows, topic)) return "already";
  refuseTooLong(topic);
  refuseTooMany(rows.length);
  await db
    .insertInto("subscriptions")
    .values({
      platform: channel.platform,
      channel_id: channel.id,
      identity: topicIdentity(topic),
      topic,
      position: (rows.at(-1)?.position ?? 0) + 1,
      added_by: by.id,
      added_by_name: by.name ?? null,
      added_at: at.toISOString(),
    })
    .execute();
  return "added";
}

async function change(
  db: Transaction<Tables>,
  channel: ChannelId,
  topic: string,
  to: string,
): Promise<"changed" | "already" | undefined> {
  const rows = await rowsOf(db, channel);
  const row = rowOf(rows, topic);
  if (!row) return undefined;
  refuseTooLong(to);
  const others = rows.filter((other) => other !== row);
  if (rowOf(others, to)) {
    await removeRow(db, channel, topic);
    return "already";
  }
  await db
    .updateTable("subscriptions")
    .set({ identity: topicIdentity(to), topic: to })
    .where("platform", "=", channel.platform)
    .where("channel_id", "=", channel.id)
    .where("identity", "=", row.identity)
    .execute();
  return "changed";
}

async function removeRow(
  db: Kysely<Tables>,
  channel: ChannelId,
  topic: string,
): Promise<SubscriptionsTable | undefined> {
  const row = rowOf(await rowsOf(db, channel), topic);
  if (!row) return undefined;
  return db
    .deleteFrom("subscriptions")
    .where("platform", "=", channel.platform)
    .where("channel_id", "=", channel.id)
    .where("identity", "=", row.identity)
    .returningAll()
    .executeTakeFirst();
}

/** The identity in a row is the one of when it was written: what makes two topics one may have become more since. */
function rowOf(rows: readonly SubscriptionsTable[], topic: string): SubscriptionsTable | undefined {
  const identity = topicIdentity(topic);
  return rows.find((row) => row.topic === topic) ?? rows.find((row) => topicIdentity(row.topic) === identity);
}

function refuseTooLong(topic: string): void {
  if (topic.length > longestTopic) {
    throw new UserError(
      "topic-too-long",
      `A topic has at most ${longestTopic} characters, this one has ${topic.length}: subscribe to its parts one by one.`,
    );
  }
}

function refuseTooMany(followed: number): void {
  if (followed >= mostTopics) {
    throw new UserError(
      "too-many-topics",
      `This channel follows ${followed} topics, and a channel can follow ${mostTopics}: \`unsubscribe\` from one of them first, or join two with \`OR\`.`,
    );
  }
}

function rowsOf(db: Kysely<Tables>, { platform, id }: ChannelId): Promise<SubscriptionsTable[]> {
  return db
    .selectFrom("subscriptions")
    .selectAll()
    .where("platform", "=", platform)
    .where("channel_id", "=", id)
    .orderBy("position")
    .execute();
}

/** Goes on behind the last channel of the page before, so that changes meanwhile neither repeat nor skip others. */
async function* followingChannels(db: Kysely<Tables>): AsyncGenerator<FollowingChannel> {
  let last = { platform: "", id: "" };
  for (;;) {
    const page = await channelsAfter(db, last);
    const end = page.at(-1);
    if (end === undefined) return;
    const rows = await db
      .selectFrom("subscriptions")
      .selectAll()
      .where(({ eb, refTuple, tuple }) =>
        eb(refTuple("platform", "channel_id"), ">", tuple(last.platform, last.id)).and(
          eb(refTuple("platform", "channel_id"), "<=", tuple(end.platform, end.channel_id)),
        ),
      )
      .orderBy("platform")
      .orderBy("channel_id")
      .orderBy("position")
      .execute();
    for (const [first, ...others] of Map.groupBy(rows, (row) =>
      JSON.stringify([row.platform, row.channel_id]),
    ).values()) {
      if (first === undefined) continue;
      const channel = { platform: first.platform, id: first.channel_id };
      yield { channel, topics: [first, ...others].map((row) => row.topic) };
    }
    last = { platform: end.platform, id: end.channel_id };
  }
}

function channelsAfter(db: Kysely<Tables>, last: ChannelId) {
  return db
    .selectFrom("subscriptions")
    .select(["platform", "channel_id"])
    .distinct()
    .where(({ eb, refTuple, tuple }) => eb(refTuple("platform", "channel_id"), ">", tuple(last.platform, last.id)))
    .orderBy("platform")
    .orderBy("channel_id")
    .limit(channelsAPage)
    .execute();
}

function subscriptionOf({ topic, added_by, added_by_name, added_at }: SubscriptionsTable): Subscription {
  const by = { id: added_by, ...(added_by_name !== null && { name: added_by_name }) };
  return { topic, by, at: new Date(added_at) };
}
