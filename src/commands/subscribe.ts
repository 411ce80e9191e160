import { UserError } from "../errors.ts";
import { openQuoteNote } from "../search/query.ts";
import { topicIdentity } from "../search/topic-identity.ts";
import { subscribedMessage } from "../views/subscribed.ts";
import { defineCommand } from "./command.ts";
import { authorOf } from "./person.ts";
import { postsOf, scheduleByDefault, topicsOf } from "./posts.ts";
import { readSchedule, setSchedule } from "./schedule.ts";
import { includingLine } from "./topic.ts";
import { topicPreview } from "./topic-preview.ts";
import { formatLine } from "./usage.ts";

const written = {
  name: "subscribe",
  args: {
    topic: { kind: "rest", summary: "what to follow, written like a search", completes: "topic" },
    at: { kind: "word", option: true, summary: 'when the channel gets its post, such as "09:00 Berlin weekdays"' },
  },
} as const;

export const subscribe = defineCommand({
  ...written,
  summary: "Follow a topic in this channel",
  examples: [
    'subscribe "speculative decoding"',
    'subscribe moe OR "mixture of experts" -vision',
    'subscribe cat:cs.CL is:code --at "08:30 Tokyo weekly fri"',
  ],
  notes: [
    "A topic is written like a search; `help search` explains how. New papers that match it come with the digest.",
    "`topic` shows beforehand what a topic would bring; `topic diffusion exclude video` narrows one later.",
    "A channel without a schedule gets the usual one with its first topic: 09:00 on weekdays. `--at` or `schedule` changes it.",
  ],
  answer: "public",
  needs: "manage-channel",
  leadsToPosts: true,
  async run({ topic: typed, at: when }, context) {
    const { engine, store, clock, channel } = context;
    const topic = engine.normaliseTopic(typed);
    const present = await store.schedules.get(channel);
    const usual = scheduleByDefault(context);
    // Both are understood before either is done.
    const lineAt = (words: string) => formatLine(written, { topic: typed, at: words });
    const wanted = when === undefined ? undefined : await readSchedule(when, present ?? usual, lineAt);
    if (when !== undefined && !wanted)
      throw new UserError("schedule", "`off` is no time for posts: `schedule off` ends them.");
    const preview = await topicPreview(topic, context);
    const by = authorOf(context);
    const at = clock.now();
    const outcome = await store.subscriptions.add(channel, { topic, by, at });
    if (wanted) await setSchedule(wanted, context);
    const isFirstSchedule = (await store.schedules.get(channel)) === undefined;
    if (isFirstSchedule) await store.schedules.set(channel, { ...usual, by, at });
    const topics = await topicsOf(context);
    const kept = topics.find((each) => topicIdentity(each) === topicIdentity(topic)) ?? topic;
    const posts = await postsOf(context);
    const also = preview.also.map(({ words }) => ({ words, line: includingLine(kept, words) }));
    const note = openQuoteNote(typed);
    return subscribedMessage({
      topic: kept,
      outcome,
      topics,
      preview,
      also,
      ...(posts && { posts }),
      isFirstSchedule,
      ...(note !== undefined && { note }),
    });
  },
});
