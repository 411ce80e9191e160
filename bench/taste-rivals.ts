/** Terms of title and abstract. */
interface Text {
  readonly title: readonly string[];
  readonly abstract: readonly string[];
}

/**
 * The rival everybody has: papers as TF-IDF vectors of length one (log-weighted counts), a taste as the sum of those
 * that are liked, cosine.
 */
export function createCentroid(
  papers: readonly Text[],
  /** How many of them, from the first, are known when frequencies are counted. */
  counted = papers.length,
): (known: readonly number[], of?: readonly number[]) => Float64Array {
  const counts = papers.map(({ title, abstract }) => {
    const times = new Map<string, number>();
    for (const term of [...title, ...abstract]) times.set(term, (times.get(term) ?? 0) + 1);
    return times;
  });
  const frequencies = new Map<string, number>();
  for (const times of counts.slice(0, counted)) {
    for (const term of times.keys()) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  }
  const vectors = counts.map((times) => {
    const weighted = [...times].map(
      ([term, count]) =>
        [term, (1 + Math.log(count)) * Math.log((counted + 1) / ((frequencies.get(term) ?? 0) + 1))] as const,
    );
    const length = Math.sqrt(weighted.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
    return weighted.map(([term, weight]) => [term, weight / length] as const);
  });
  return (known, of) => {
    const profile = new Map<string, number>();
    for (const paper of known) {
      for (const [term, weight] of vectors[paper] ?? []) profile.set(term, (profile.get(term) ?? 0) + weight);
    }
    const scored = of === undefined ? vectors : of.map((paper) => vectors[paper] ?? []);
    return Float64Array.from(scored, (vector) =>
      vector.reduce((sum, [term, weight]) => sum + weight * (profile.get(term) ?? 0), 0),
    );
  };
}
