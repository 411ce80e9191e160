import type { Paper, PaperKey } from "../../src/papers/paper.ts";
import type { PaperChange, PaperStore, Store } from "../../src/store/store.ts";

/** The reading side of a store, in memory: what the search index follows. */
export interface MemoryPapers extends Pick<Store, "papers"> {
  put(...papers: readonly Paper[]): void;
  /** As when a paper is folded into another record. */
  remove(key: PaperKey): void;
}

export function createMemoryPapers(first: readonly Paper[] = []): MemoryPapers {
  const known = new Map<PaperKey, PaperChange>();
  let sequence = 0;
  const change = (key: PaperKey, paper?: Paper) => {
    known.delete(key);
    sequence++;
    known.set(key, paper ? { sequence, key, paper } : { sequence, key });
  };
  const all = () => [...known.values()].flatMap(({ paper }) => (paper ? [paper] : []));
  const papers: PaperStore = {
    takeIn: () => Promise.reject(new Error("a memory store only reads: use put")),
    get: async (key) => known.get(key)?.paper,
    getMany: async (keys) => keys.flatMap((key) => known.get(key)?.paper ?? []),
    byArxivId: async (arxivId) => all().find((paper) => paper.arxivId === arxivId),
    latest: async ({ limit, offset }) =>
      all()
        .toSorted((a, b) => b.listed.localeCompare(a.listed))
        .slice(offset, offset + limit),
    count: async () => all().length,
    lastChange: async () => sequence,
    changes: async (after, limit) => {
      const changes: PaperChange[] = [];
      for (const step of known.values()) {
        if (step.sequence > after) changes.push(step);
        if (changes.length === limit) break;
      }
      return changes;
    },
  };
  const put = (...some: readonly Paper[]) => {
    for (const paper of some) change(paper.key, paper);
  };
  put(...first);
  return { papers, put, remove: (key) => change(key) };
}
