import type { SourceState } from "../store/store.ts";
import { isAwaited, isOut, lacks } from "./freshness.ts";
import type { Feed } from "./source.ts";

/** Feeds of a configuration, and how they stand; states of other feeds don't count. */
export interface Outlook {
  readonly feeds: readonly Pick<Feed, "name" | "calendar">[];
  readonly states: readonly SourceState[];
  readonly now: Date;
}

/** Those in an outage that keeps the batch from us that is due by now: what a post tells of. */
export function lackingFeeds({ feeds, states, now }: Outlook): readonly SourceState[] {
  return feeds.flatMap(({ name, calendar }) => {
    const state = states.find(({ feed }) => feed === name);
    return state && isOut(state) && lacks(state, calendar, now) ? [state] : [];
  });
}

/** Names of those whose papers should be here by now and are still to come: what a post waits for. */
export function awaitedFeeds({ feeds, states, now }: Outlook): readonly string[] {
  return feeds.flatMap(({ name, calendar }) => {
    const state = states.find(({ feed }) => feed === name);
    return isAwaited(state, calendar, now) ? [name] : [];
  });
}
