import type { Day, PaperKey } from "../papers/paper.ts";
import type { ComposedDigest, DigestPaper, TopicMatch } from "./digest.ts";
import { areNearDuplicates } from "./diversify.ts";
import { bestFirst, type TopicHit } from "./topic-match.ts";

export interface DigestRequest {
  /** The channel's topics in its own order. */
  readonly topics: readonly string[];
  /** What each topic found; topics of other channels may be among them. */
  readonly matched: ReadonlyMap<string, readonly TopicHit[]>;
  /** Papers the channel was shown before. */
  readonly seen: ReadonlySet<PaperKey>;
  /** Papers listed on this day or later; all that matched where it is missing. */
  readonly since?: Day;
  /** Places in the post. */
  readonly limit?: number;
  /** Places in the thread. */
  readonly moreLimit?: number;
  /**
   * Counts up from digest to digest. Where there are more topics than places, it decides whose turn it is, so that
   * over the days each gets its place.
   */
  readonly turn?: number;
  /** What the channel's taste says; what is missing is 0. */
  readonly suits?: Suiting;
}

/** How papers suit a taste, -1 to 1, by key. */
export type Suiting = Pick<ReadonlyMap<PaperKey, number>, "get">;

/** A paper on several of a channel's topics is worth a little more to it for each further one. */
export const furtherTopic = 0.05;
/** What the taste may add to a match or take from it: a paper wholly on topic stays before one that hardly is. */
export const tasteShare = 0.5;
/** From so many places on, one is given regardless of taste, so that the channel goes on seeing other themes. */
const placesToExplore = 4;

/**
 * One channel's digest. Every new paper appears once, under the topic it is most about, and names all it fulfils;
 * nearly equal papers are folded into one. In the post, as in the thread, each topic with something new gets a place
 * before any gets a second one; the places left go to the best, and where there is a taste, one of them to the best by
 * topic alone. The order depends on nothing but topics, scores, taste, days and keys.
 */
export function composeDigest(request: DigestRequest): ComposedDigest {
  const { limit = 5, moreLimit = 30, turn = 0 } = request;
  const topics = [...new Set(request.topics)];
  const papers = gather(topics, request).sort(bestFirst);
  const explore = request.suits !== undefined && limit >= placesToExplore;
  const choice: Choice = { chosen: new Map(), alike: new Set() };
  const shown = choose(choice, { papers, topics, places: limit, turn, explore });
  const more = choose(choice, { papers, topics, places: moreLimit, turn, explore: false });
  return {
    topics: grouped(topics, shown.map(withAlike(choice))),
    more: grouped(topics, more.map(withAlike(choice))),
    total: papers.length,
  };
}

function gather(topics: readonly string[], { matched, seen, suits, since = "" }: DigestRequest): DigestPaper[] {
  const found = new Map<PaperKey, { topic: string; hit: TopicHit }[]>();
  for (const topic of topics) {
    for (const hit of matched.get(topic) ?? []) {
      const { key, listed } = hit.paper;
      if (hit.strewn || seen.has(key) || listed < since) continue;
      const hits = found.get(key);
      if (hits) hits.push({ topic, hit });
      else found.set(key, [{ topic, hit }]);
    }
  }
  return [...found.values()].flatMap((hits) => {
    const [best, ...others] = hits.toSorted((a, b) => b.hit.score - a.hit.score);
    if (!best) return [];
    const named = ({ topic, hit }: { topic: string; hit: TopicHit }): TopicMatch => ({ topic, matches: hit.matches });
    const { paper } = best.hit;
    const onTopic = best.hit.score + furtherTopic * others.length;
    const score = onTopic + tasteShare * (suits?.get(paper.key) ?? 0);
    return [{ paper, topics: [named(best), ...others.map(named)] as const, score, onTopic }];
  });
}

interface Choice {
  /** Papers that have a place, with those that say nearly the same. */
  readonly chosen: Map<DigestPaper, DigestPaper[]>;
  /** Papers folded under another. */
  readonly alike: Set<DigestPaper>;
}

interface Places {
  /** Best first. */
  readonly papers: readonly DigestPaper[];
  readonly topics: readonly string[];
  readonly places: number;
  readonly turn: number;
  readonly explore: boolean;
}

/** Gives away so many places, and says to whom, best first: one for each topic that no paper names, then to the best. */
function choose(choice: Choice, { papers, topics, places, turn, explore }: Places): DigestPaper[] {
  const free = papers.filter((paper) => !choice.chosen.has(paper) && !choice.alike.has(paper));
  const waiting = topics.filter((topic) => free.some((paper) => names(paper, topic)));
  const start = waiting.length > places ? (turn * places) % waiting.length : 0;
  const taken = new Set<DigestPaper>();
  for (const topic of [...waiting.slice(start), ...waiting.slice(0, start)]) {
    if (taken.size >= places) break;
    if ([...taken].some((paper) => names(paper, topic))) continue;
    const first = free.find((paper) => names(paper, topic) && hasPlace(choice, paper));
    if (first) taken.add(first);
  }
  const byScore = free.filter((paper) => !taken.has(paper));
  const other = explore ? byScore.filter(isWelcome).toSorted((a, b) => onTopicOf(b) - onTopicOf(a)) : [];
  for (const paper of byScore) {
    if (taken.size >= places - Number(explore)) break;
    if (hasPlace(choice, paper)) taken.add(paper);
  }
  for (const paper of [...other, ...byScore]) {
    if (taken.size >= places) break;
    if (!taken.has(paper) && hasPlace(choice, paper)) taken.add(paper);
  }
  return free.filter((paper) => taken.has(paper));
}

const onTopicOf = ({ score, onTopic = score }: DigestPaper): number => onTopic;

/** Other themes are tried, what is like something disliked is not. */
const isWelcome = (paper: DigestPaper): boolean => paper.score > onTopicOf(paper) - 0.05;

/** Takes the paper unless it is nearly one that has a place: then it is folded under that one. */
function hasPlace({ chosen, alike }: Choice, paper: DigestPaper): boolean {
  if (chosen.has(paper) || alike.has(paper)) return chosen.has(paper);
  for (const [other, folded] of chosen) {
    if (!areNearDuplicates(other.paper, paper.paper)) continue;
    folded.push(paper);
    alike.add(paper);
    return false;
  }
  chosen.set(paper, []);
  return true;
}

function names(paper: DigestPaper, topic: string): boolean {
  return paper.topics.some((named) => named.topic === topic);
}

function withAlike({ chosen }: Choice): (paper: DigestPaper) => DigestPaper {
  return (paper) => {
    const alike = chosen.get(paper) ?? [];
    return alike.length === 0 ? paper : { ...paper, alike: alike.map((other) => other.paper) };
  };
}

function grouped(topics: readonly string[], papers: Iterable<DigestPaper>): ComposedDigest["topics"] {
  const groups = Map.groupBy(papers, (paper) => paper.topics[0].topic);
  return topics.flatMap((topic) => {
    const group = groups.get(topic);
    return group ? [{ topic, papers: group }] : [];
  });
}
