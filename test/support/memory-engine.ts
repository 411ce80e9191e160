import type { Engine, FoundPaper } from "../../src/engine.ts";
import type { Paper } from "../../src/papers/paper.ts";
import { createTopics } from "../../src/recommend/topics.ts";
import type { PaperStore } from "../../src/store/store.ts";
import { fixedClock } from "./clock.ts";

/** A small working engine over an array: a paper is found when it has all words of the query. */
export function memoryEngine(papers: readonly Paper[], more: Partial<Engine> = {}): Engine {
  const newest = [...papers].sort((a, b) => b.listed.localeCompare(a.listed));
  const fits = (paper: Paper, words: readonly string[]) =>
    words.every((word) => `${paper.title} ${paper.abstract}`.toLowerCase().includes(word));
  const shelf = { latest: async () => newest, lastChange: async () => papers.length } as unknown as PaperStore;
  return {
    ...createTopics({ papers: shelf, clock: fixedClock() }),
    alsoSaid: async () => [],
    async similar(key, { limit, offset = 0 }) {
      const others = papers.filter((paper) => paper.key !== key);
      const hits = others.slice(offset, offset + limit).map((paper) => ({ paper, score: 1, shared: ["experts"] }));
      return { total: others.length, hits };
    },
    similarToText: async () => ({ total: 0, hits: [] }),
    suits: async () => undefined,
    withCauses: async (_owner, digest) => digest,
    explainSuits: async () => undefined,
    recommend: async (_person, { limit }) => ({
      since: newest.at(-1)?.listed ?? "",
      learntFrom: 0,
      papers: newest.slice(0, limit).map((paper) => ({ paper, score: 0, near: [], explores: false })),
    }),
    learnt: async () => ({ more: [], less: [], liked: 0, disliked: 0, saved: 0, leftOut: [] }),
    why: async (paper) => ({ paper, today: paper.listed, recommended: { score: 0, freshness: 0, upvotes: 0 } }),
    async search(query, { limit, offset = 0, sort }) {
      const words = wordsOf(query);
      const all = (sort === "date" ? newest : papers).filter((paper) => words.length > 0 && fits(paper, words));
      const hits = all.slice(offset, offset + limit).map((paper) => hit(paper, words));
      return { query, total: all.length, whole: all.length, hits };
    },
    async complete(prefix, limit) {
      const matching = papers.filter((paper) => paper.title.toLowerCase().startsWith(prefix.trim().toLowerCase()));
      return matching.slice(0, limit).map(({ key, title }) => ({ key, title }));
    },
    knowsWords: async () => false,
    async find(reference) {
      const exact = papers.filter(({ key, arxivId }) => key === reference || arxivId === reference);
      return exact.length > 0 ? exact : papers.filter((paper) => fits(paper, wordsOf(reference)));
    },
    async latest({ limit, offset }) {
      return { total: papers.length, papers: newest.slice(offset, offset + limit) };
    },
    async status() {
      const day = newest[0]?.listed;
      const known = { papers: papers.length, indexed: papers.length };
      return day ? { ...known, newest: { day, papers: papers.filter(({ listed }) => listed === day).length } } : known;
    },
    ...more,
  };
}

function wordsOf(query: string): readonly string[] {
  return query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function hit(paper: Paper, words: readonly string[]): FoundPaper {
  const text = paper.abstract;
  const matches = words.map((term) => {
    const fields = (["title", "abstract"] as const).filter((field) => paper[field].toLowerCase().includes(term));
    return { term, kind: "word" as const, fields };
  });
  const marks = words
    .map((word) => ({ start: text.toLowerCase().indexOf(word), end: text.toLowerCase().indexOf(word) + word.length }))
    .filter((mark) => mark.start >= 0)
    .sort((a, b) => a.start - b.start)
    .filter((mark, index, all) => mark.start >= (all[index - 1]?.end ?? 0));
  return { paper, key: paper.key, score: 1, matches, snippet: { text, marks } };
}
