import { mostDays } from "../delivery/catch-up.ts";
import type { ComposedDigest, TopicMatches } from "../engine.ts";
import { dayOf, daysAfter } from "../papers/day.ts";
import type { Day } from "../papers/paper.ts";
import type { Context } from "./command.ts";
import { firstOfLastDays } from "./recent.ts";

/** Days that a preview of the next digest looks back on. */
export const previewedDays = 7;

export interface NextDigest {
  readonly digest: ComposedDigest;
  readonly since: Day;
  readonly unreadable: TopicMatches["unreadable"];
  /** The first day that a post may look at, where all of these were listed before: no post will bring them. */
  readonly tooOldFor?: Day;
}

/** The first day that a post made today may look at. */
export function firstOfPosts({ clock }: Pick<Context, "clock">): Day {
  return daysAfter(dayOf(clock.now()), -mostDays);
}

/** What a digest on some topics would hold if the channel got it now. */
export async function nextDigest(
  topics: readonly string[],
  { engine, store, clock, channel }: Pick<Context, "engine" | "store" | "clock" | "channel">,
): Promise<NextDigest> {
  const since = await firstOfLastDays(previewedDays, { engine, clock });
  const matches = await engine.matchTopics(topics, { since });
  const found = [...matches.matched.values()].flatMap((hits) => hits.map(({ paper }) => paper.key));
  const seen = await store.shown.seenBy(channel, found);
  const suits = await engine.suits({ channel }, { since });
  const composed = matches.digest({ topics, seen, ...(suits && { suits }) });
  const { unreadable } = matches;
  const digest = await engine.withCauses({ channel }, composed);
  const tooOldFor = firstOfPosts({ clock });
  const isOld = ![...digest.topics, ...digest.more].some(({ papers }) =>
    papers.some(({ paper }) => paper.listed >= tooOldFor),
  );
  return { digest, since, unreadable, ...(isOld && { tooOldFor }) };
}
