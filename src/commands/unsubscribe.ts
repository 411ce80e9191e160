import { nearest } from "../nearest.ts";
import { confirmUnsubscribeAll, followsNothing, unsubscribed, unsubscribedAll } from "../views/subscriptions.ts";
import { button } from "../views/text.ts";
import { defineCommand } from "./command.ts";
import { followedTopic } from "./followed-topic.ts";
import { LineError } from "./line-error.ts";
import { postsOf, topicsOf } from "./posts.ts";
import { inCode } from "./tokens.ts";
import { formatLine } from "./usage.ts";

const written = {
  name: "unsubscribe",
  args: {
    topic: { kind: "rest", summary: "the topic, its number in `subscriptions`, or `all`", completes: "followed" },
    yes: { kind: "flag", option: true, summary: "with `all`, don't ask first" },
  },
} as const;

export const unsubscribe = defineCommand({
  ...written,
  summary: "Stop following a topic in this channel",
  examples: ['unsubscribe "speculative decoding"', "unsubscribe 2", "unsubscribe all"],
  answer: "public",
  asksOnly: ({ topic, yes }) => isAll(topic) && yes !== true,
  needs: "manage-channel",
  async run({ topic: typed, yes }, context) {
    const { engine, store, channel } = context;
    const topics = await topicsOf(context);
    if (topics.length === 0) return followsNothing();
    if (isAll(typed)) {
      if (yes !== true) return confirmUnsubscribeAll(topics, formatLine(written, { topic: "all", yes: true }));
      await store.subscriptions.removeAll(channel);
      return unsubscribedAll(topics, await postsOf(context));
    }
    const topic = followedTopic(typed, topics, engine);
    const removed = topic === undefined ? undefined : await store.subscriptions.remove(channel, topic);
    if (!removed) throw notFollowed(typed, topics);
    return unsubscribed(removed.topic, await topicsOf(context), await postsOf(context));
  },
});

function isAll(topic: string): boolean {
  return topic.toLowerCase() === "all";
}

function notFollowed(typed: string, topics: readonly string[]): LineError {
  const isNear = (topic: string) =>
    topic.toLowerCase().includes(typed.toLowerCase()) ||
    nearest(typed, [topic, ...(topic.match(/[\p{L}\p{N}]+/gu) ?? [])]) !== undefined;
  const near = topics.filter(isNear).slice(0, 5);
  const meant =
    near.length > 0 ? ` Did you mean ${near.map(inCode).join(" or ")}?` : " `subscriptions` lists what it follows.";
  return new LineError(
    "not-followed",
    `This channel does not follow ${inCode(typed)}.${meant}`,
    near.map((topic) => button(`Unsubscribe ${topic}`, formatLine(written, { topic }))),
  );
}
