import type { Clock } from "../clock.ts";
import { dayOf } from "../papers/day.ts";
import type { Day, Paper, PaperKey } from "../papers/paper.ts";
import { idf } from "../search/neighbours.ts";
import type { SearchIndex } from "../search/search-index.ts";
import type { PersonId, Store, TasteOwner } from "../store/store.ts";
import type { Suiting } from "./compose-digest.ts";
import type { ComposedDigest, DigestPaper } from "./digest.ts";
import { type RecommendedPaper, recommendFrom, speaksFor } from "./recommend.ts";
import { createTasteBatch, type Opinion } from "./taste.ts";
import { createTastePlaces } from "./taste-places.ts";
import { type TasteWords, tasteWords } from "./taste-words.ts";
import { voteWeight } from "./vote-weight.ts";

/** A paper that had a say in a taste, and what was said of it. */
export interface Said {
  readonly paper: Paper;
  readonly said: "liked" | "disliked" | "saved";
}

/** One cause of how a paper suits a taste. */
export interface TasteCause extends Said {
  /** Positive for what speaks for the paper. */
  readonly amount: number;
}

/** How a paper suits a taste, and what that adds up from. */
export interface Suits {
  /** -1 to 1; the sum of the causes' amounts. */
  readonly value: number;
  /** The largest first. */
  readonly causes: readonly TasteCause[];
}

export interface Learnt extends TasteWords {
  readonly liked: number;
  readonly disliked: number;
  readonly saved: number;
  /** Words that were told not to count. */
  readonly leftOut: readonly string[];
}

export interface Recommendation {
  /** The first day looked at. */
  readonly since: Day;
  /** Papers the taste was learnt from; with none the papers come in the order of votes and freshness. */
  readonly learntFrom: number;
  readonly papers: readonly RecommendedPaper[];
}

/** The engine's part that learns from votes. */
export interface Tastes {
  /** How the papers listed since a day suit a taste; undefined while nothing is known of it. */
  suits(owner: TasteOwner, options: { readonly since: Day }): Promise<Suiting | undefined>;
  /** Names the liked papers that the papers of a digest are near to. */
  withCauses(owner: TasteOwner, digest: ComposedDigest): Promise<ComposedDigest>;
  /** How one paper suits a taste; undefined while nothing is known of it. */
  explainSuits(owner: TasteOwner, paper: Paper): Promise<Suits | undefined>;
  /** Papers listed since a day for a person: none that was voted on or saved, none nearly the same as another. */
  recommend(person: PersonId, options: { readonly limit: number; readonly since: Day }): Promise<Recommendation>;
  learnt(owner: TasteOwner): Promise<Learnt>;
}

/** Liked papers named as the cause of another. */
const mostNamed = 2;

/** The strongest and latest: with 5,000 new papers more would keep everybody else waiting for seconds. */
const mostOpinions = 500;
/** Votes of several members on one paper add up to this at most. */
const mostWeight = 3;

export interface TastesDeps {
  readonly store: Pick<Store, "papers" | "votes">;
  readonly index: Pick<SearchIndex, "ranked" | "search">;
  readonly clock: Clock;
}

