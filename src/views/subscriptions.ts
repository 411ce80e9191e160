import type { Block, Inline, Message } from "../message.ts";
import type { Subscription } from "../store/store.ts";
import { type PageView, pageActions, pageCount, pagePlace } from "./pages.ts";
import { button, count, cut } from "./text.ts";
import { inOneLine, topicList, topicName } from "./topic-names.ts";

export interface NumberedSubscription extends Subscription {
  /** Its place in the list: what `unsubscribe 2` means. */
  readonly number: number;
}

/** One page of what a channel follows: who added each topic and when. */
export function subscriptionList(total: number, shown: readonly NumberedSubscription[], page: PageView): Message {
  if (total === 0) return followsNothing();
  if (shown.length === 0) return noSuchPage(total, page);
  const pages = pageCount(total, page.size);
  const heading = `This channel follows ${count(total, "topic")}`;
  const blocks: Block[] = [{ type: "heading", text: heading }];
  if (pages > 1) blocks.push(text(`${pagePlace(page.number, pages)}.`));
  for (const { number, topic, by, at } of shown) {
    blocks.push(text(`${number}. `, topicName(topic), `, added by ${cut(by.name ?? by.id, 60)}, `, { time: at }));
  }
  const actions = shown.map(({ topic }) => button(`Unsubscribe ${topic}`, `unsubscribe ${topic}`));
  blocks.push({ type: "actions", actions }, ...pageActions(page, total));
  blocks.push({ type: "actions", actions: [button("Preview digest", "digest"), button("More topics", "topics")] });
  return { fallback: `${heading}: ${inOneLine(shown.map(({ topic }) => topic))}`, blocks };
}

/** What is left after a topic was taken off. */
export function unsubscribed(topic: string, left: readonly string[], posts: Scheduled | undefined): Message {
  return {
    fallback: `Unsubscribed from ${cut(topic, 80)}. ${followingSentence(left)}`,
    blocks: [
      text("Unsubscribed from ", topicName(topic), ". ", ...following(left)),
      ...(left.length === 0 && posts ? [scheduleRemains(posts)] : []),
      { type: "actions", actions: [button("Subscribe again", `subscribe ${topic}`)] },
    ],
  };
}

export function unsubscribedAll(topics: readonly string[], posts: Scheduled | undefined): Message {
  const sentence = `Unsubscribed from ${topics.length === 1 ? "the only topic" : `all ${topics.length} topics`}: `;
  return {
    fallback: `${sentence}${inOneLine(topics)}. ${followingSentence([])}`,
    blocks: [text(sentence, ...topicList(topics), ". ", ...following([])), ...(posts ? [scheduleRemains(posts)] : [])],
  };
}

/** The schedule of a channel, in words. */
interface Scheduled {
  readonly when: string;
}

/** Without topics nothing is posted, and yet something is left. */
function scheduleRemains({ when }: Scheduled): Block {
  return text(
    "Its schedule stays, ",
    { bold: when },
    ", but nothing is posted until it follows a topic again. ",
    { code: "schedule off" },
    " takes that away too.",
  );
}

/** Asks before everything is taken off. */
export function confirmUnsubscribeAll(topics: readonly string[], line: string): Message {
  const question = `Unsubscribe this channel from ${topics.length === 1 ? "its only topic" : `all its ${topics.length} topics`}?`;
  return {
    fallback: `${question} ${inOneLine(topics)}`,
    blocks: [
      text(`${question} It follows `, ...topicList(topics), "."),
      { type: "actions", actions: [button("Unsubscribe from all", line, { style: "danger" })] },
    ],
  };
}

export function followsNothing(): Message {
  const sentence = followingSentence([]);
  return {
    fallback: sentence,
    blocks: [
      text(...following([]), " Follow one with ", { code: "subscribe <topic>" }, "."),
      { type: "actions", actions: [button("Topics found in the papers", "topics")] },
    ],
  };
}

/** Exactly what is on now. */
export function following(topics: readonly string[]): readonly Inline[] {
  if (topics.length === 0) return ["This channel follows no topic."];
  return [`This channel follows ${count(topics.length, "topic")}: `, ...topicList(topics), "."];
}

export function followingSentence(topics: readonly string[]): string {
  if (topics.length === 0) return "This channel follows no topic.";
  return `This channel follows ${count(topics.length, "topic")}: ${inOneLine(topics)}.`;
}

function noSuchPage(total: number, page: PageView): Message {
  const pages = pageCount(total, page.size);
  const sentence = `There is no page ${page.number}: ${count(total, "topic")} fill ${count(pages, "page")}.`;
  const actions = [button("Last page", page.line(pages), { replaces: true })];
  return { fallback: sentence, blocks: [text(sentence), { type: "actions", actions }] };
}

function text(...content: readonly Inline[]): Block {
  return { type: "text", text: content };
}
