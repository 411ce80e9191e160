import type { DigestPaper, FoundPaper } from "../engine.ts";
import type { Action, Block, Inline, Message } from "../message.ts";
import type { Day } from "../papers/paper.ts";
import { digestPaperBlock } from "./digest.ts";
import { howToChange, nextLine, nextSentence, type PostsView, pauseLine } from "./posts.ts";
import { foundPaperBlock } from "./search-results.ts";
import { following, followingSentence } from "./subscriptions.ts";
import { button, count, cut } from "./text.ts";
import { topicList } from "./topic-names.ts";

/** What a topic would have brought, or where there was nothing, what it finds among all papers. */
export type TopicPreview =
  | { readonly kind: "recent"; readonly since: Day; readonly total: number; readonly papers: readonly DigestPaper[] }
  | { readonly kind: "earlier"; readonly total: number; readonly papers: readonly FoundPaper[] }
  /** No paper at all: topics that are near and do find papers. */
  | { readonly kind: "none"; readonly near: readonly string[] };

export interface Subscribed {
  readonly topic: string;
  readonly outcome: "added" | "already";
  /** All that the channel follows now. */
  readonly topics: readonly string[];
  readonly preview: TopicPreview;
  /** When the channel gets its posts; absent where somebody switched them off in the same moment. */
  readonly posts?: PostsView;
  /** The schedule was set by this subscription. */
  readonly isFirstSchedule: boolean;
}

/** What is now on, and what it would have brought. */
export function subscribedMessage({ topic, outcome, topics, preview, posts, isFirstSchedule }: Subscribed): Message {
  const first =
    outcome === "added"
      ? `Subscribed to ${cut(topic, 100)}`
      : `Already subscribed to ${cut(topic, 100)}: nothing changed`;
  const sentence = previewSentence(preview);
  const near = preview.kind === "none" ? preview.near : [];
  const actions: Action[] = [
    ...near.map((other) => button(`Subscribe to ${other}`, `subscribe ${other}`)),
    ...(preview.kind === "none" ? [] : [button("Preview digest", "digest")]),
    button("Unsubscribe", `unsubscribe ${topic}`),
    button("All topics", "subscriptions"),
    button("Schedule", "schedule"),
  ];
  return {
    fallback: [`${first}.`, followingSentence(topics), ...(posts ? [postsSentence(posts)] : []), sentence].join(" "),
    blocks: [
      { type: "heading", text: first },
      text(...following(topics)),
      ...(posts ? postsBlocks(posts, isFirstSchedule) : []),
      text(sentence),
      ...paperBlocks(preview),
      ...(near.length > 0 ? [text("Near it and in the papers: ", ...topicList(near), ".")] : []),
      { type: "actions", actions },
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

function previewSentence(preview: TopicPreview): string {
  switch (preview.kind) {
    case "recent": {
      const brought = `Since ${preview.since} it would have brought ${count(preview.total, "paper")}`;
      return preview.papers.length < preview.total ? `${brought}, the best of them:` : `${brought}:`;
    }
    case "earlier": {
      const { total, papers } = preview;
      const found = `${count(total, "known paper")} ${total === 1 ? "does" : "do"}`;
      return `None of the newest papers matches, ${found}${total > papers.length ? ", the newest of them" : ""}:`;
    }
    case "none":
      return "No paper known so far matches it: it brings something as soon as one does.";
    default:
      return preview satisfies never;
  }
}

function paperBlocks(preview: TopicPreview): readonly Block[] {
  if (preview.kind === "recent") return preview.papers.map(digestPaperBlock);
  return preview.kind === "earlier" ? preview.papers.map(foundPaperBlock) : [];
}

function text(...content: readonly Inline[]): Block {
  return { type: "text", text: content };
}
