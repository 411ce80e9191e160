import { nearest } from "../nearest.ts";
import type { TopicPreview } from "../views/topic-preview.ts";
import type { Context } from "./command.ts";
import { firstOfLastDays } from "./recent.ts";

/** Days a preview looks back on, until one of them finds something. */
export const previewWindows = [7, 30] as const;
const papersShown = 3;
/** Near topics offered where a topic finds no paper. */
const mostNear = 3;
/** Other words offered for a topic. */
const mostAlso = 3;

/**
 * What the last days would have brought this channel, with other words for it; where that is nothing, what all papers hold, and else
 * what is near.
 */
export async function topicPreview(
  topic: string,
  { engine, clock, channel }: Pick<Context, "engine" | "clock" | "channel">,
): Promise<TopicPreview> {
  const also = await engine.alsoSaid(topic, mostAlso);
  for (const days of previewWindows) {
    const since = await firstOfLastDays(days, { engine, clock });
    const suits = await engine.suits({ channel }, { since });
    const digest = await engine.digest({ topics: [topic], since, ...(suits && { suits }) });
    if (digest.total === 0) continue;
    const { topics } = await engine.withCauses({ channel }, digest);
    const papers = topics.flatMap((group) => group.papers).slice(0, papersShown);
    return { kind: "recent", since, total: digest.total, papers, also };
  }
  const found = await engine.search(topic, { limit: papersShown, sort: "date" });
  if (found.whole > 0) {
    return { kind: "earlier", total: found.whole, papers: found.hits.filter(({ part }) => !part), also };
  }
  return { kind: "none", near: await nearTopics(topic, found.didYouMean, engine), also };
}

/** The topic with its typing slips mended, then topics of the papers that share a word with it or are spelt alike. */
async function nearTopics(
  topic: string,
  mended: string | undefined,
  engine: Context["engine"],
): Promise<readonly string[]> {
  const words = wordsOf(topic);
  const suggested = await engine.suggestTopics(50);
  const alike = suggested.filter(
    ({ name }) => wordsOf(name).some((word) => words.includes(word)) || nearest(name, [topic]) !== undefined,
  );
  return [...new Set([...(mended === undefined ? [] : [mended]), ...alike.map((near) => near.topic)])].slice(
    0,
    mostNear,
  );
}

/** Words long enough to mean something by themselves. */
function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? [];
}
