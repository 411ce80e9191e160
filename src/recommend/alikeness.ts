/** What two papers are compared by. */
export interface WordsAndTopics {
  /** The broadest topic first; empty where none are known. */
  readonly topics: Float32Array;
  /** One over the length of the topics up to each cut; 0 where that is 0. */
  readonly scales: Float32Array;
  /** Terms by number, and their weights, of length one together. */
  readonly terms: Uint32Array;
  readonly weights: Float32Array;
}

/** How alike each of many papers is to one: 0 (nothing in common) to 1 (the same words). */
export type Alikeness = (to: WordsAndTopics) => Float32Array;

export function alikeness(topics: Float32Array, terms: readonly number[], weights: readonly number[]): WordsAndTopics {
  const scale = oneOver(lengthOf(weights));
  return {
    topics,
    scales: Float32Array.from(cutsOf(topics.length), (cut) => oneOver(lengthOf(topics.subarray(0, cut)))),
    terms: Uint32Array.from(terms),
    weights: Float32Array.from(weights, (weight) => weight * scale),
  };
}

/**
 * The cosine of the words and of the topics. Topics are compared in the broadest quarter of the dimensions, the broader
 * half and all of them, and the mean is taken: broad subject and fine distinction both count. A thousand papers: 0.2 ms.
 */
export function createAlikeness(papers: readonly WordsAndTopics[]): Alikeness {
  const wordCosines = createWordCosines(papers);
  return (to) => {
    const alike = wordCosines(to);
    if (to.topics.length > 0) {
      papers.forEach((paper, at) => {
        alike[at] = wordShare * (alike[at] ?? 0) + (1 - wordShare) * topicCosine(to, paper);
      });
    }
    return alike.map((value) => Math.min(1, Math.max(0, value)));
  };
}

const wordShare = 0.6;

/** The ends of the strongest quarter of the dimensions, the strongest half and all of them: those of search/lsa.ts. */
const cutsOf = (dimensions: number) => [Math.ceil(dimensions / 4), Math.ceil(dimensions / 2), dimensions] as const;

function topicCosine(a: WordsAndTopics, b: WordsAndTopics): number {
  const [quarter, half, all] = cutsOf(a.topics.length);
  const first = product(a.topics, b.topics, 0, quarter);
  const second = first + product(a.topics, b.topics, quarter, half);
  const whole = second + product(a.topics, b.topics, half, all);
  const scale = (cut: number): number => (a.scales[cut] ?? 0) * (b.scales[cut] ?? 0);
  return (first * scale(0) + second * scale(1) + whole * scale(2)) / 3;
}

function product(a: Float32Array, b: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += (a[k] ?? 0) * (b[k] ?? 0);
  return sum;
}

/** Through the papers that hold each word, rather than through each pair: most pairs share few. */
function createWordCosines(papers: readonly WordsAndTopics[]): Alikeness {
  const holders = new Map<number, { readonly at: number[]; readonly weights: number[] }>();
  papers.forEach(({ terms, weights }, at) => {
    terms.forEach((term, i) => {
      const holder = holders.get(term) ?? { at: [], weights: [] };
      holder.at.push(at);
      holder.weights.push(weights[i] ?? 0);
      holders.set(term, holder);
    });
  });
  return ({ terms, weights }) => {
    const cosines = new Float32Array(papers.length);
    for (let i = 0; i < terms.length; i++) {
      const holder = holders.get(terms[i] ?? 0);
      if (holder === undefined) continue;
      const weight = weights[i] ?? 0;
      for (let k = 0; k < holder.at.length; k++) {
        const at = holder.at[k] ?? 0;
        cosines[at] = (cosines[at] ?? 0) + weight * (holder.weights[k] ?? 0);
      }
    }
    return cosines;
  };
}

function lengthOf(vector: readonly number[] | Float32Array): number {
  let squares = 0;
  for (const value of vector) squares += value * value;
  return Math.sqrt(squares);
}

const oneOver = (value: number): number => (value > 0 ? 1 / value : 0);
