import type { Block, Message } from "../message.ts";
import { buttons, text } from "./blocks.ts";
import { nextLine, noSchedule, nothingFollowed, type PostsView, pauseLine, resumeButton } from "./posts.ts";
import { button, cut } from "./text.ts";

/** What everybody in the channel sees of a test. */
export function testMessage({ name }: { readonly name?: string }): Message {
  const sentence = `: digests arrive here.${name === undefined ? "" : ` ${cut(name, 60)} asked for it.`}`;
  return { fallback: `Test${sentence}`, blocks: [text({ bold: "Test" }, sentence)] };
}

/** To whoever asked for a test: that it arrived, and what else a digest needs. */
export function testArrived({
  topics,
  posts,
}: {
  readonly topics: readonly string[];
  readonly posts?: PostsView;
}): Message {
  const sentence = "The test arrived.";
  const blocks: Block[] = [
    text(sentence, ...(posts ? [" Posts: ", { bold: posts.when }, ". ", ...nextLine(posts)] : [])),
  ];
  if (posts?.pause) blocks.push(text(...pauseLine(posts.pause)), buttons([resumeButton]));
  if (topics.length === 0) blocks.push(text(...nothingFollowed));
  else if (!posts) blocks.push(text(...noSchedule), buttons([button("Schedule", "schedule")]));
  return { fallback: sentence, blocks };
}
