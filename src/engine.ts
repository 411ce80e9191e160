import type { Clock } from "./clock.ts";
import { arxivIdOf } from "./papers/arxiv-id.ts";
import { dayOf } from "./papers/day.ts";
import { paperKeyPattern, titleFingerprint } from "./papers/identity.ts";
import type { Day, Paper, PaperKey } from "./papers/paper.ts";
import { createSynonyms, type Synonyms } from "./recommend/also-said.ts";
import { createSimilar, type Similar } from "./recommend/similar.ts";
import { createTastes, type Tastes } from "./recommend/tastes.ts";
import { createTopics, type Topics } from "./recommend/topics.ts";
import { createExplains, type Explains } from "./recommend/why.ts";
import { analyse, termsOf } from "./search/analysis.ts";
import type { Hit, SearchIndex, SearchResult, Sort } from "./search/search-index.ts";
import { makeSnippet } from "./search/snippet.ts";
import { spellingsOf } from "./search/spelling.ts";
import type { IntakeRecord, SourceState, Store } from "./store/store.ts";

export type { AlsoSaid } from "./recommend/also-said.ts";
export type { ComposedDigest, DigestPaper, TopicMatch } from "./recommend/digest.ts";
export type { RecommendedPaper } from "./recommend/recommend.ts";
export type { SimilarPaper, SimilarPapers } from "./recommend/similar.ts";
export type { SuggestedTopic } from "./recommend/suggest-topics.ts";
export type { Learnt, Recommendation, Suits } from "./recommend/tastes.ts";
export type { TopicMatches } from "./recommend/topics.ts";
export type { Arithmetic, Why } from "./recommend/why.ts";

/** A hit with the paper it found. */
export interface FoundPaper extends Hit {
  readonly paper: Paper;
}

export interface Found extends Omit<SearchResult, "hits"> {
  readonly query: string;
  readonly hits: readonly FoundPaper[];
}

/** How things stand, for `status`. */
export interface EngineStatus {
  /** Papers in the store. */
  readonly papers: number;
  /** Papers the search index knows; fewer while it catches up. */
  readonly indexed: number;
  /** The newest day any source listed papers on, and how many. */
  readonly newest?: { readonly day: Day; readonly papers: number };
  readonly lastIntake?: IntakeRecord;
  /** Network sources that were asked lately. */
  readonly sources?: readonly SourceState[];
}

/** The only door to search, recommendation and papers for commands and delivery. */
export interface Engine extends Topics, Synonyms, Similar, Tastes, Explains {
  /** An arXiv number or address finds that paper alone. Throws a UserError for a query that cannot be understood. */
  search(query: string, options: { limit: number; offset?: number; sort?: Sort | "upvotes" }): Promise<Found>;
  complete(prefix: string, limit: number): Promise<readonly { key: PaperKey; title: string }[]>;
  /** Whether each word of a text that says something is a word of some title or abstract, in either English. */
  knowsWords(text: string): Promise<boolean>;
  /**
   * By key, arXiv id or URL, a title or its beginning with "…" behind it, or the words of a title; several when it fits
   * several. With `wholeTitle` a part of a title finds nothing.
   */
  find(reference: string, options?: { readonly wholeTitle?: boolean }): Promise<readonly Paper[]>;
  latest(page: {
    limit: number;
    offset: number;
    since?: Day;
    sort?: "date" | "upvotes";
  }): Promise<{ readonly total: number; readonly papers: readonly Paper[] }>;
  status(): Promise<EngineStatus>;
}

/** As many papers as a person can choose among when the words of a title fit several. */
const maxChoices = 5;

