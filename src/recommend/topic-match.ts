import { UserError } from "../errors.ts";
import type { Day, Paper } from "../papers/paper.ts";
import { findMatches } from "../search/matches.ts";
import { type Clause, parseQuery, type Query } from "../search/query.ts";
import type { Match } from "../search/search-index.ts";
import type { PaperBatch } from "./paper-batch.ts";
import { aboutness, appeal } from "./topic-score.ts";

/** A paper that fulfils a topic's whole query. */
export interface TopicHit {
  readonly paper: Paper;
  /** The query's words and phrases that stand in the paper. */
  readonly matches: readonly Match[];
  /** How much the paper is about the topic: 0 to 1, comparable between topics. */
  readonly score: number;
  /**
   * It has all words of the topic, but far apart and not in the title, so it is hardly about it. A search finds it; a
   * digest leaves it out.
   */
  readonly strewn: boolean;
}

/** A topic that was understood when it was subscribed to and no longer is. */
export interface UnreadableTopic {
  readonly topic: string;
  readonly reason: string;
}

export interface TopicMatcher {
  readonly unreadable: readonly UnreadableTopic[];
  /** Every topic that was understood, with the papers that fulfil it, the most on topic first. */
  match(batch: PaperBatch): Map<string, readonly TopicHit[]>;
}

/** A part of the score this small orders papers that are equally on topic and hardly any others. */
export const appealShare = 0.1;

/**
 * Matches the topics of any number of channels against a batch of papers, each distinct topic once. Who fulfils a
 * topic is exactly who the search index calls a full match; the score only orders them.
 */
export function createTopicMatcher(topics: Iterable<string>, { today }: { readonly today: Day }): TopicMatcher {
  const queries = new Map<string, Query>();
  const unreadable: UnreadableTopic[] = [];
  for (const topic of new Set(topics)) {
    try {
      queries.set(topic, parseQuery(topic, { today }));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      unreadable.push({ topic, reason: error.message });
    }
  }

  function match(batch: PaperBatch): Map<string, readonly TopicHit[]> {
    const appeals = batch.papers.map((paper) => appealShare * appeal(paper, today));
    const hitsOf = (query: Query): TopicHit[] => {
      const hits: TopicHit[] = [];
      const wanted = saidOnce(query.clauses);
      batch.fulfilling(query).forEach((fulfils, i) => {
        const paper = batch.papers[i];
        const text = fulfils ? batch.analysed(i) : undefined;
        if (!paper || !text) return;
        const about = aboutness(wanted, batch, i);
        const score = (1 - appealShare) * about.value + (appeals[i] ?? 0);
        hits.push({ paper, matches: findMatches(query, text), score, strewn: about.strewn });
      });
      return hits.sort(bestFirst);
    };
    return new Map([...queries].map(([topic, query]) => [topic, hitsOf(query)]));
  }

  return { unreadable, match };
}

/** What is wanted twice is wanted once: counted twice, it would bring the words of a topic nearer to each other. */
function saidOnce(clauses: readonly Clause[]): readonly Clause[] {
  const said = new Set<string>();
  return clauses
    .map((clause) =>
      clause.type === "all" || clause.type === "any" ? { ...clause, clauses: saidOnce(clause.clauses) } : clause,
    )
    .filter((clause) => {
      const meaning = meaningOf(clause);
      return !said.has(meaning) && said.add(meaning);
    });
}

/** A clause without where and how it was typed. */
function meaningOf(clause: Clause): string {
  if (clause.type === "spelled") return clause.clauses.map(meaningOf).sort().join(" ");
  return JSON.stringify(clause, (name, value) => (asTyped.has(name) ? undefined : value));
}

const asTyped = new Set(["typed", "span", "start", "end"]);

/** By score; equal ones the newest first, and in the end by key, so that the order never depends on the input's. */
export function bestFirst(a: ScoredPaper, b: ScoredPaper): number {
  return b.score - a.score || compare(b.paper.listed, a.paper.listed) || compare(a.paper.key, b.paper.key);
}

/** By code units: many times faster than localeCompare, and all that days and keys need. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

interface ScoredPaper {
  readonly paper: Paper;
  readonly score: number;
}
