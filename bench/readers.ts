import type { DatedPaper } from "./dated-papers.ts";

/** A simulated reader. What it wants is defined by the papers' categories, which no ranker of the bench reads. */
export interface Reader {
  /** `late`: after an interest of the reader has changed. */
  wants(paper: DatedPaper, late: boolean): boolean;
  avoids(paper: DatedPaper): boolean;
}

const interests = 3;
/** Shares of the papers that are in a category, for it to be an interest of somebody. */
const rarest = 0.005;
const commonest = 0.08;
/** What somebody does not want may be a large field. */
const commonestUnwanted = 0.35;

/** Readers with three interests each, of which the last is exchanged for another in time. */
export function createReaders(papers: readonly DatedPaper[], many: number, random: () => number): Reader[] {
  const counts = new Map<string, number>();
  for (const category of papers.flatMap(({ categories }) => categories)) {
    counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  const upTo = (most: number): string[] =>
    [...counts]
      .filter(([, count]) => count >= rarest * papers.length && count <= most * papers.length)
      .map(([category]) => category)
      .sort();
  const any = (categories: readonly string[]): string => categories[Math.floor(random() * categories.length)] ?? "";
  const [wantable, unwantable] = [upTo(commonest), upTo(commonestUnwanted)];
  return Array.from({ length: many }, () => {
    const early = new Set(Array.from({ length: interests }, () => any(wantable)));
    const late = new Set([...early].slice(0, -1)).add(any(wantable));
    const unwanted = any(unwantable);
    return {
      wants: ({ categories }, isLate) => categories.some((category) => (isLate ? late : early).has(category)),
      avoids: ({ categories }) =>
        categories.includes(unwanted) && !categories.some((category) => early.has(category) || late.has(category)),
    };
  });
}
