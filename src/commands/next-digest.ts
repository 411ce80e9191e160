import type { ComposedDigest, TopicMatches } from "../engine.ts";
import type { Day } from "../papers/paper.ts";
import type { Context } from "./command.ts";
import { firstOfLastDays } from "./recent.ts";

/** Days that a preview of the next digest looks back on. */
export const previewedDays = 7;

export interface NextDigest {
  readonly digest: ComposedDigest;
  readonly since: Day;
  readonly unreadable: TopicMatches["unreadable"];
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
  return { digest: await engine.withCauses({ channel }, composed), since, unreadable: matches.unreadable };
}
