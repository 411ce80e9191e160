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
  const identity = topicIdentity(topic);
  const rows = await rowsOf(db, channel);
  if (rows.some((row) => row.identity === identity)) return "already";
  refuseTooLong(topic);
  refuseTooMany(rows.length);
  await db
    .insertInto("subscriptions")
    .values({
      platform: channel.platform,
      channel_id: channel.id,
      identity,
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
  const [from, identity] = [topicIdentity(topic), topicIdentity(to)];
  const rows = await rowsOf(db, channel);
  if (!rows.some((row) => row.identity === from)) return undefined;
  refuseTooLong(to);
  if (from !== identity && rows.some((row) => row.identity === identity)) {
    await removeRow(db, channel, topic);
    return "already";
  }
  await db
    .updateTable("subscriptions")
    .set({ identity, topic: to })
    .where("platform", "=", channel.platform)
    .where("channel_id", "=", channel.id)
    .where("identity", "=", from)
    .execute();
  return "changed";
}

function removeRow(db: Kysely<Tables>, channel: ChannelId, topic: string): Promise<SubscriptionsTable | undefined> {
  return db
    .deleteFrom("subscriptions")
    .where("platform", "=", channel.platform)
    .where("channel_id", "=", channel.id)
    .where("identity", "=", topicIdentity(topic))
    .returningAll()
    .executeTakeFirst();
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
