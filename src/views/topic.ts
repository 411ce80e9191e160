import type { Action, Inline, Message } from "../message.ts";
import type { Day, Paper } from "../papers/paper.ts";
import type { Match } from "../search/search-index.ts";
import type { Subscription } from "../store/store.ts";
import { buttons, said, text } from "./blocks.ts";
import { paperBlock } from "./paper.ts";
import { placedTerms } from "./reason.ts";
import { button, count, cut } from "./text.ts";
import { topicName } from "./topic-names.ts";
import { previewBlocks, previewSentence, type TopicPreview } from "./topic-preview.ts";

export interface TopicLook {
  readonly topic: string;
  /** Absent where the channel does not follow it. */
  readonly followed?: Subscription;
  /** Words it leaves out, each with the line that takes them in again. */
  readonly excluded: readonly TopicChange[];
  /** Other words for it, each with the line that takes them in. */
  readonly also: readonly TopicChange[];
  readonly preview: TopicPreview;
  /** How the topic was read, where that may surprise. */
  readonly note?: string;
}

/** Words of a topic and the command line that changes what is done with them. */
export interface TopicChange {
  readonly words: string;
  readonly line: string;
}

const mostButtons = 5;

/** One topic before it is followed, or as it is followed: what it brings, what it leaves out, what else it could take in. */
export function topicMessage({ topic, followed, excluded, also, preview, note }: TopicLook): Message {
  const state: readonly Inline[] = followed
    ? [
        "This channel follows it, added by ",
        cut(followed.by.name ?? followed.by.id, 60),
        ", ",
        { time: followed.at },
        ".",
      ]
    : ["This channel does not follow it: this is what it would bring. Nothing is changed by looking."];
  const near = preview.kind === "none" ? preview.near : [];
  const actions: Action[] = [
    ...(followed ? [] : [button("Subscribe", `subscribe ${topic}`, { style: "primary" })]),
    ...also.map(({ words, line }) => button(followed ? `Also ${words}` : `With ${words}`, line)),
    ...near.map((other) => button(`Look at ${other}`, `topic ${other}`)),
    ...excluded.slice(0, mostButtons).map(({ words, line }) => button(`Include ${words} again`, line)),
    ...(followed ? [button("Unsubscribe", `unsubscribe ${topic}`)] : []),
  ];
  const leftOut = excluded.map(({ words }) => words);
  return {
    fallback: [
      `${cut(topic, 100)}: ${followed ? "followed" : "not followed"} here.`,
      ...(note === undefined ? [] : [note]),
      previewSentence(preview),
    ].join(" "),
    blocks: [
      { type: "heading", text: cut(topic, 100) },
      ...(note === undefined ? [] : [text(note)]),
      text(...state),
      ...(leftOut.length > 0 ? [text(`Left out: ${leftOut.join(", ")}.`)] : []),
      ...previewBlocks(preview),
      buttons(actions),
    ],
  };
}

export interface TopicEffect {
  /** The first day looked at. */
  readonly since: Day;
  /** What the topic brings since then, before and after. */
  readonly before: number;
  readonly after: number;
  /** The papers that go or come, the best first, with the words that decide it. */
  readonly changed: readonly { readonly paper: Paper; readonly matches: readonly Match[] }[];
}

export interface ChangedTopic {
  readonly before: string;
  readonly topic: string;
  readonly edit: "excluded" | "no longer excluded" | "added" | "no longer added" | "nothing";
  readonly verb: "exclude" | "include";
  readonly words: string;
  /** The channel followed the changed topic already: the two are one now. */
  readonly merged: boolean;
  readonly effect: TopicEffect;
  /** The line that takes it back. */
  readonly undo: string;
}

const shown = 3;

/** What a channel's topic is now, and what that changes in the last days. */
export function changedTopic(change: ChangedTopic): Message {
  const { before, topic, edit, merged, effect, undo } = change;
  if (edit === "nothing") return nothingChanged(change);
  const first = `${cut(before, 60)} is now ${cut(topic, 100)}`;
  const sentence = effectSentence(change);
  const papers = effect.changed
    .slice(0, shown)
    .map(({ paper, matches }) => paperBlock(paper, matches.length > 0 ? { reason: [placedTerms(matches)] } : {}));
  return {
    fallback: `${first}. ${sentence}`,
    blocks: [
      text(topicName(before), " is now ", topicName(topic), merged ? ", which this channel followed already." : "."),
      text(sentence),
      ...papers,
      buttons([
        ...(merged ? [] : [button("Undo", undo)]),
        button("Preview digest", "digest"),
        button("All topics", "subscriptions"),
      ]),
    ],
  };
}

function effectSentence({ edit, effect }: ChangedTopic): string {
  const { since, before, after, changed } = effect;
  const listed = changed.length > shown ? ", the first of them:" : ":";
  const takesAway = edit === "excluded" || edit === "no longer added";
  if (before + after === 0) return `No paper listed since ${since} matches it, with or without.`;
  if (changed.length === 0) {
    return takesAway
      ? `It leaves out none of the ${count(before, "paper")} since ${since}.`
      : `It brings no other papers than the ${before} since ${since}.`;
  }
  if (!takesAway) return `Since ${since} it brings ${count(changed.length, "paper")} more, ${after} in all${listed}`;
  if (after === 0)
    return `Nothing is left: it leaves out ${before === 1 ? "the only paper" : `all ${before} papers`} since ${since}${listed}`;
  return `Since ${since} it leaves out ${changed.length} of ${count(before, "paper")}${listed}`;
}

function nothingChanged({ topic, words, verb }: ChangedTopic): Message {
  const does = verb === "exclude" ? "leaves out" : "takes in";
  const sentence = `Nothing changed: ${cut(topic, 100)} ${does} ${cut(words, 60)} already.`;
  return said(sentence);
}
