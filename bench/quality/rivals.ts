import Database from "better-sqlite3";
import MiniSearch from "minisearch";
import { termsOf } from "../../src/search/analysis.ts";
import type { CollectionDocument } from "./collection.ts";
import type { RankedDocument, Ranker, RankerQuery } from "./evaluate.ts";

/** MiniSearch as it comes: title and text, default options. */
export function createMiniSearchRival(documents: readonly CollectionDocument[]): Ranker {
  const index = new MiniSearch<CollectionDocument>({ fields: ["title", "text"] });
  index.addAll(documents);
  return {
    name: "MiniSearch",
    rank: (query, depth) => without(query, index.search(query.text), depth),
  };
}

/** SQLite FTS5 with its own stemmer and its own bm25(), any of the words. */
export function createFts5Rival(documents: readonly CollectionDocument[]): Ranker {
  const database = new Database(":memory:");
  database.exec("create virtual table documents using fts5(id unindexed, title, text, tokenize = 'porter unicode61')");
  const insert = database.prepare("insert into documents (id, title, text) values (?, ?, ?)");
  database.transaction(() => {
    for (const { id, title, text } of documents) insert.run(id, title, text);
  })();
  const select = database.prepare<[string, number], RankedDocument>(
    "select id, -bm25(documents) as score from documents where documents match ? order by rank limit ?",
  );
  return {
    name: "FTS5",
    rank(query, depth) {
      const words = new Set(query.text.toLowerCase().match(/[\p{L}\p{N}]+/gu));
      if (words.size === 0) return [];
      const any = [...words].map((word) => `"${word}"`).join(" OR ");
      return without(query, select.all(any, depth + 1), depth);
    },
  };
}

/** Cosine of log-weighted TF-IDF vectors over our own terms: the yardstick of similar papers. */
export function createCosineRival(documents: readonly CollectionDocument[]): Ranker {
  const papers = documents.map(({ title, text }) => countTerms(termsOf(`${title} ${text}`)));
  const frequencies = countTerms(papers.flatMap((paper) => [...paper.keys()]));
  const vector = (counts: ReadonlyMap<string, number>): Map<string, number> => {
    const weighted = [...counts].map(([term, times]): [string, number] => [
      term,
      (1 + Math.log(times)) * Math.log((documents.length + 1) / ((frequencies.get(term) ?? 0) + 1)),
    ]);
    const length = Math.hypot(...weighted.map(([, weight]) => weight)) || 1;
    return new Map(weighted.map(([term, weight]) => [term, weight / length]));
  };
  const postings = new Map<string, { readonly at: number; readonly weight: number }[]>();
  papers.forEach((counts, at) => {
    for (const [term, weight] of vector(counts)) {
      const list = postings.get(term) ?? [];
      list.push({ at, weight });
      postings.set(term, list);
    }
  });
  return {
    name: "TF-IDF cosine",
    rank(query, depth) {
      const scores = new Float64Array(documents.length);
      for (const [term, weight] of vector(countTerms(termsOf(query.text)))) {
        for (const posting of postings.get(term) ?? [])
          scores[posting.at] = (scores[posting.at] ?? 0) + weight * posting.weight;
      }
      const ranked = documents.map(({ id }, at) => ({ id, score: scores[at] ?? 0 })).filter(({ score }) => score > 0);
      return without(
        query,
        ranked.sort((a, b) => b.score - a.score),
        depth,
      );
    },
  };
}

function countTerms(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

function without({ leaveOut }: RankerQuery, ranked: readonly RankedDocument[], depth: number): RankedDocument[] {
  return ranked
    .filter(({ id }) => id !== leaveOut)
    .slice(0, depth)
    .map(({ id, score }) => ({ id, score }));
}
