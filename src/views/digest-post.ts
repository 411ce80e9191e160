import type { ComposedDigest } from "../engine.ts";
import type { Message } from "../message.ts";
import type { Day } from "../papers/paper.ts";
import { text } from "./blocks.ts";
import { dayInWords } from "./day.ts";
import { digestBlocks, postTitles } from "./digest.ts";
import { count, cut } from "./text.ts";
import { topicList } from "./topic-names.ts";

export interface DigestPostView {
  readonly day: Day;
  readonly topics: readonly string[];
  /** Runs were missed since that day. */
  readonly caughtUpSince?: Day;
  /** Lines about sources and topics that need somebody's eye. */
  readonly notices: readonly string[];
  /** All papers stand in the post itself, none behind it. */
  readonly restInChannel: boolean;
}

/** A channel's daily post. */
export function digestPost(
  digest: ComposedDigest,
  { day, caughtUpSince, notices, restInChannel }: DigestPostView,
): Message {
  const heading = `${count(digest.total, "new paper")}, ${dayInWords(day)}`;
  const { blocks, more } = digestBlocks(digest);
  return {
    fallback: `${heading}: ${postTitles(digest)}`,
    blocks: [
      { type: "heading", text: heading },
      ...(caughtUpSince === undefined
        ? []
        : [
            text(
              `Posts were left out before this one: it holds the best of what was listed since ${dayInWords(caughtUpSince)}.`,
            ),
          ]),
      ...notices.map((notice) => text(notice)),
      ...blocks,
      ...(restInChannel ? more : []),
    ],
    ...(!restInChannel && more.length > 0 && { more }),
  };
}

/** The post of a day without new papers, where there is something to say nevertheless. */
export function quietPost({ day, topics, notices }: DigestPostView): Message {
  const sentence = `Nothing new, ${dayInWords(day)}`;
  return {
    fallback: cut([`${sentence}.`, ...notices].join(" "), 400),
    blocks: [text(`${sentence}: no paper on `, ...topicList(topics), "."), ...notices.map((notice) => text(notice))],
  };
}
