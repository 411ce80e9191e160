/** Relevance grades of one query's documents by id; what is missing is 0. */
export type Grades = ReadonlyMap<string, number>;

/**
 * Normalised discounted cumulative gain as trec_eval computes it: the gain is the grade itself, discounted by
 * log2(rank + 1), over the gain of the best possible order. Negative grades gain nothing.
 */
export function ndcg(ranking: readonly string[], grades: Grades, depth: number): number {
  const ideal = [...grades.values()].filter((grade) => grade > 0).sort((a, b) => b - a);
  const best = gain(ideal.slice(0, depth));
  return best === 0 ? 0 : gain(ranking.slice(0, depth).map((id) => Math.max(0, grades.get(id) ?? 0))) / best;
}

/** Share of the relevant documents (grade above 0) among the first `depth`. */
export function recall(ranking: readonly string[], grades: Grades, depth: number): number {
  const relevant = [...grades.values()].filter((grade) => grade > 0).length;
  const found = ranking.slice(0, depth).filter((id) => (grades.get(id) ?? 0) > 0).length;
  return relevant === 0 ? 0 : found / relevant;
}

/** One over the rank of the first relevant document, 0 when it is not among the first `depth`. */
export function reciprocalRank(ranking: readonly string[], grades: Grades, depth: number): number {
  const at = ranking.slice(0, depth).findIndex((id) => (grades.get(id) ?? 0) > 0);
  return at < 0 ? 0 : 1 / (at + 1);
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * How likely a difference of the means at least this large is by chance: two-sided paired randomisation test (Smucker,
 * Allan and Carterette, CIKM 2007). The same values give the same answer every time.
 */
export function randomisationTest(ours: readonly number[], theirs: readonly number[], rounds = 10_000): number {
  const differences = ours.map((value, i) => value - (theirs[i] ?? 0)).filter((difference) => difference !== 0);
  const observed = Math.abs(differences.reduce((sum, difference) => sum + difference, 0));
  let state = 1;
  let asLarge = 0;
  for (let round = 0; round < rounds; round++) {
    let sum = 0;
    for (const difference of differences) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      sum += state < 0 ? difference : -difference;
    }
    if (Math.abs(sum) >= observed - 1e-12) asLarge++;
  }
  return (asLarge + 1) / (rounds + 1);
}

function gain(grades: readonly number[]): number {
  return grades.reduce((sum, grade, at) => sum + grade / Math.log2(at + 2), 0);
}
