import { digestPreview } from "../views/digest.ts";
import { followsNothing } from "../views/subscriptions.ts";
import { defineCommand } from "./command.ts";
import { firstOfLastDays } from "./recent.ts";

/** Days a digest looks back on. */
const days = 7;

export const digest = defineCommand({
  name: "digest",
  summary: "Preview this channel's next digest",
  examples: ["digest", 'digest "speculative decoding"'],
  notes: ["With a topic, it shows what a digest on that topic alone would hold. Nothing is posted."],
  args: {
    topic: { kind: "rest", optional: true, summary: "a topic to look at alone", completes: "topic" },
  },
  answer: "private",
  shareable: true,
  async run({ topic }, { engine, store, clock, channel }) {
    const followed = async () => (await store.subscriptions.list(channel)).map((subscription) => subscription.topic);
    const topics = topic === undefined ? await followed() : [engine.normaliseTopic(topic)];
    if (topics.length === 0) return followsNothing();
    const since = await firstOfLastDays(days, { engine, clock });
    const matches = await engine.matchTopics(topics, { since });
    const found = [...matches.matched.values()].flatMap((hits) => hits.map(({ paper }) => paper.key));
    const seen = await store.shown.seenBy(channel, found);
    const { unreadable } = matches;
    return digestPreview(matches.digest({ topics, seen }), { topics, since, unreadable, alone: topic !== undefined });
  },
});
