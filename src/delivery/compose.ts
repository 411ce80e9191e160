import type { ComposedDigest, Engine } from "../engine.ts";
import { dayOf } from "../papers/day.ts";
import type { Day } from "../papers/paper.ts";
import type { Store } from "../store/store.ts";
import { digestPost, quietPost } from "../views/digest-post.ts";
import type { Composed, DueDigest } from "./scheduler.ts";

export interface ComposerDeps {
  readonly engine: Pick<Engine, "matchTopics" | "suits" | "withCauses">;
  readonly store: Pick<Store, "subscriptions" | "shown">;
}

/** Makes a channel's post of its topics and of what it was shown. */
export function createComposer({ engine, store }: ComposerDeps): (due: DueDigest) => Promise<Composed> {
  return async ({ channel, day, since, isCatchUp, saysNothingNew, restInChannel, notices }) => {
    const topics = (await store.subscriptions.list(channel)).map(({ topic }) => topic);
    if (topics.length === 0) return { papers: [] };
    const block = { since: startOfBlock(since) };
    const matches = await engine.matchTopics(topics, block);
    const found = [...matches.matched.values()].flatMap((hits) => hits.map((hit) => hit.paper.key));
    const seen = await store.shown.seenBy(channel, found);
    const suits = await engine.suits({ channel }, block);
    const digest = await engine.withCauses(
      { channel },
      matches.digest({ topics, seen, since, ...(suits && { suits }) }),
    );

    const lines = [
      ...notices.map((notice) => notice.text),
      ...matches.unreadable.map(({ topic, reason }) => `The topic ${topic} cannot be read: ${reason}`),
    ];
    const view = { day, topics, notices: lines, restInChannel, ...(isCatchUp && { caughtUpSince: since }) };
    if (digest.total > 0) return { message: digestPost(digest, view), ...carriedBy(digest) };
    const hasNews = notices.length > 0 || saysNothingNew;
    return { papers: [], ...(hasNews && { message: quietPost(view) }) };
  };
}

function carriedBy({ topics, more }: ComposedDigest): Pick<Composed, "papers" | "alike"> {
  const groups = [...topics, ...more];
  return {
    papers: groups.flatMap(({ topic, papers }) => papers.map(({ paper }) => ({ key: paper.key, topic }))),
    alike: groups.flatMap(({ papers }) => papers.flatMap(({ alike = [] }) => alike.map(({ key }) => key))),
  };
}

/**
 * Channels want papers since this day or that, by their zones and their days. Matched since the start of the block of eight
 * days that holds it, they share one or two batches of analysed papers instead of one a day.
 */
function startOfBlock(since: Day): Day {
  const block = 8 * 86_400_000;
  return dayOf(new Date(Math.floor(Date.parse(since) / block) * block));
}
