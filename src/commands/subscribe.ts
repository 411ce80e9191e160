import { UserError } from "../errors.ts";
import { topicIdentity } from "../store/topic-identity.ts";
import { subscribedMessage, type TopicPreview } from "../views/subscribed.ts";
import { type Context, defineCommand } from "./command.ts";
import { nearest } from "./nearest.ts";
import { authorOf, postsOf, scheduleByDefault, topicsOf } from "./posts.ts";
import { readSchedule, setSchedule } from "./schedule.ts";

/** Days a preview looks back on, until one of them finds something. */
const windows = [7, 30] as const;
const papersShown = 3;
/** Near topics offered where a topic finds no paper. */
const mostNear = 3;

export const subscribe = defineCommand({
  name: "subscribe",
  summary: "Follow a topic in this channel",
  examples: [
    'subscribe "speculative decoding"',
    'subscribe moe OR "mixture of experts" -vision',
    'subscribe cat:cs.CL is:code --at "08:30 Tokyo weekly fri"',
  ],
  notes: [
    "A topic is written like a search; `help search` explains how. New papers that match it come with the digest.",
    "A channel without a schedule gets the usual one with its first topic: 09:00 on weekdays. `--at` or `schedule` changes it.",
  ],
  args: {
    topic: { kind: "rest", summary: "what to follow, written like a search", completes: "topic" },
    at: { kind: "word", option: true, summary: 'when the channel gets its post, such as "09:00 Berlin weekdays"' },
  },
  answer: "public",
  needs: "manage-channel",
  leadsToPosts: true,
  async run({ topic: typed, at: when }, context) {
    const { engine, store, clock, channel } = context;
    const topic = engine.normaliseTopic(typed);
    const present = await store.schedules.get(channel);
    const usual = scheduleByDefault(context);
    // Both are understood before either is done.
    const wanted = when === undefined ? undefined : await readSchedule(when, present ?? usual);
    if (when !== undefined && !wanted)
      throw new UserError("schedule", "`off` is no time for posts: `schedule off` ends them.");
    const preview = await previewOf(topic, context);
    const by = authorOf(context);
    const at = clock.now();
    const outcome = await store.subscriptions.add(channel, { topic, by, at });
    if (wanted) await setSchedule(wanted, context);
    const isFirstSchedule = (await store.schedules.get(channel)) === undefined;
    if (isFirstSchedule) await store.schedules.set(channel, { ...usual, by, at });
    const topics = await topicsOf(context);
    const kept = topics.find((each) => topicIdentity(each) === topicIdentity(topic)) ?? topic;
    const posts = await postsOf(context);
    return subscribedMessage({ topic: kept, outcome, topics, preview, ...(posts && { posts }), isFirstSchedule });
  },
});

/** What the last days would have brought this channel; where that is nothing, what all papers hold, and else what is near. */
async function previewOf(
  topic: string,
  { engine, channel }: Pick<Context, "engine" | "channel">,
): Promise<TopicPreview> {
  for (const days of windows) {
    const preview = await engine.previewTopic(topic, days, (since) => engine.suits({ channel }, { since }));
    if (preview.total === 0) continue;
    const { topics } = await engine.withCauses({ channel }, preview);
    const papers = topics.flatMap((group) => group.papers).slice(0, papersShown);
    return { kind: "recent", since: preview.since, total: preview.total, papers };
  }
  const found = await engine.search(topic, { limit: papersShown, sort: "date" });
  if (found.whole > 0) {
    return { kind: "earlier", total: found.whole, papers: found.hits.filter(({ part }) => !part) };
  }
  return { kind: "none", near: await nearTopics(topic, found.didYouMean, engine) };
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
