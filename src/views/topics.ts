import type { SuggestedTopic } from "../engine.ts";
import type { Block, Message } from "../message.ts";
import { buttons, said, text } from "./blocks.ts";
import { button, count, cut } from "./text.ts";

export interface OfferedTopic extends SuggestedTopic {
  /** By the channel that asks. */
  readonly isFollowed: boolean;
}

/** Topics that could be followed, with how many of the newest papers each finds. */
export function suggestedTopics(topics: readonly OfferedTopic[]): Message {
  if (topics.length === 0) return noTopics();
  const heading = "Topics in the newest papers";
  const blocks: Block[] = [{ type: "heading", text: heading }];
  for (const { name, papers, isFollowed } of topics) {
    const followed = isFollowed ? ", followed by this channel" : "";
    blocks.push(text({ bold: cut(name, 80) }, `, ${count(papers, "paper")}${followed}`));
  }
  const open = topics.filter(({ isFollowed }) => !isFollowed);
  const actions = open.map(({ name, topic }) => button(`Subscribe to ${name}`, `subscribe ${topic}`));
  if (actions.length > 0) blocks.push(buttons(actions));
  const list = topics.map(({ name, papers }) => `${cut(name, 60)} (${papers})`).join(", ");
  return { fallback: `${heading}: ${list}`, blocks };
}

function noTopics(): Message {
  const sentence = "No topics were found yet: that takes some papers that speak of the same things.";
  return said(sentence, [button("Latest papers", "latest")]);
}
