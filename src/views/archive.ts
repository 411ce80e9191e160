import type { Action, Block, Message } from "../message.ts";
import type { Day, Paper } from "../papers/paper.ts";
import type { CarriedPaper, Delivery } from "../store/store.ts";
import { buttons, said, text } from "./blocks.ts";
import { dayInWords } from "./day.ts";
import { keyQuote, paperBlock } from "./paper.ts";
import { button, count, cut, titlesOf } from "./text.ts";
import { topicName } from "./topic-names.ts";

/** Places a post has before its thread. */
const inThePost = 5;

/** The days on which this channel had a digest, newest first. */
export function archivedDays(deliveries: readonly Delivery[], areMore: boolean): Message {
  if (deliveries.length === 0) return noneYet();
  const heading = "Past digests";
  const blocks: Block[] = [{ type: "heading", text: heading }];
  for (const { day, papers } of deliveries) {
    const topics = [...new Set(papers.map(({ topic }) => topic))];
    blocks.push(text({ bold: day }, `, ${count(papers.length, "paper")}: ${cut(topics.join(", "), 120)}`));
  }
  if (areMore) blocks.push(text("Older ones by their date: ", { code: "archive 2026-01-31" }));
  blocks.push(buttons(deliveries.slice(0, 5).map(dayButton)));
  return { fallback: `${heading}: ${deliveries.map(({ day }) => day).join(", ")}`, blocks };
}

/** A digest again, as it was posted. `papers` by the keys they were posted under. */
export function archivedDigest(delivery: Delivery, papers: ReadonlyMap<string, Paper>): Message {
  const { day, state } = delivery;
  const heading = `Digest of ${dayInWords(day)}: ${count(delivery.papers.length, "paper")}`;
  const post = delivery.papers.slice(0, inThePost);
  const more = grouped(delivery.papers.slice(inThePost), papers);
  const known = post.flatMap(({ key }) => papers.get(key) ?? []);
  return {
    fallback: `${heading}: ${titlesOf(known)}`,
    blocks: [
      { type: "heading", text: heading },
      ...(state === "unknown" ? [text("It is not known whether this one arrived.")] : []),
      ...grouped(post, papers),
      ...(more.length > 0 ? [text(`${count(delivery.papers.length - inThePost, "more paper")} below.`)] : []),
    ],
    ...(more.length > 0 && { more }),
  };
}

export function dayButton({ day }: { readonly day: Day }): Action {
  return button(day, `archive ${day}`);
}

function grouped(carried: readonly CarriedPaper[], papers: ReadonlyMap<string, Paper>): readonly Block[] {
  return [...Map.groupBy(carried, ({ topic }) => topic)].flatMap(([topic, group]) => [
    text(topicName(topic)),
    ...group.flatMap(({ key }) => {
      const paper = papers.get(key);
      return paper ? [paperBlock(paper, { ...keyQuote(paper), reason: ["posted for ", topicName(topic)] })] : [];
    }),
  ]);
}

function noneYet(): Message {
  const sentence = "This channel has had no digest yet.";
  return said(sentence, [button("Schedule", "schedule"), button("Preview digest", "digest")]);
}
