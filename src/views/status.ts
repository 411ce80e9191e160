import type { EngineStatus } from "../engine.ts";
import type { Inline, Message } from "../message.ts";
import type { Delivery, IntakeRecord } from "../store/store.ts";
import { buttons, text } from "./blocks.ts";
import { nextLine, nextSentence, noSchedule, type PostsView, pauseLine, scheduleActions, testButton } from "./posts.ts";
import { sourceLine } from "./sources.ts";
import { following } from "./subscriptions.ts";
import { button, count, cut, withCode } from "./text.ts";

/** How a channel's posts do. */
export interface ChannelStatus {
  readonly topics: readonly string[];
  /** Absent where it has no schedule. */
  readonly posts?: PostsView;
  /** Its last days, the latest first. */
  readonly deliveries: readonly Delivery[];
  /** What would keep a post from arriving now, and how to mend it. */
  readonly hindrance?: string;
}

/** When the next post comes and what became of the last ones; how many papers there are, how fresh, and all searchable. */
export function statusMessage(channel: ChannelStatus, status: EngineStatus): Message {
  const { posts } = channel;
  const papers: (readonly Inline[])[] = [[papersLine(status)]];
  if (status.newest) papers.push([`Newest digest: ${status.newest.day}, ${count(status.newest.papers, "paper")}.`]);
  if (status.lastIntake) papers.push(intakeLine(status.lastIntake));
  for (const state of status.sources ?? []) papers.push([sourceLine(state)]);
  const actions = posts ? scheduleActions(posts) : [button("Schedule", "schedule"), testButton];
  return {
    fallback: `${posts ? nextSentence(posts) : "No posts here."} ${papersLine(status)}`,
    blocks: [
      { type: "heading", text: "Status" },
      ...channelLines(channel).map((line) => text(...line)),
      { type: "divider" },
      ...papers.map((line) => text(...line)),
      buttons(actions),
    ],
  };
}

function channelLines({ topics, posts, deliveries, hindrance }: ChannelStatus): readonly (readonly Inline[])[] {
  const lines: (readonly Inline[])[] = [following(topics)];
  if (posts) lines.push(["Posts: ", { bold: posts.when }, ". ", ...nextLine(posts)]);
  else lines.push(noSchedule);
  if (posts?.pause) lines.push(pauseLine(posts.pause));
  // A pause says it already where it came of this.
  if (hindrance !== undefined && hindrance !== posts?.pause?.detail)
    lines.push([{ bold: "Something is in the way of digests here." }, " ", ...withCode(hindrance)]);
  lines.push(...deliveries.map(deliveryLine));
  const failed = deliveries.find(({ lastError }) => lastError !== undefined);
  if (failed?.lastError !== undefined) lines.push([`Last problem, on ${failed.day}: ${cut(failed.lastError, 400)}`]);
  return lines;
}

function deliveryLine(delivery: Delivery): readonly Inline[] {
  return [{ bold: delivery.day }, ": ", ...outcome(delivery)];
}

/** What became of a delivery, in words. */
function outcome({ state, papers, attemptAt }: Delivery): readonly Inline[] {
  switch (state) {
    case "claimed":
    case "posting":
      return ["being posted."];
    case "posted":
      return [papers.length > 0 ? `posted, ${count(papers.length, "paper")}.` : "posted, nothing new."];
    case "nothing-new":
      return ["nothing new, nothing posted."];
    case "refused":
      if (attemptAt) return ["not posted yet, tried again ", { time: attemptAt }, "."];
      return ["not posted; its papers come with the next one."];
    case "unknown":
      if (attemptAt) return ["may have been posted, looked up again ", { time: attemptAt }, "."];
      return ["may have been posted: the platform never said, and Paperboy does not post blindly again."];
    case "gone":
      return ["not posted, and posts were paused."];
    default:
      return state satisfies never;
  }
}

function papersLine({ papers, indexed }: EngineStatus): string {
  if (papers === 0) return "There are no papers yet.";
  const known = `${count(papers, "paper")} known`;
  if (indexed >= papers) return `${known}, all of them searchable.`;
  return `${known}, ${indexed.toLocaleString("en-GB")} of them searchable: the search index is catching up.`;
}

function intakeLine({ file, entries, rejects, finished, position, at }: IntakeRecord): readonly Inline[] {
  const read = count(entries, "entry", "entries");
  const rejected = rejects > 0 ? `, ${rejects.toLocaleString("en-GB")} rejected` : "";
  const state = finished ? `${read}${rejected}` : `interrupted at ${position}, taking it in again goes on from there`;
  // Where it lies on the operator's machine is no business of who asks.
  const name = file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1);
  return [`Last intake: ${cut(name, 120)}, ${state}, `, { time: at }, "."];
}
