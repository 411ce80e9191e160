import type { Notice } from "../delivery/scheduler.ts";
import type { Paperboy } from "../open.ts";
import { createFeeds } from "../sources/index.ts";
import { awaitedFeeds, lackingFeeds } from "../sources/outlook.ts";
import { sourceNotices } from "../views/sources.ts";
import type { CliContext } from "./cli-command.ts";

/** What a delivery run tells of the sources, and the names of those it waits for. */
export interface SourcesSeen {
  readonly notices: readonly Notice[];
  readonly awaited: readonly string[];
}

/** Milliseconds after which a source that was to be asked is taken for one that nobody asks any more. */
const longestSilence = 3_600_000;

/** Posts wait as the service's do, but only for sources that a service asks: elsewhere waiting brings nothing. */
export async function lookAtSources({ store }: Paperboy, { config, clock }: CliContext): Promise<SourcesSeen> {
  const { sources: turns } = store;
  const feeds = createFeeds(config.sources, { clock, turns });
  const states = await store.sources.states();
  const now = clock.now();
  const asked = states.filter(({ nextPollAt }) => nextPollAt.getTime() > now.getTime() - longestSilence);
  const isAsked = ({ name }: { name: string }) => asked.some(({ feed }) => feed === name);
  return {
    notices: sourceNotices(lackingFeeds({ feeds, states, now })),
    awaited: awaitedFeeds({ feeds: feeds.filter(isAsked), states, now }),
  };
}