export function createTastes({ store, index, clock }: TastesDeps): Tastes {
  const places = createTastePlaces({ papers: store.papers, index });
  const today = (): Day => dayOf(clock.now());

  /** What was said, one entry a paper; those that cancel each other out are none. */
  async function saidBy(
    owner: TasteOwner,
  ): Promise<{ said: readonly (Said & { weight: number })[]; leftOut: readonly string[] }> {
    const { begins, leftOut } = await store.votes.settings(owner);
    const counts = ({ at }: { readonly at: Date }): boolean => begins === undefined || at > begins;
    const votes = (await store.votes.of(owner)).filter(counts);
    const voted = new Set(votes.map(({ paper }) => paper));
    const saved = (await store.votes.saved(owner)).filter((entry) => counts(entry) && !voted.has(entry.paper));
    const weights = new Map<PaperKey, number>();
    const add = (key: PaperKey, value: number, at: Date): void => {
      const weight = value * voteWeight(dayOf(at), today());
      weights.set(key, Math.max(-mostWeight, Math.min(mostWeight, (weights.get(key) ?? 0) + weight)));
    };
    for (const { paper, value, at } of votes) add(paper, value === "up" ? 1 : -1, at);
    for (const { paper, at } of saved) add(paper, 1, at);
    const said = (await store.papers.getMany([...weights.keys()])).flatMap((paper) => {
      const weight = weights.get(paper.key) ?? 0;
      if (weight === 0) return [];
      const kind = !voted.has(paper.key) ? "saved" : weight > 0 ? "liked" : "disliked";
      return [{ paper, weight, said: kind } as const];
    });
    return { said, leftOut };
  }

  /** Right after the places were refreshed. */
  function opinionsOf({ said, leftOut }: Awaited<ReturnType<typeof saidBy>>): Opinion<Said>[] {
    return strongest(said).map(({ weight, ...of }) => ({ of, weight, place: places.place(of.paper, leftOut) }));
  }

  return {
    async suits(owner, { since }) {
      const taste = await saidBy(owner);
      if (taste.said.length === 0) return undefined;
      const { at, batch } = await places.recent(since);
      const scores = batch.scores(opinionsOf(taste));
      return { get: (key) => scores[at.get(key) ?? -1] };
    },

    async withCauses(owner, digest) {
      const { said, leftOut } = await saidBy(owner);
      const welcome = said.filter(({ weight }) => weight > 0);
      if (welcome.length === 0) return digest;
      await places.refresh();
      const opinions = opinionsOf({ said: welcome, leftOut });
      const named = (found: DigestPaper): DigestPaper => {
        const near = createTasteBatch([places.place(found.paper)])
          .parts(opinions, 0)
          .filter((part) => speaksFor(part) && part.of.paper.key !== found.paper.key)
          .slice(0, mostNamed)
          .map(({ of }) => of);
        return near.length === 0 ? found : { ...found, near };
      };
      const group = (each: ComposedDigest["topics"][number]) => ({ ...each, papers: each.papers.map(named) });
      return { ...digest, topics: digest.topics.map(group), more: digest.more.map(group) };
    },

    async explainSuits(owner, paper) {
      const taste = await saidBy(owner);
      if (taste.said.length === 0) return undefined;
      await places.refresh();
      const opinions = opinionsOf(taste);
      const parts = createTasteBatch([places.place(paper)]).parts(opinions, 0);
      return {
        value: parts.reduce((sum, { amount }) => sum + amount, 0),
        causes: parts.map(({ of, amount }) => ({ ...of, amount })),
      };
    },

    async recommend(person, { limit, since }) {
      const owner = { person };
      const taste = await saidBy(owner);
      const known = new Set((await store.votes.of(owner)).map(({ paper }) => paper));
      for (const { paper } of await store.votes.saved(owner)) known.add(paper);
      const recent = await places.recent(since);
      const opinions = opinionsOf(taste);
      return {
        since,
        learntFrom: opinions.length,
        papers: recommendFrom(recent, opinions, { limit, today: today(), known }),
      };
    },

    async learnt(owner) {
      const { said, leftOut } = await saidBy(owner);
      const { vectors } = await index.ranked();
      const known = {
        papers: vectors.count,
        rarity: (term: string): number => idf(vectors, vectors.vocabulary.find(term)),
        papersWith: async (words: string): Promise<number> =>
          (await index.search(`"${words}"`, { limit: 0, today: today() })).whole,
      };
      const texts = strongest(said).map(({ paper, weight }) => ({ text: paper, weight }));
      const count = (kind: Said["said"]): number => said.filter((each) => each.said === kind).length;
      return {
        ...(await tasteWords(texts, known, leftOut)),
        liked: count("liked"),
        disliked: count("disliked"),
        saved: count("saved"),
        leftOut,
      };
    },
  };
}

/** What a taste goes by; of equally strong opinions the latest. */
function strongest<T extends { readonly weight: number }>(said: readonly T[]): readonly T[] {
  return said.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, mostOpinions);
}