/** Where a title is shown cut, in quotes or not, and what was shown is sent or copied in the place of the key. */
const cutMark = /\s*(?:\u2026|\.{3})["\u201d]?\s*$/u;

/** As many matches as are put in the order of their upvotes. */
const maxUpvoted = 500;

export function createEngine({ store, index, clock }: { store: Store; index: SearchIndex; clock: Clock }): Engine {
  const topics = createTopics({ papers: store.papers, clock });
  const tastes = createTastes({ store, index, clock });

  /** The index doesn't know upvotes, which change daily: the best matches are put in their order here. */
  async function mostUpvoted(query: string, { limit, offset = 0 }: { limit: number; offset?: number }): Promise<Found> {
    const found = await engine.search(query, { limit: maxUpvoted });
    const byUpvotes = (hits: readonly FoundPaper[]) =>
      hits.toSorted((one, other) => (other.paper.upvotes ?? -1) - (one.paper.upvotes ?? -1));
    const hits = [...byUpvotes(found.hits.slice(0, found.whole)), ...byUpvotes(found.hits.slice(found.whole))];
    const total = Math.min(found.total, maxUpvoted);
    const note = found.total > total ? `The ${total} best matches, the most upvoted first.` : undefined;
    const page = { ...found, total, whole: Math.min(found.whole, total), hits: hits.slice(offset, offset + limit) };
    return { ...page, ...(note !== undefined && { note }) };
  }

  /** Its digits are no words: they would find other papers that happen to have them. */
  async function foundByNumber(query: string, arxivId: string, offset = 0): Promise<Found> {
    const paper = await store.papers.byArxivId(arxivId);
    if (!paper) return { query, total: 0, whole: 0, hits: [], note: `No paper here has the arXiv number ${arxivId}.` };
    const hit: FoundPaper = {
      key: paper.key,
      score: 1,
      matches: [{ term: arxivId, kind: "number", fields: ["arxivId"] }],
      snippet: makeSnippet(paper.abstract, analyse(paper.abstract), []),
      paper,
    };
    return { query, total: 1, whole: 1, hits: offset === 0 ? [hit] : [] };
  }

  const engine: Engine = {
    ...topics,
    ...createSynonyms({ papers: store.papers, index, clock }),
    ...createSimilar({ papers: store.papers, index }),
    ...tastes,
    ...createExplains({ topics, tastes, clock }),

    async search(query, options) {
      const arxivId = arxivIdOf(query);
      if (arxivId !== undefined) return foundByNumber(query, arxivId, options.offset);
      if (options.sort === "upvotes") return mostUpvoted(query, options);
      const { sort, ...page } = options;
      const result = await index.search(query, { ...page, ...(sort && { sort }), today: dayOf(clock.now()) });
      const papers = new Map(
        (await store.papers.getMany(result.hits.map((hit) => hit.key))).map((paper) => [paper.key, paper]),
      );
      const hits = result.hits.flatMap((hit) => {
        const paper = papers.get(hit.key);
        return paper ? [{ ...hit, paper }] : [];
      });
      return { ...result, query, hits };
    },

    complete: (prefix, limit) => index.complete(prefix, limit),

    async knowsWords(text) {
      const { vectors } = await index.ranked();
      const isKnown = (term: string) => vectors.frequency(vectors.vocabulary.find(term)) > 0;
      return spellingsOf(text)
        .map(termsOf)
        .some((terms) => terms.length > 0 && terms.every(isKnown));
    },

    async find(reference, { wholeTitle = false } = {}) {
      const known = await byIdentifier(reference.trim(), store);
      if (known) return [known];
      const title = reference.replace(cutMark, "");
      const isBeginning = !wholeTitle && title !== reference;
      const titled = await store.papers.byTitle(title, { isBeginning, limit: maxChoices });
      if (titled.length > 0 || wholeTitle) return titled;
      const words = title.split(/\s+/u).filter(Boolean).map(titleFingerprint);
      const titles = await index.complete(title, maxChoices);
      const fitting = titles.filter((each) => words.every((word) => saysWord(each.title, word)));
      return store.papers.getMany(fitting.map(({ key }) => key));
    },

    async latest(page) {
      return { total: await store.papers.count(page.since), papers: await store.papers.latest(page) };
    },

    async status() {
      const [newestPaper] = await store.papers.latest({ limit: 1, offset: 0 });
      const [lastIntake] = await store.intakes.latest(1);
      const weekAgo = clock.now().getTime() - 7 * 86_400_000;
      const sources = (await store.sources.states()).filter(({ askedAt }) => askedAt.getTime() >= weekAgo);
      return {
        papers: await store.papers.count(),
        indexed: await index.count(),
        ...(newestPaper && {
          newest: { day: newestPaper.listed, papers: await store.papers.count(newestPaper.listed) },
        }),
        ...(lastIntake && { lastIntake }),
        ...(sources.length > 0 && { sources }),
      };
    },
  };
  return engine;
}

/** A word may be a part of one ("transformer" of "Transformers"), but a short number is none of "16x16". */
function saysWord(title: string, word: string): boolean {
  if (!/^\d{1,3}$/u.test(word)) return titleFingerprint(title).includes(word);
  return title.split(/[^\p{L}\p{N}]+/u).includes(word);
}

async function byIdentifier(reference: string, store: Store): Promise<Paper | undefined> {
  const arxivId = arxivIdOf(reference);
  if (arxivId !== undefined) return store.papers.byArxivId(arxivId);
  return paperKeyPattern.test(reference) ? store.papers.get(reference) : undefined;
}
