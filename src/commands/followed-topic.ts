import { UserError } from "../errors.ts";
import { topicIdentity } from "../search/topic-identity.ts";
import { count } from "../views/text.ts";
import type { Context } from "./command.ts";

/**
 * The topic of a channel that a person means, by its words or its number in `subscriptions`; undefined for what it does
 * not follow.
 *
 * @throws UserError `not-followed` for a number beyond the list
 */
export function followedTopic(
  typed: string,
  topics: readonly string[],
  engine: Pick<Context["engine"], "normaliseTopic">,
): string | undefined {
  const wanted = topicIdentity(asKept(typed, engine));
  return topics.find((topic) => topicIdentity(topic) === wanted) ?? numbered(typed, topics);
}

/** Also what is no topic any more, or never was, can be asked for. */
function asKept(typed: string, engine: Pick<Context["engine"], "normaliseTopic">): string {
  try {
    return engine.normaliseTopic(typed);
  } catch (error) {
    if (error instanceof UserError) return typed;
    throw error;
  }
}

function numbered(typed: string, topics: readonly string[]): string | undefined {
  if (!/^\d{1,4}$/u.test(typed)) return undefined;
  const topic = topics[Number(typed) - 1];
  if (topic !== undefined) return topic;
  throw new UserError(
    "not-followed",
    `There is no topic ${typed}: this channel follows ${count(topics.length, "topic")}. \`subscriptions\` lists them.`,
  );
}
