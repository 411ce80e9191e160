import type { Message } from "../message.ts";
import type { SourceState } from "../store/store.ts";
import { said } from "./blocks.ts";
import { count, cut } from "./text.ts";

/** How a feed stands, in one line, for `status`. */
export function sourceLine(state: SourceState): string {
  return `${state.feed} ${standing(state)}.`;
}

/** What a post says of sources in an outage: one line each, with what identifies the outage. */
export function sourceNotices(
  outages: readonly SourceState[],
): readonly { readonly id: string; readonly text: string }[] {
  return outages.map((state) => ({
    id: outageId(state),
    text: `New papers of ${state.feed} may be missing: it ${standing(state)}.`,
  }));
}

/** What tells one outage from the next. */
export function outageId({ feed, since }: SourceState): string {
  return `${feed} ${since.toISOString()}`;
}

/** Tells the operator. */
export function outageMessage(state: SourceState): Message {
  const sentence = `The source ${state.feed} ${standing(state)}. It is asked again at ${minuteOf(state.nextPollAt)}.`;
  return said(sentence);
}

function standing({ freshness, batch, detail, since }: SourceState): string {
  const last = batch ? `its last batch is of ${batch.date}` : "no new batch has come yet";
  const why = detail === undefined ? "" : ` (${cut(detail, 160)})`;
  switch (freshness) {
    case "new":
      return `brought ${count(batch?.papers ?? 0, "paper")} of ${batch?.date ?? "unknown date"}${why}`;
    case "quiet":
      return `is quiet, as on weekends and holidays; ${last}`;
    case "stale":
      return `is stale since ${minuteOf(since)}${why}; ${last}`;
    case "failed":
      return `has failed since ${minuteOf(since)}${why}; ${last}`;
    default:
      return freshness satisfies never;
  }
}

/** To the minute, in the zone in which sources count. */
function minuteOf(instant: Date): string {
  return `${instant.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
