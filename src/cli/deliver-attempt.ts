import type { Outcome } from "../delivery/outbox.ts";
import type { Message } from "../message.ts";
import type { Day } from "../papers/paper.ts";
import type { CarriedPaper, ChannelId } from "../store/store.ts";
import { count } from "../views/text.ts";

/** What came of one channel's day, or would; `would go on`: with one that was tried before. */
export interface Attempt {
  readonly id: string;
  readonly channel: ChannelId;
  readonly day: Day;
  readonly outcome: Outcome | "would post" | "would go on";
  readonly papers: readonly CarriedPaper[];
  /** In plain words, where it did not go well. */
  readonly error?: string;
  readonly message?: Message;
}

export function isShort({ outcome }: Attempt): boolean {
  return ["waiting", "refused", "unknown", "gone"].includes(outcome);
}

export function attemptJson({ channel, day, outcome, papers, error, message }: Attempt) {
  return {
    channel: `${channel.platform}:${channel.id}`,
    day,
    outcome,
    papers: papers.map(({ key, topic }) => ({ key, topic })),
    text: message?.fallback ?? null,
    error: error ?? null,
  };
}

export function attemptText({ channel, day, outcome, papers, error }: Attempt): string {
  const why = error === undefined ? "" : `: ${error}`;
  return `${channel.platform}:${channel.id}  ${day}  ${outcome}, ${count(papers.length, "paper")}${why}`;
}
