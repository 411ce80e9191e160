import type { Clock } from "../clock.ts";
import { dayOf } from "../papers/day.ts";
import type { Day, Paper } from "../papers/paper.ts";
import type { ChannelId, PersonId } from "../store/store.ts";
import { furtherTopic, tasteShare } from "./compose-digest.ts";
import type { TopicMatch } from "./digest.ts";
import { recommendedAppealShare } from "./recommend.ts";
import type { Suits, Tastes } from "./tastes.ts";
import { appealShare } from "./topic-match.ts";
import { appealParts } from "./topic-score.ts";
import type { Topics } from "./topics.ts";

/** What a score is the sum of. */
export interface Arithmetic {
  readonly score: number;
  /** What the topic match brings; the first is the topic the paper is most about. */
  readonly topics?: { readonly matches: readonly [TopicMatch, ...TopicMatch[]]; readonly amount: number };
  /** What the taste brings: amounts are shares of the score. */
  readonly taste?: Suits;
  readonly freshness: number;
  readonly upvotes: number;
}

export interface Why {
  readonly paper: Paper;
  readonly today: Day;
  /** Its score in the channel's digest; undefined where it matches no topic, so that no digest brings it. */
  readonly digest?: Arithmetic;
  /** Topics whose words it has, too far apart to be about them: no digest brings it for these. */
  readonly strewn?: readonly string[];
  /** Its score among a person's recommendations. */
  readonly recommended: Arithmetic;
}

export interface WhyAsked {
  readonly channel: ChannelId;
  readonly person: PersonId;
  readonly topics: readonly string[];
  /** The first day the channel's digest looks at. */
  readonly since: Day;
}

export interface Explains {
  /** Where a paper stands and from what causes: the numbers that digests and recommendations are ordered by. */
  why(paper: Paper, asked: WhyAsked): Promise<Why>;
}

export function createExplains({
  topics: topicsPart,
  tastes,
  clock,
}: {
  readonly topics: Topics;
  readonly tastes: Tastes;
  readonly clock: Clock;
}): Explains {
  return {
    async why(paper, { channel, person, topics, since }) {
      const today = dayOf(clock.now());
      const appeal = appealParts(paper, today);
      const [ofChannel, ofPerson] = [
        await tastes.explainSuits({ channel }, paper),
        await tastes.explainSuits({ person }, paper),
      ];
      const { matched } = await topicsPart.matchTopics(topics, { since: paper.listed < since ? paper.listed : since });
      const found = topics.flatMap((topic) => {
        const hit = matched.get(topic)?.find((each) => each.paper.key === paper.key);
        return hit ? [{ topic, hit }] : [];
      });
      const hits = found.filter(({ hit }) => !hit.strewn).sort((a, b) => b.hit.score - a.hit.score);
      const recommended = sum({
        ...(ofPerson && { taste: ofPerson }),
        freshness: recommendedAppealShare * appeal.freshness,
        upvotes: recommendedAppealShare * appeal.upvotes,
      });
      const [best, ...others] = hits.map(({ topic, hit }) => ({ topic, matches: hit.matches }));
      if (best === undefined) return { paper, today, recommended, strewn: found.map(({ topic }) => topic) };
      const shares = { freshness: appealShare * appeal.freshness, upvotes: appealShare * appeal.upvotes };
      const onTopic = (hits[0]?.hit.score ?? 0) - shares.freshness - shares.upvotes + furtherTopic * others.length;
      const digest = sum({
        ...shares,
        topics: { matches: [best, ...others], amount: onTopic },
        ...(ofChannel && { taste: scaled(ofChannel, tasteShare) }),
      });
      return { paper, today, digest, recommended };
    },
  };
}

function sum(parts: Omit<Arithmetic, "score">): Arithmetic {
  return { ...parts, score: (parts.topics?.amount ?? 0) + (parts.taste?.value ?? 0) + parts.freshness + parts.upvotes };
}

function scaled({ value, causes }: Suits, share: number): Suits {
  return { value: value * share, causes: causes.map((cause) => ({ ...cause, amount: cause.amount * share })) };
}
