import { nextPost } from "../delivery/next-post.ts";
import { defaultSchedule, type Schedule } from "../delivery/schedule.ts";
import { formatSchedule } from "../delivery/schedule-text.ts";
import { canonicalTimeZone } from "../delivery/time-zones.ts";
import type { ChannelSchedule } from "../store/store.ts";
import type { PostsView } from "../views/posts.ts";
import type { Context } from "./command.ts";

/** When this channel gets its posts, for a view; undefined where it gets none. */
export async function postsOf({
  store,
  clock,
  channel,
  postHabit,
}: Pick<Context, "store" | "clock" | "channel" | "postHabit">): Promise<PostsView | undefined> {
  const schedule = await store.schedules.get(channel);
  if (!schedule) return undefined;
  const posts = await postsView(schedule, store, clock.now());
  if (!postHabit) return posts;
  const { next, isDue, ...rest } = posts;
  return { ...(postHabit.posts ? posts : rest), habit: postHabit.sentence };
}

/** When the channel of a schedule gets its posts. */
export async function postsView(schedule: ChannelSchedule, store: Context["store"], now: Date): Promise<PostsView> {
  const { timeZone, pause, saysNothingNew, restInChannel } = schedule;
  const next = await nextPost(schedule, store.deliveries, now);
  const isOver = pause?.until !== undefined && pause.until <= now;
  return {
    when: formatSchedule(schedule),
    timeZone,
    saysNothingNew,
    restInChannel,
    ...(next && { next, isDue: next <= now }),
    ...(pause && !isOver && { pause }),
  };
}

/** What a channel that never said when gets, at the hours of the person who asks, where the platform knows them. */
export function scheduleByDefault({ person, timeZone }: Pick<Context, "person" | "timeZone">): Schedule {
  const own = person.timeZone === undefined ? undefined : canonicalTimeZone(person.timeZone);
  return defaultSchedule(own ?? timeZone);
}

/** What this channel follows, in the order in which it was added. */
export async function topicsOf({ store, channel }: Pick<Context, "store" | "channel">): Promise<readonly string[]> {
  return (await store.subscriptions.list(channel)).map(({ topic }) => topic);
}
