import type { Message } from "../message.ts";
import type { Paper } from "../papers/paper.ts";
import type { Vote } from "../store/store.ts";
import { said } from "./blocks.ts";
import { button, count, cut, enumerate } from "./text.ts";

/** A paper's place in the preview, counted from 1, before and after a vote; absent where it has none. */
export interface Moved {
  readonly paper: Paper;
  readonly from?: number;
  readonly to?: number;
}

export interface VoteEffect {
  readonly previous: Vote | undefined;
  /** Topics the channel follows. */
  readonly topics: number;
  /** The paper itself and the one that moved furthest, where they moved as the vote says. */
  readonly moved: readonly Moved[];
}

/** What a vote did, in one line, and how to take it back. */
export function voted(paper: Paper, value: "up" | "down", { previous, topics, moved }: VoteEffect): Message {
  const noted = `${value === "up" ? "More like" : "Less like"} ${quoted(paper)}.`;
  const sentence = `${noted} ${effect(paper, value, topics, moved)}`;
  const undo = previous === undefined || previous.value === value ? "undo" : previous.value;
  return said(sentence, [button("Undo", `vote ${paper.key} ${undo}`), button("Preview digest", "digest")]);
}

/** `elsewhere`: the person named it with `like`, or voted on it in another channel. */
export function voteWithdrawn(paper: Paper, withdrawn: Vote | undefined, elsewhere: boolean): Message {
  const here =
    withdrawn === undefined
      ? `There is no vote of yours on ${quoted(paper)} here`
      : `Your vote on ${quoted(paper)} is taken back`;
  const stays = "What you said of it by name or in another channel still counts for your recommendations.";
  const sentence = elsewhere
    ? `${here}. ${stays}`
    : withdrawn === undefined
      ? `${here}.`
      : `${here}: it counts no more.`;
  return said(sentence, [
    ...(elsewhere && withdrawn === undefined ? [button("Take back by name", `like ${paper.key} --undo`)] : []),
    button("More like this", `vote ${paper.key} up`),
    button("Not for us", `vote ${paper.key} down`),
  ]);
}

/** What was named with `like` or `import`. */
export function liked(
  { papers, unknown }: { readonly papers: readonly Paper[]; readonly unknown: readonly string[] },
  whose: "person" | "channel" | "both",
  undo?: string,
): Message {
  const where = tastes[whose];
  const sentences = [
    papers.length > 0
      ? `${count(papers.length, "paper")} you like now ${papers.length === 1 ? "shapes" : "shape"} ${where}: ${named(papers.map(({ title }) => title))}.`
      : "No paper was added.",
    ...notKnown(unknown),
  ];
  return said(sentences.join(" "), [
    ...(undo === undefined ? [] : [button("Undo", undo)]),
    button("Recommend", "recommend"),
    button("My taste", "taste"),
  ]);
}

/** What was taken back of what was named with `like`. */
export function likedNoMore({
  papers,
  unknown,
}: {
  readonly papers: readonly Paper[];
  readonly unknown: readonly string[];
}): Message {
  const sentence =
    papers.length > 0
      ? `Taken back: ${count(papers.length, "paper")} you named, ${named(papers.map(({ title }) => title))}.`
      : "None of these was named before: nothing is changed.";
  return said([sentence, ...notKnown(unknown)].join(" "), [button("My taste", "taste")]);
}

function notKnown(unknown: readonly string[]): string[] {
  if (unknown.length === 0) return [];
  return [
    `Not known here, or not one paper alone: ${named(unknown)}. A paper is named by its arXiv number or its title.`,
  ];
}

const tastes = {
  person: "your recommendations",
  channel: "the channel's digests",
  both: "your recommendations and this channel's digests",
} as const;

function effect(voted: Paper, value: "up" | "down", topics: number, [first, second]: readonly Moved[]): string {
  const mover = (moved: Moved) => (moved.paper.key === voted.key ? "it" : quoted(moved.paper));
  if (first) {
    const also = second ? `, and ${mover(second)} ${move(second, value)}` : "";
    return `In this channel's next digest ${mover(first)} ${move(first, value)}${also}.`;
  }
  const where = value === "up" ? "earlier" : "later";
  if (topics === 0)
    return `Papers near it come ${where} in your recommendations, and here once this channel follows a topic.`;
  return `Papers near it will come ${where} here; among those of the next digest none changes its place.`;
}

function move({ from, to }: Moved, value: "up" | "down"): string {
  if (from === undefined) return `comes in at place ${to}`;
  return to === undefined ? `is left out, from place ${from}` : `moves ${value} from place ${from} to ${to}`;
}

const mostNamed = 5;

function named(titles: readonly string[]): string {
  const shown = titles.slice(0, mostNamed).map((title) => cut(title, 80));
  const left = titles.length - shown.length;
  return enumerate(left > 0 ? [...shown, `${left} more`] : shown);
}

function quoted({ title }: Paper): string {
  return `“${cut(title, 80)}”`;
}
