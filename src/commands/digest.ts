import { openQuoteNote } from "../search/query.ts";
import { digestPreview } from "../views/digest.ts";
import { followsNothing } from "../views/subscriptions.ts";
import { defineCommand } from "./command.ts";
import { nextDigest } from "./next-digest.ts";
import { topicsOf } from "./posts.ts";

export const digest = defineCommand({
  name: "digest",
  summary: "Preview this channel's next digest",
  examples: ["digest", 'digest "speculative decoding"'],
  notes: ["With a topic, it shows what a digest on that topic alone would hold. Nothing is posted."],
  args: {
    topic: { kind: "rest", optional: true, summary: "a topic to look at alone", completes: "topic" },
  },
  answer: "private",
  isCostly: true,
  about: "channel",
  shareable: true,
  async run({ topic }, context) {
    const topics = topic === undefined ? await topicsOf(context) : [context.engine.normaliseTopic(topic)];
    if (topics.length === 0) return followsNothing();
    const { digest: next, ...seen } = await nextDigest(topics, context);
    const note = topic === undefined ? undefined : openQuoteNote(topic);
    const alone = topic !== undefined;
    return digestPreview(next, { ...seen, topics, alone, ...(note !== undefined && { note }) });
  },
});
