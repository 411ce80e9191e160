import type { Action, Block, Message } from "../message.ts";
import { buttons, text } from "./blocks.ts";
import { howToChange, nextLine, nextSentence, type PostsView, pauseLine } from "./posts.ts";
import { following, followingSentence } from "./subscriptions.ts";
import { button, cut } from "./text.ts";
import type { TopicChange } from "./topic.ts";
import { previewBlocks, previewSentence, type TopicPreview } from "./topic-preview.ts";

export interface Subscribed {
  readonly topic: string;
  readonly outcome: "added" | "already";
  /** All that the channel follows now. */
  readonly topics: readonly string[];
  readonly preview: TopicPreview;
  /** The lines that take in other words for it. */
  readonly also: readonly TopicChange[];
  /** When the channel gets its posts; absent where somebody switched them off in the same moment. */
  readonly posts?: PostsView;
  /** The schedule was set by this subscription. */
  readonly isFirstSchedule: boolean;
  /** How the topic was read, where that may surprise. */
  readonly note?: string;
}

/** What is now on, and what it would have brought. */
export function subscribedMessage({
  topic,
  outcome,
  topics,
  preview,
  also,
  posts,
  isFirstSchedule,
  note,
}: Subscribed): Message {
  const first =
    outcome === "added"
      ? `Subscribed to ${cut(topic, 100)}`
      : `Already subscribed to ${cut(topic, 100)}: nothing changed`;
  const sentence = previewSentence(preview);
  const near = preview.kind === "none" ? preview.near : [];
  const actions: Action[] = [
    ...near.map((other) => button(`Subscribe to ${other}`, `subscribe ${other}`)),
    ...also.map(({ words, line }) => button(`Also ${words}`, line)),
    ...(preview.kind === "none" ? [] : [button("Preview digest", "digest")]),
    button("Unsubscribe", `unsubscribe ${topic}`),
    button("All topics", "subscriptions"),
    button("Schedule", "schedule"),
  ];
  return {
    fallback: [
      `${first}.`,
      ...(note === undefined ? [] : [note]),
      followingSentence(topics),
      ...(posts ? [postsSentence(posts)] : []),
      sentence,
    ].join(" "),
    blocks: [
      { type: "heading", text: first },
      ...(note === undefined ? [] : [text(note)]),
      text(...following(topics)),
      ...(posts ? postsBlocks(posts, isFirstSchedule) : []),
      ...previewBlocks(preview),
      buttons(actions),
    ],
  };
}

function postsSentence(posts: PostsView): string {
  return `Posts: ${posts.when}. ${nextSentence(posts)}`;
}

/** Whoever subscribes is told when something will come, whether or not it was they who decided on that. */
function postsBlocks(posts: PostsView, isFirst: boolean): readonly Block[] {
  const bold = { bold: posts.when };
  const when = isFirst
    ? text(
        "One post a day holds all of it. This channel had no schedule, so it got the usual one: ",
        bold,
        ". ",
        ...nextLine(posts),
      )
    : text("One post a day holds all of it: ", bold, ". ", ...nextLine(posts));
  return [when, ...(posts.pause ? [text(...pauseLine(posts.pause))] : []), ...(isFirst ? [text(...howToChange)] : [])];
}
