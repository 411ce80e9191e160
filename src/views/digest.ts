import type { ComposedDigest, DigestPaper, TopicMatch } from "../engine.ts";
import type { Action, Block, Inline, Message, PaperBlock } from "../message.ts";
import type { Day } from "../papers/paper.ts";
import { buttons, text } from "./blocks.ts";
import { keyQuote, paperBlock } from "./paper.ts";
import { placedTerms } from "./reason.ts";
import { whatWasSaid } from "./taste.ts";
import { button, count, cut, titlesOf } from "./text.ts";
import { inOneLine, topicList, topicName } from "./topic-names.ts";

export interface PreviewView {
  /** What the channel follows, or the one topic that was asked for. */
  readonly topics: readonly string[];
  /** One topic was asked for. */
  readonly alone: boolean;
  /** The first day looked at. */
  readonly since: Day;
  /** Topics that are no query any more, and why. */
  readonly unreadable: readonly { readonly topic: string; readonly reason: string }[];
  /** The first day that a post may look at, where all papers were listed before it. */
  readonly tooOldFor?: Day;
  /** How the topic was read, where that may surprise. */
  readonly note?: string;
}

/** What the next digest would hold if it were posted now. */
export function digestPreview(
  digest: ComposedDigest,
  { topics, alone, since, unreadable, tooOldFor, note }: PreviewView,
): Message {
  const problems = [
    ...(note === undefined ? [] : [text(note)]),
    ...unreadable.map(({ topic, reason }) => text(topicName(topic), ` cannot be read: ${reason}`)),
  ];
  if (digest.total === 0) return nothingNew(topics, since, problems);
  const next = tooOldFor === undefined ? "The next digest" : "What a digest would have held";
  const heading = `${alone ? "A digest on this topic alone" : next}: ${count(digest.total, "new paper")}`;
  const outlook =
    tooOldFor === undefined
      ? "This is a preview: nothing is posted."
      : `No post will bring them: posts look back to ${tooOldFor} at most.`;
  const { blocks, more } = digestBlocks(digest);
  return {
    fallback: `${heading}: ${postTitles(digest)}`,
    blocks: [
      { type: "heading", text: heading },
      text(`Listed since ${since}, on `, ...topicList(topics), `. ${outlook}`),
      ...problems,
      ...blocks,
    ],
    ...(more.length > 0 && { more }),
  };
}

/** A digest's papers under their topics: those of the post, and those that follow it. */
export function digestBlocks(digest: ComposedDigest): {
  readonly blocks: readonly Block[];
  readonly more: readonly Block[];
} {
  const more = grouped(digest.more);
  const listed = papersOf(digest.topics).length + papersOf(digest.more).length;
  const folded = [...papersOf(digest.topics), ...papersOf(digest.more)].reduce(
    (sum, { alike = [] }) => sum + alike.length,
    0,
  );
  const left = digest.total - listed - folded;
  const following = papersOf(digest.more).length;
  const notes = [
    following > 0 ? `${count(following, "more paper")} below.` : "",
    left > 0 ? `${count(left, "further paper")} matched less well and ${left === 1 ? "is" : "are"} left out.` : "",
  ].filter((note) => note !== "");
  return { blocks: [...grouped(digest.topics), ...(notes.length > 0 ? [text(notes.join(" "))] : [])], more };
}

/** One paper of a digest, with every topic that brought it. */
export function digestPaperBlock(found: DigestPaper): PaperBlock {
  return paperBlock(found.paper, { ...keyQuote(found.paper), reason: digestReason(found) });
}

/** Names each topic the paper matches, with the words that stand in it and where. */
export function digestReason({ topics, near = [], alike = [] }: DigestPaper): readonly Inline[] {
  return [
    "matches ",
    ...topics.flatMap((match, index) => [...(index > 0 ? ["; "] : []), ...topicReason(match)]),
    ...(near.length > 0 ? [`; near ${whatWasSaid(near, "this channel")}`] : []),
    ...(alike.length > 0 ? [`; nearly the same: ${cut(titlesOf(alike), 200)}`] : []),
  ];
}

/** `speculative decoding: "speculative decoding" in the title`; the words once where the topic is nothing else. */
function topicReason({ topic, matches }: TopicMatch): readonly Inline[] {
  const [only, ...others] = matches;
  if (!only) return [topicName(topic)];
  const typed = only.kind === "phrase" ? `"${only.term}"` : only.term;
  const isWhole = others.length === 0 && typed.toLowerCase() === topic.toLowerCase();
  const places = placedTerms(matches);
  return [topicName(topic), isWhole ? places.slice(typed.length) : `: ${places}`];
}

function grouped(groups: ComposedDigest["topics"]): readonly Block[] {
  return groups.flatMap(({ topic, papers }) => [text(topicName(topic)), ...papers.map(digestPaperBlock)]);
}

function nothingNew(topics: readonly string[], since: Day, problems: readonly Block[]): Message {
  const sentence = `Nothing new: no paper listed since ${since} that this channel has not been shown matches `;
  const [only, ...others] = topics;
  const actions: Action[] = [
    ...(only !== undefined && others.length === 0 ? [button("Search all papers", `search ${only}`)] : []),
    button("Topics found in the papers", "topics"),
  ];
  return {
    fallback: `${sentence}${inOneLine(topics)}.`,
    blocks: [text(sentence, ...topicList(topics), "."), ...problems, buttons(actions)],
  };
}

function papersOf(groups: ComposedDigest["topics"]): readonly DigestPaper[] {
  return groups.flatMap(({ papers }) => papers);
}

/** Those of the post, for its one-line form. */
export function postTitles(digest: ComposedDigest): string {
  return titlesOf(papersOf(digest.topics).map(({ paper }) => paper));
}
