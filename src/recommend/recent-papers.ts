import { setImmediate } from "node:timers/promises";
import type { Day, Paper, PaperKey } from "../papers/paper.ts";
import { type AnalysedPaper, analysePaper } from "../search/analysed-paper.ts";
import type { PaperStore } from "../store/store.ts";
import { createPaperBatch, type PaperBatch } from "./paper-batch.ts";
import { rememberLast } from "./remember-last.ts";

/**
 * A day with more new papers than this is a collection taken in, not news: the last listed of them are looked at, so
 * that memory stays bounded.
 */
const mostRecent = 5000;

/** Papers of the last days, ready to be asked by topics; made once for each state of the store. */
export interface RecentPapers {
  batchSince(since: Day): Promise<PaperBatch>;
}

export function createRecentPapers(papers: Pick<PaperStore, "latest" | "lastChange">): RecentPapers {
  const batches = rememberLast<PaperBatch>(rememberedBatches);

  async function make(since: Day): Promise<PaperBatch> {
    const recent = await readRecent(papers, since);
    return createPaperBatch(recent, await analyseInSteps(recent));
  }

  return {
    batchSince: async (since) => batches.get(`${await papers.lastChange()} ${since}`, () => make(since)),
  };
}

/** The papers listed since a day, newest first. Others may come between two pages and push some to the next: each is one. */
export async function readRecent(papers: Pick<PaperStore, "latest">, since: Day): Promise<Paper[]> {
  const recent = new Map<PaperKey, Paper>();
  for (let read = 0; ; ) {
    const limit = Math.min(papersAStep, mostRecent - read);
    const page = await papers.latest({ limit, offset: read, since });
    for (const paper of page) recent.set(paper.key, paper);
    read += page.length;
    if (page.length < limit || read >= mostRecent) return [...recent.values()];
  }
}

/** Analyses papers in steps that let others run. */
export async function analyseInSteps(papers: readonly Paper[]): Promise<AnalysedPaper[]> {
  const analysed: AnalysedPaper[] = [];
  for (let at = 0; at < papers.length; at += papersAStep) {
    analysed.push(...papers.slice(at, at + papersAStep).map(analysePaper));
    await setImmediate();
  }
  return analysed;
}

const papersAStep = 250;

/** A preview's days and a digest's. */
const rememberedBatches = 2;
