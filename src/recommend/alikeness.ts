/** What two papers are compared by. */
export interface WordsAndTopics {
  /** The broadest topic first; empty where none are known. */
  readonly topics: Float32Array;
  /** One over the length of the topics up to each cut; 0 where that is 0. */
  readonly scales: Float32Array;
  /** The words by twice their number, and once more by that and one where they stand in the title. */
  readonly terms: Uint32Array;
  /** So that the products of two papers' weights add up to the shares of the two cosines. */
  readonly weights: Float32Array;
}

/** Words by number, and how much each counts. */
export type WeighedWords = ReadonlyMap<number, number>;

/** How alike each of many papers is to one: 0 (nothing in common) to 1 (the same words). */
export type Alikeness = (to: WordsAndTopics) => Float32Array;

/** `words`: of title and abstract together. */
export function alikeness(topics: Float32Array, words: WeighedWords, titleWords: WeighedWords): WordsAndTopics {
  const [scale, titleScale] = [
    Math.sqrt(wordShare) * oneOver(lengthOf([...words.values()])),
    Math.sqrt(titleShare) * oneOver(lengthOf([...titleWords.values()])),
  ];
  return {
    topics,
    scales: Float32Array.from(cutsOf(topics.length), (cut) => oneOver(lengthOf(topics.subarray(0, cut)))),
    terms: Uint32Array.from([
      ...[...words.keys()].map((term) => 2 * term),
      ...[...titleWords.keys()].map((term) => 2 * term + 1),
    ]),
    weights: Float32Array.from([
      ...[...words.values()].map((weight) => scale * weight),
      ...[...titleWords.values()].map((weight) => titleScale * weight),
    ]),
  };
}

/**
 * The cosine of the words, that of the title's words alone, because a title says what a paper is about, and that of the
 * topics. Topics are compared in the broadest quarter of the dimensions, the broader half and all of them, and the mean
 * is taken: broad subject and fine distinction both count. A thousand papers: 0.1 ms.
 */
export function createAlikeness(papers: readonly WordsAndTopics[]): Alikeness {
  const wordCosines = createWordCosines(papers);
  const topicCosines = createTopicCosines(papers);
  return (to) => {
    const alike = wordCosines(to);
    const near = topicCosines(to);
    for (let at = 0; at < alike.length; at++) {
      const inWords = alike[at] as number;
      const value = near ? inWords + topicShare * (near[at] as number) : inWords / (1 - topicShare);
      alike[at] = value < 0 ? 0 : value > 1 ? 1 : value;
    }
    return alike;
  };
}

const wordShare = 0.5;
const titleShare = 0.15;
const topicShare = 0.35;

/** The ends of the strongest quarter of the dimensions, the strongest half and all of them: those of search/lsa.ts. */
const cutsOf = (dimensions: number) => [Math.ceil(dimensions / 4), Math.ceil(dimensions / 2), dimensions] as const;

/**
 * All papers' topics lie one behind the other, so that a comparison is one run through memory. Four papers are compared
 * at a time: sums that do not wait for each other take a third of the time.
 */
function createTopicCosines(papers: readonly WordsAndTopics[]): (to: WordsAndTopics) => Float32Array | undefined {
  const dimensions = papers[0]?.topics.length ?? 0;
  const cuts = cutsOf(dimensions);
  const rows = Math.ceil(papers.length / 4) * 4;
  const topics = new Float32Array(rows * dimensions);
  const scales = new Float32Array(rows * cuts.length);
  papers.forEach((paper, at) => {
    topics.set(paper.topics, at * dimensions);
    scales.set(paper.scales, at * cuts.length);
  });
  return (to) => {
    if (dimensions === 0 || to.topics.length !== dimensions) return undefined;
    const cosines = new Float32Array(rows);
    for (let at = 0; at < rows; at += 4) {
      const [a, b] = [at * dimensions, (at + 1) * dimensions];
      const [c, d] = [b + dimensions, b + 2 * dimensions];
      let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
      let k = 0;
      for (let cut = 0; cut < cuts.length; cut++) {
        for (; k < (cuts[cut] as number); k++) {
          const topic = to.topics[k] as number;
          sumA += topic * (topics[a + k] as number);
          sumB += topic * (topics[b + k] as number);
          sumC += topic * (topics[c + k] as number);
          sumD += topic * (topics[d + k] as number);
        }
        const scale = (to.scales[cut] as number) / cuts.length;
        const of = at * cuts.length + cut;
        cosines[at] = (cosines[at] as number) + sumA * scale * (scales[of] as number);
        cosines[at + 1] = (cosines[at + 1] as number) + sumB * scale * (scales[of + cuts.length] as number);
        cosines[at + 2] = (cosines[at + 2] as number) + sumC * scale * (scales[of + 2 * cuts.length] as number);
        cosines[at + 3] = (cosines[at + 3] as number) + sumD * scale * (scales[of + 3 * cuts.length] as number);
      }
    }
    return cosines;
  };
}

/** Through the papers that hold each word, rather than through each pair: most pairs share few. */
function createWordCosines(papers: readonly WordsAndTopics[]): Alikeness {
  const gathered = new Map<number, { readonly at: number[]; readonly weights: number[] }>();
  papers.forEach(({ terms, weights }, at) => {
    terms.forEach((term, i) => {
      const holder = gathered.get(term) ?? { at: [], weights: [] };
      holder.at.push(at);
      holder.weights.push(weights[i] ?? 0);
      gathered.set(term, holder);
    });
  });
  const holders = new Map(
    [...gathered].map(([term, { at, weights }]) => [
      term,
      { at: Uint32Array.from(at), weights: Float32Array.from(weights) },
    ]),
  );
  return ({ terms, weights }) => {
    const cosines = new Float32Array(papers.length);
    for (let i = 0; i < terms.length; i++) {
      const holder = holders.get(terms[i] as number);
      if (holder === undefined) continue;
      const weight = weights[i] as number;
      for (let k = 0; k < holder.at.length; k++) {
        const at = holder.at[k] as number;
        cosines[at] = (cosines[at] as number) + weight * (holder.weights[k] as number);
      }
    }
    return cosines;
  };
}

function lengthOf(vector: ArrayLike<number> & Iterable<number>): number {
  let squares = 0;
  for (const value of vector) squares += value * value;
  return Math.sqrt(squares);
}

/** 0 also for what is next to nothing: single precision has no room for the result. */
const oneOver = (value: number): number => (value > 1e-15 ? 1 / value : 0);
