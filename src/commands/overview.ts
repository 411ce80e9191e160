import type { ChannelGroup, ChannelOverview } from "../adapter.ts";
import type { Context } from "./command.ts";
import { postsOf } from "./posts.ts";

/** What these channels follow and when their posts come, at most `limit` of them. */
export async function overviewOf(
  { platform, idPrefix }: ChannelGroup,
  { store, clock }: Pick<Context, "store" | "clock">,
  limit: number,
): Promise<readonly ChannelOverview[]> {
  const found: ChannelOverview[] = [];
  for await (const { channel, topics } of store.subscriptions.channels()) {
    if (channel.platform !== platform || !channel.id.startsWith(idPrefix)) continue;
    const posts = await postsOf({ store, clock, channel });
    found.push({
      channel,
      topics,
      ...(posts && { when: posts.when, timeZone: posts.timeZone }),
      ...(posts?.next && { next: posts.next }),
    });
    if (found.length === limit) break;
  }
  return found;
}
