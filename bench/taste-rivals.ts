/** Terms of title and abstract. */
interface Text {
  readonly title: readonly string[];
  readonly abstract: readonly string[];
}

/** Scores of papers for who is known to like some of them; of all papers where none are named. */
export type Rival = (known: readonly number[], of?: readonly number[]) => Float64Array;

/** A vector of length one. */
interface Sparse {
  readonly terms: Uint32Array;
  readonly weights: Float64Array;
}

/** The rivals that everybody has, on the same TF-IDF vectors of length one (log-weighted counts). */
export interface Rivals {
  /** A taste is the sum of the papers that are liked, cosine. */
  readonly centroid: Rival;
  /** A linear support vector machine, liked papers against all others, as arxiv-sanity trains one for each reader. */
  readonly svm: Rival;
}

/** `counted`: how many papers, from the first, are known when frequencies are counted. */
export function createRivals(papers: readonly Text[], counted = papers.length): Rivals {
  const { vectors, width } = tfIdf(papers, counted);
  const scored = (profile: Float64Array, of?: readonly number[]): Float64Array =>
    Float64Array.from(of?.map((paper) => vectors[paper] ?? nothing) ?? vectors, (vector) => product(profile, vector));
  return {
    centroid(known, of) {
      const profile = new Float64Array(width);
      for (const paper of known) addTo(profile, vectors[paper] ?? nothing, 1);
      return scored(profile, of);
    },
    svm: (known, of) => scored(trainSvm(vectors, new Set(known), width), of),
  };
}

function tfIdf(papers: readonly Text[], counted: number): { vectors: readonly Sparse[]; width: number } {
  const numbers = new Map<string, number>();
  const counts = papers.map(({ title, abstract }) => {
    const times = new Map<number, number>();
    for (const term of [...title, ...abstract]) {
      const number = numbers.get(term) ?? numbers.size;
      numbers.set(term, number);
      times.set(number, (times.get(number) ?? 0) + 1);
    }
    return times;
  });
  const frequencies = new Float64Array(numbers.size);
  for (const times of counts.slice(0, counted)) {
    for (const term of times.keys()) frequencies[term] = (frequencies[term] ?? 0) + 1;
  }
  const vectors = counts.map((times) => {
    const weights = Float64Array.from(
      times,
      ([term, count]) => (1 + Math.log(count)) * Math.log((counted + 1) / ((frequencies[term] ?? 0) + 1)),
    );
    const length = Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0)) || 1;
    return { terms: Uint32Array.from(times.keys()), weights: weights.map((weight) => weight / length) };
  });
  return { vectors, width: numbers.size };
}

const cost = 0.1;
const rounds = 10;

/**
 * Squared hinge, classes weighed alike, by coordinate descent in the dual (Hsieh et al., "A dual coordinate descent
 * method for large-scale linear SVM", ICML 2008). The bias shifts all scores alike and is only kept for the training.
 */
function trainSvm(vectors: readonly Sparse[], liked: ReadonlySet<number>, width: number): Float64Array {
  const profile = new Float64Array(width);
  const shares = new Float64Array(vectors.length);
  let bias = 0;
  for (let round = 0; round < rounds; round++) {
    vectors.forEach((vector, paper) => {
      const sign = liked.has(paper) ? 1 : -1;
      const ofItsKind = sign > 0 ? liked.size : vectors.length - liked.size;
      const slack = ofItsKind / (cost * vectors.length);
      const before = shares[paper] ?? 0;
      const gradient = sign * (product(profile, vector) + bias) - 1 + slack * before;
      const after = Math.max(0, before - gradient / (2 + slack));
      shares[paper] = after;
      if (after === before) return;
      addTo(profile, vector, sign * (after - before));
      bias += sign * (after - before);
    });
  }
  return profile;
}

const nothing: Sparse = { terms: new Uint32Array(0), weights: new Float64Array(0) };

function product(profile: Float64Array, { terms, weights }: Sparse): number {
  let sum = 0;
  for (let i = 0; i < terms.length; i++) sum += (profile[terms[i] as number] as number) * (weights[i] as number);
  return sum;
}

function addTo(profile: Float64Array, { terms, weights }: Sparse, factor: number): void {
  for (let i = 0; i < terms.length; i++) {
    const term = terms[i] as number;
    profile[term] = (profile[term] as number) + factor * (weights[i] as number);
  }
}
