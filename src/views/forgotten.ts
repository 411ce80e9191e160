import type { Message } from "../message.ts";
import { said } from "./blocks.ts";
import { button, count } from "./text.ts";

/** What would be deleted, and the button that does it. */
export function confirmForget(topics: readonly string[], line: string): Message {
  const what = `${count(topics.length, "topic")}, the schedule, past digests and which papers were shown`;
  return confirm(`all that is kept about this channel: ${what}`, line);
}

/** `following`: channels with topics. */
export function confirmForgetAll(following: number, line: string): Message {
  const what = "topics, schedules, past digests and which papers were shown, also of channels that are gone";
  const followers = following === 1 ? "1 channel follows topics" : `${following} channels follow topics`;
  return confirm(`all that is kept about every channel of this server or workspace: ${what}. ${followers} now`, line);
}

export function forgottenChannel(): Message {
  return said("All that was kept about this channel is deleted. Nothing is posted here any more.");
}

export function forgottenAll(): Message {
  const sentence = "All that was kept about the channels of this server or workspace is deleted.";
  return said(`${sentence} Nothing is posted in any of them any more. People's own reading lists stay.`);
}

function confirm(what: string, line: string): Message {
  const sentence = `This deletes ${what}. It cannot be undone.`;
  return said(sentence, [button("Delete it all", line, { style: "danger" })]);
}
