import type { Paper } from "../papers/paper.ts";
import type { Match } from "../search/search-index.ts";
import type { Said } from "./tastes.ts";

/** A topic and what makes a paper belong to it: the query's words and phrases that stand in the paper. */
export interface TopicMatch {
  /** The topic's query, as the channel wrote it. */
  readonly topic: string;
  readonly matches: readonly Match[];
}

/** A paper in a digest. It stands under the first of its topics and names them all. */
export interface DigestPaper {
  readonly paper: Paper;
  readonly topics: readonly [TopicMatch, ...TopicMatch[]];
  /** Larger is better; comparable within one digest. */
  readonly score: number;
  /** The part of the score that is not taste. */
  readonly onTopic?: number;
  /** Liked and saved papers it is near to, the nearest first, where the taste speaks for it. */
  readonly near?: readonly Said[];
  /** Papers that say nearly the same and are left out for it: seen with this one. */
  readonly alike?: readonly Paper[];
}

/** What one channel gets on one day: its topics in its own order, the best papers first in each. */
export interface ComposedDigest {
  /** Topics that brought something, with the papers shown in the post: five in all. */
  readonly topics: readonly { readonly topic: string; readonly papers: readonly DigestPaper[] }[];
  /** The rest, grouped likewise: what goes to the thread. */
  readonly more: readonly { readonly topic: string; readonly papers: readonly DigestPaper[] }[];
  /** All papers that matched and were not seen before, shown or not. */
  readonly total: number;
}
