import type { Channel, ChannelGroup, ChannelOverview } from "../adapter.ts";
import type { Context } from "./command.ts";
import { postsView, topicsOf } from "./posts.ts";

type OverviewDeps = Pick<Context, "store" | "clock">;

/** What these channels follow and when their posts come, at most `limit` of them. */
export async function overviewOf(
  { platform, idPrefix }: ChannelGroup,
  deps: OverviewDeps,
  limit: number,
): Promise<readonly ChannelOverview[]> {
  const found: ChannelOverview[] = [];
  for await (const { channel, topics } of deps.store.subscriptions.channels()) {
    if (channel.platform !== platform || !channel.id.startsWith(idPrefix)) continue;
    found.push(await withPosts(channel, topics, deps));
    if (found.length === limit) break;
  }
  return found;
}

/** The same of one channel, which may follow nothing. */
export async function overviewOfOne(channel: Channel, deps: OverviewDeps): Promise<ChannelOverview> {
  return withPosts(channel, await topicsOf({ ...deps, channel }), deps);
}

async function withPosts(
  channel: Channel,
  topics: readonly string[],
  { store, clock }: OverviewDeps,
): Promise<ChannelOverview> {
  const schedule = await store.schedules.get(channel);
  if (!schedule) return { channel, topics };
  const { hour, minute, days } = schedule;
  const { when, timeZone, next } = await postsView(schedule, store, clock.now());
  return { channel, topics, when, timeZone, at: { hour, minute, days }, ...(next && { next }) };
}
