import type { Clock } from "../clock.ts";
import { dayOf, daysBetween } from "../papers/day.ts";
import type { Day } from "../papers/paper.ts";
import type { PaperStore } from "../store/store.ts";
import { composeDigest, type DigestRequest, type Suiting } from "./compose-digest.ts";
import type { ComposedDigest } from "./digest.ts";
import { analyseInSteps, createRecentPapers } from "./recent-papers.ts";
import { rememberLast } from "./remember-last.ts";
import { type SuggestedTopic, suggestTopics } from "./suggest-topics.ts";
import { normaliseTopic } from "./topic.ts";
import { createTopicMatcher, type TopicHit, type UnreadableTopic } from "./topic-match.ts";

/** Papers of the last days matched against the topics of any number of channels. */
export interface TopicMatches {
  /** What each topic found, the most on topic first, papers that hold its words only far apart included. */
  readonly matched: ReadonlyMap<string, readonly TopicHit[]>;
  /** Topics that are no query any more: their channels should be told. */
  readonly unreadable: readonly UnreadableTopic[];
  /** One channel's digest of these. */
  digest(request: Omit<DigestRequest, "matched">): ComposedDigest;
}

/** The engine's part that follows topics. */
export interface Topics {
  /** As topics are kept and compared. Throws a UserError for what is no topic (see topic.ts). */
  normaliseTopic(text: string): string;
  /** Matches each distinct topic once against the papers listed since a day; for the digests of many channels. */
  matchTopics(topics: Iterable<string>, options: { readonly since: Day }): Promise<TopicMatches>;
  /** What these topics brought since a day, whoever has seen it: for previews. */
  digest(request: {
    readonly topics: readonly string[];
    readonly since: Day;
    readonly suits?: Suiting;
  }): Promise<ComposedDigest>;
  /** Topics found in the papers listed last, with the number of these papers that each finds. */
  suggestTopics(limit: number): Promise<readonly SuggestedTopic[]>;
}

/** Papers that suggestions are drawn from: some days of arXiv, some weeks of a hand-picked list. */
const papersForSuggestions = 2000;
/** Suggestions made at once; asking for fewer shows the first of them. */
const mostSuggestions = 50;

export function createTopics({ papers, clock }: { papers: PaperStore; clock: Clock }): Topics {
  const recent = createRecentPapers(papers);
  const suggested = rememberLast<readonly SuggestedTopic[]>(1);
  const today = (): Day => dayOf(clock.now());

  async function matchTopics(topics: Iterable<string>, { since }: { since: Day }): Promise<TopicMatches> {
    const day = today();
    const matcher = createTopicMatcher(topics, { today: day });
    const matched = matcher.match(await recent.batchSince(since));
    const turn = daysBetween("1970-01-01", day);
    return {
      matched,
      unreadable: matcher.unreadable,
      digest: (request) => composeDigest({ turn, ...request, matched }),
    };
  }

  async function suggest(): Promise<readonly SuggestedTopic[]> {
    const latest = await papers.latest({ limit: papersForSuggestions, offset: 0 });
    const analysed = await analyseInSteps(latest);
    return suggestTopics(latest, { limit: mostSuggestions, today: today(), analysed });
  }

  return {
    normaliseTopic: (text) => normaliseTopic(text, { today: today() }),
    matchTopics,

    async digest({ topics, since, suits }) {
      const matches = await matchTopics(topics, { since });
      return matches.digest({ topics, seen: new Set(), ...(suits && { suits }) });
    },

    async suggestTopics(limit) {
      const topics = await suggested.get(String(await papers.lastChange()), suggest);
      return topics.slice(0, limit);
    },
  };
}
