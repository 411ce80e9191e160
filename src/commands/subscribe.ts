import { topicIdentity } from "../store/topic-identity.ts";
import { subscribedMessage, type TopicPreview } from "../views/subscribed.ts";
import { type Context, defineCommand } from "./command.ts";
import { nearest } from "./nearest.ts";

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
    "subscribe cat:cs.CL is:code",
  ],
  notes: [
    "A topic is written like a search; `help search` explains how. New papers that match it come with the digest.",
  ],
  args: {
    topic: { kind: "rest", summary: "what to follow, written like a search", completes: "topic" },
  },
  answer: "public",
  needs: "manage-channel",
  leadsToPosts: true,
  async run({ topic: typed }, { engine, store, clock, channel, person }) {
    const topic = engine.normaliseTopic(typed);
    const preview = await previewOf(topic, engine);
    const by = { id: person.id, ...(person.name !== undefined && { name: person.name }) };
    const outcome = await store.subscriptions.add(channel, { topic, by, at: clock.now() });
    const topics = (await store.subscriptions.list(channel)).map((subscription) => subscription.topic);
    const kept = topics.find((each) => topicIdentity(each) === topicIdentity(topic)) ?? topic;
    return subscribedMessage({ topic: kept, outcome, topics, preview });
  },
});

/** What the last days would have brought; where that is nothing, what all papers hold, and else what is near. */
async function previewOf(topic: string, engine: Context["engine"]): Promise<TopicPreview> {
  for (const days of windows) {
    const preview = await engine.previewTopic(topic, days);
    if (preview.total === 0) continue;
    const papers = preview.topics.flatMap((group) => group.papers).slice(0, papersShown);
    return { kind: "recent", since: preview.since, total: preview.total, papers };
  }
  const found = await engine.search(topic, { limit: papersShown, sort: "date" });
  if (found.total > 0 && !found.partial) return { kind: "earlier", total: found.total, papers: found.hits };
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
