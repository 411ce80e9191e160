import { topicIdentity } from "../search/topic-identity.ts";
import { suggestedTopics } from "../views/topics.ts";
import { defineCommand } from "./command.ts";

const topicsShown = 10;

export const topics = defineCommand({
  name: "topics",
  summary: "Show topics found in the newest papers",
  examples: ["topics"],
  args: {},
  answer: "private",
  isCostly: true,
  shareable: true,
  async run(_args, { engine, store, channel }) {
    const followed = new Set((await store.subscriptions.list(channel)).map(({ topic }) => topicIdentity(topic)));
    const suggested = await engine.suggestTopics(topicsShown);
    return suggestedTopics(suggested.map((each) => ({ ...each, isFollowed: followed.has(topicIdentity(each.topic)) })));
  },
});
