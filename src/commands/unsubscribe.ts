import { UserError } from "../errors.ts";
import { confirmUnsubscribeAll, followsNothing, unsubscribed, unsubscribedAll } from "../views/subscriptions.ts";
import { button, count } from "../views/text.ts";
import { type Context, defineCommand } from "./command.ts";
import { LineError } from "./line-error.ts";
import { nearest } from "./nearest.ts";
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
    const removed =
      (await store.subscriptions.remove(channel, asKept(typed, engine))) ??
      (await store.subscriptions.remove(channel, numbered(typed, topics)));
    if (!removed) throw notFollowed(typed, topics);
    return unsubscribed(removed.topic, await topicsOf(context), await postsOf(context));
  },
});

function isAll(topic: string): boolean {
  return topic.toLowerCase() === "all";
}

/** Also what is no topic any more, or never was, can be asked for. */
function asKept(typed: string, engine: Context["engine"]): string {
  try {
    return engine.normaliseTopic(typed);
  } catch (error) {
    if (error instanceof UserError) return typed;
    throw error;
  }
}

/** The topic with this number in the list; what was typed where it is no number. */
function numbered(typed: string, topics: readonly string[]): string {
  if (!/^\d{1,4}$/u.test(typed)) return typed;
  const topic = topics[Number(typed) - 1];
  if (topic !== undefined) return topic;
  throw new UserError(
    "not-followed",
    `There is no topic ${typed}: this channel follows ${count(topics.length, "topic")}. \`subscriptions\` lists them.`,
  );
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
