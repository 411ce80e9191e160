import type { Message } from "../message.ts";
import { button, count } from "./text.ts";

/** What would be deleted, and the button that does it. */
export function confirmForget(topics: readonly string[], line: string): Message {
  const what = `${count(topics.length, "topic")}, the schedule, past digests and which papers were shown`;
  const sentence = `This deletes all that is kept about this channel: ${what}. It cannot be undone.`;
  return {
    fallback: sentence,
    blocks: [
      { type: "text", text: [sentence] },
      { type: "actions", actions: [button("Delete it all", line, { style: "danger" })] },
    ],
  };
}

export function forgottenChannel(): Message {
  const sentence = "All that was kept about this channel is deleted. Nothing is posted here any more.";
  return { fallback: sentence, blocks: [{ type: "text", text: [sentence] }] };
}
