import type { ComposedDigest, DigestPaper } from "../engine.ts";
import type { Block, Inline, Message } from "../message.ts";
import type { Day } from "../papers/paper.ts";
import { digestBlocks } from "./digest.ts";
import { count, cut } from "./text.ts";
import { topicList } from "./topic-names.ts";

export interface DigestPostView {
  readonly day: Day;
  readonly topics: readonly string[];
  /** Runs were missed since that day. */
  readonly caughtUpSince?: Day;
  /** Lines about sources and topics that need somebody's eye. */
  readonly notices: readonly string[];
}

/** A channel's daily post. */
export function digestPost(digest: ComposedDigest, { day, caughtUpSince, notices }: DigestPostView): Message {
  const heading = `${count(digest.total, "new paper")}, ${dateWords(day)}`;
  const { blocks, more } = digestBlocks(digest);
  return {
    fallback: `${heading}: ${titles(digest)}`,
    blocks: [
      { type: "heading", text: heading },
      ...(caughtUpSince === undefined
        ? []
        : [text(`Posts were missed: this one holds the best papers listed since ${dateWords(caughtUpSince)}.`)]),
      ...notices.map((notice) => text(notice)),
      ...blocks,
    ],
    ...(more.length > 0 && { more }),
  };
}

/** The post of a day without new papers, where there is something to say nevertheless. */
export function quietPost({ day, topics, notices }: DigestPostView): Message {
  const sentence = `Nothing new, ${dateWords(day)}`;
  return {
    fallback: [`${sentence}.`, ...notices].join(" "),
    blocks: [text(`${sentence}: no paper on `, ...topicList(topics), "."), ...notices.map((notice) => text(notice))],
  };
}

function titles({ topics }: ComposedDigest): string {
  return topics
    .flatMap(({ papers }) => papers)
    .map(({ paper }: DigestPaper) => cut(paper.title, 80))
    .join("; ");
}

const dates = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });

function dateWords(day: Day): string {
  return dates.format(new Date(day));
}

function text(...content: readonly Inline[]): Block {
  return { type: "text", text: content };
}
