import type { Collection } from "./collection.ts";
import { mean, ndcg, recall, reciprocalRank } from "./metrics.ts";

/** Anything that ranks documents for a text: best first, at most `depth`. */
export interface Ranker {
  readonly name: string;
  rank(query: RankerQuery, depth: number): Promise<readonly RankedDocument[]> | readonly RankedDocument[];
}

export interface RankerQuery {
  readonly text: string;
  /** The document the query was made of; it must not be in the answer. */
  readonly leaveOut?: string;
}

export interface RankedDocument {
  readonly id: string;
  readonly score: number;
}

export interface Evaluation {
  readonly name: string;
  readonly ndcg10: number;
  readonly recall100: number;
  readonly mrr10: number;
  readonly millisecondsPerQuery: number;
  /** nDCG@10 of each query, in the collection's order: what significance is computed from. */
  readonly perQuery: readonly number[];
  readonly rankings: readonly { readonly query: string; readonly documents: readonly RankedDocument[] }[];
}

/**
 * Ranks every query and measures. With `similar`, queries are papers: the document a query was made of, the one whose
 * id is the query's or the part of it before `_`, is left out.
 */
export async function evaluate(
  ranker: Ranker,
  { queries, documents }: Collection,
  { depth, similar }: { readonly depth: number; readonly similar: boolean },
): Promise<Evaluation> {
  const known = new Set(documents.map(({ id }) => id));
  const rankings: { query: string; documents: readonly RankedDocument[] }[] = [];
  let milliseconds = 0;
  for (const { id, text } of queries) {
    const leaveOut = similar ? [id, id.split("_")[0] ?? id].find((own) => known.has(own)) : undefined;
    const begun = performance.now();
    const found = await ranker.rank({ text, ...(leaveOut !== undefined && { leaveOut }) }, depth);
    milliseconds += performance.now() - begun;
    rankings.push({ query: id, documents: found.filter((document) => document.id !== leaveOut).slice(0, depth) });
  }
  const measured = (measure: typeof ndcg, cut: number): number[] =>
    queries.map(({ grades }, at) => measure(rankings[at]?.documents.map(({ id }) => id) ?? [], grades, cut));
  const perQuery = measured(ndcg, 10);
  return {
    name: ranker.name,
    ndcg10: mean(perQuery),
    recall100: mean(measured(recall, 100)),
    mrr10: mean(measured(reciprocalRank, 10)),
    millisecondsPerQuery: milliseconds / Math.max(1, queries.length),
    perQuery,
    rankings,
  };
}

/** The rankings as trec_eval reads them: `qid Q0 docid rank score tag`. */
export function trecRun({ rankings, name }: Evaluation): string {
  const tag = name.replace(/\s+/gu, "-");
  return rankings
    .flatMap(({ query, documents }) =>
      documents.map(({ id, score }, at) => `${query} Q0 ${id} ${at + 1} ${score.toFixed(6)} ${tag}\n`),
    )
    .join("");
}
