/** How alike two entries of a list are, 0 to 1, by their places in it. */
export type Likeness = (one: number, other: number) => number;

/** Two papers this alike say the same: a preprint and its revision under another title. */
const duplicate = 0.85;

/** Leaves out what nearly repeats an entry further up; the order stays. For a list a person reads, not for measuring. */
export function foldDuplicates<T>(
  entries: readonly T[],
  alike: Likeness,
): { kept: readonly T[]; folded: readonly T[] } {
  const keptAt: number[] = [];
  const folded: T[] = [];
  entries.forEach((entry, at) => {
    if (keptAt.some((earlier) => alike(earlier, at) >= duplicate)) folded.push(entry);
    else keptAt.push(at);
  });
  return { kept: entries.filter((_, at) => keptAt.includes(at)), folded };
}

/**
 * Picks `limit` entries that are good and unlike each other: maximal marginal relevance (Carbonell and Goldstein,
 * SIGIR 1998). Scores are of any scale; `novelty` is the share that unlikeness has in each choice, 0 keeps the order.
 */
export function diversify<T extends { readonly score: number }>(
  entries: readonly T[],
  alike: Likeness,
  limit: number,
  novelty = 0.3,
): readonly T[] {
  const best = entries.reduce((most, { score }) => Math.max(most, score), 0) || 1;
  const left = entries.map((_, at) => at);
  const chosen: number[] = [];
  const nearest = new Float64Array(entries.length);
  while (chosen.length < limit && left.length > 0) {
    const value = (at: number): number =>
      ((1 - novelty) * (entries[at]?.score ?? 0)) / best - novelty * (nearest[at] ?? 0);
    const next = left.reduce((a, b) => (value(b) > value(a) ? b : a));
    chosen.push(next);
    left.splice(left.indexOf(next), 1);
    for (const at of left) nearest[at] = Math.max(nearest[at] ?? 0, alike(next, at));
  }
  return chosen.flatMap((at) => entries[at] ?? []);
}
