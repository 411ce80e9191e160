import type { Day, Paper, PaperKey } from "../papers/paper.ts";
import { createAlikeness } from "./alikeness.ts";
import { areNearDuplicates, diversify } from "./diversify.ts";
import type { Opinion, TastePart } from "./taste.ts";
import type { ScorablePapers } from "./taste-places.ts";
import type { Said } from "./tastes.ts";
import { appeal } from "./topic-score.ts";

export interface RecommendedPaper {
  readonly paper: Paper;
  /** Larger is better: how it suits the taste, and a little for upvotes and freshness. */
  readonly score: number;
  /** The liked papers it is near to, the nearest first. */
  readonly near: readonly TastePart<Said>[];
  /** Where there is none: the one it is most like all the same. */
  readonly likest?: TastePart<Said>;
  /** It is there for being unlike what was liked. */
  readonly explores: boolean;
}

export const recommendedAppealShare = 0.2;
/** Papers that are compared with each other, for an answer of a few that differ. */
const considered = 60;
const novelty = 0.2;
/** From so many places on, the last one is for another theme. */
const placesToExplore = 4;
/**
 * Nearly as alike as neighbours are: about one paper in a hundred is so near to another, and of those that were looked at
 * most are on its subject; at a fourth of it eight in a hundred are, and most are not.
 */
const leastNearness = 0.9;

/** Near enough to a liked paper for that to be named as a cause, however many others were voted on. */
export function speaksFor({ amount, nearness }: TastePart<unknown>): boolean {
  return amount > 0 && nearness >= leastNearness;
}

/** A good third as alike as neighbours are, squared: a likeness that shows, and no more. */
const leastLikeness = 0.12;

/** What is less against a paper is next to nothing. */
const littleAgainst = 0.02;

/** The best of some papers for a taste: different ones, and one that is not like what is known to be liked. */
export function recommendFrom(
  { papers, places, batch }: ScorablePapers,
  opinions: readonly Opinion<Said>[],
  { limit, today, known }: { readonly limit: number; readonly today: Day; readonly known: ReadonlySet<PaperKey> },
): readonly RecommendedPaper[] {
  const suits = batch.scores(opinions);
  const entries = papers
    .map((paper, at) => ({ paper, at, suit: suits[at] ?? 0, appeal: appeal(paper, today) }))
    .filter(({ paper }) => !known.has(paper.key))
    .map((entry) => ({ ...entry, score: entry.suit + recommendedAppealShare * entry.appeal }))
    .sort((a, b) => b.score - a.score || (a.paper.key < b.paper.key ? -1 : 1));
  const best: (typeof entries)[number][] = [];
  for (const entry of entries) {
    if (best.length === considered) break;
    if (!best.some((other) => areNearDuplicates(other.paper, entry.paper))) best.push(entry);
  }
  const bestPlaces = best.flatMap(({ at }) => places[at] ?? []);
  const alike = createAlikeness(bestPlaces);
  const rows = bestPlaces.map((place) => alike(place));
  const explores = opinions.length > 0 && limit >= placesToExplore;
  const suiting = diversify(best, (one, other) => rows[one]?.[other] ?? 0, limit - Number(explores), novelty);
  const other = explores ? otherTheme(entries, suiting) : undefined;
  return [...suiting, ...(other ? [other] : [])].map((entry) => {
    const parts = batch.parts(opinions, entry.at);
    const near = parts.filter(speaksFor);
    const likest = parts.find(({ amount, nearness }) => amount > 0 && nearness >= leastLikeness);
    return {
      paper: entry.paper,
      score: entry.score,
      near,
      ...(near.length === 0 && likest && { likest }),
      explores: entry === other,
    };
  });
}

/** What other readers like best among the half of the papers that suits least, but is not like anything disliked. */
function otherTheme<T extends { readonly suit: number; readonly appeal: number; readonly paper: Paper }>(
  entries: readonly T[],
  taken: readonly T[],
): T | undefined {
  const middle = entries.map(({ suit }) => suit).sort((a, b) => a - b)[Math.floor(entries.length / 2)] ?? 0;
  return entries
    .filter((entry) => entry.suit <= middle && entry.suit > -littleAgainst && !taken.includes(entry))
    .reduce<T | undefined>(
      (best, entry) => (best === undefined || entry.appeal > best.appeal ? entry : best),
      undefined,
    );
}
