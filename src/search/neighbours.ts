import { withRoom } from "./growing.ts";
import type { Lsa } from "./lsa.ts";
import { dampen } from "./lsa-training.ts";
import type { DocNumber, TermVectors } from "./term-vectors.ts";

/**
 * How alike each two of some papers are, as rows of a square matrix, 0 on the diagonal: the cosine of their TF-IDF
 * vectors plus the cosine of their topics. About 1 ms for 100 papers.
 */
export function likeness(vectors: TermVectors, lsa: Lsa | undefined, docs: readonly DocNumber[]): Float32Array {
  const size = docs.length;
  const result = new Float32Array(size * size);
  addWordCosines(vectors, docs, result);
  if (lsa) addTopicCosines(lsa, docs, result);
  for (let i = 0; i < size; i++) for (let k = 0; k < i; k++) result[i * size + k] = result[k * size + i] ?? 0;
  return result;
}

/**
 * Through the papers each term has in common, rather than through each pair: most pairs share little. A term's papers
 * are a chain of entries, the last one first; `chainOf` is kept between calls, all zero.
 */
let chainOf = new Uint32Array(1024);

function addWordCosines(vectors: TermVectors, docs: readonly DocNumber[], into: Float32Array): void {
  chainOf = withRoom(chainOf, vectors.vocabulary.size);
  const most = docs.reduce((sum, doc) => sum + (vectors.lengths[doc] ?? 0), 1);
  const at = new Uint16Array(most);
  const weights = new Float32Array(most);
  const before = new Uint32Array(most);
  const rarities = new Float32Array(most);
  const seen = new Uint32Array(most);
  const lengths = new Float64Array(docs.length);
  let entries = 1;
  docs.forEach((doc, row) => {
    const terms = vectors.sequence(doc).terms.sort();
    for (let i = 0, next = 0; i < terms.length; i = next) {
      const term = terms[i] ?? 0;
      for (next = i + 1; terms[next] === term; ) next++;
      const last = chainOf[term] ?? 0;
      const rarity = last > 0 ? (rarities[last] ?? 0) : idf(vectors, term);
      const weight = dampen(next - i) * rarity;
      lengths[row] = (lengths[row] ?? 0) + weight * weight;
      for (let entry = last; entry > 0; entry = before[entry] ?? 0) {
        const cell = (at[entry] ?? 0) * docs.length + row;
        into[cell] = (into[cell] ?? 0) + weight * (weights[entry] ?? 0);
      }
      at[entries] = row;
      weights[entries] = weight;
      before[entries] = last;
      rarities[entries] = rarity;
      seen[entries] = term;
      chainOf[term] = entries++;
    }
  });
  for (let entry = 1; entry < entries; entry++) chainOf[seen[entry] ?? 0] = 0;
  for (let i = 0; i < docs.length; i++) {
    for (let k = i + 1; k < docs.length; k++) {
      const cell = i * docs.length + k;
      into[cell] = (into[cell] ?? 0) / (Math.sqrt((lengths[i] ?? 0) * (lengths[k] ?? 0)) || 1);
    }
  }
}

/** Four papers at a time: sums that do not wait for each other take a third of the time. */
function addTopicCosines(lsa: Lsa, docs: readonly DocNumber[], into: Float32Array): void {
  const { dimensions } = lsa.basis;
  const topics = new Float32Array((docs.length + 3) * dimensions);
  docs.forEach((doc, row) => {
    topics.set(lsa.vector(doc), row * dimensions);
  });
  for (let i = 0; i < docs.length; i++) {
    const own = topics.subarray(i * dimensions, (i + 1) * dimensions);
    for (let k = i + 1; k < docs.length; k += 4) {
      const [a, b] = [k * dimensions, (k + 1) * dimensions];
      const [c, d] = [b + dimensions, b + 2 * dimensions];
      let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
      for (let at = 0; at < dimensions; at++) {
        const topic = own[at] as number;
        sumA += topic * (topics[a + at] as number);
        sumB += topic * (topics[b + at] as number);
        sumC += topic * (topics[c + at] as number);
        sumD += topic * (topics[d + at] as number);
      }
      const cell = i * docs.length + k;
      const cosines = [sumA, sumB, sumC, sumD];
      for (let j = 0; j < 4 && k + j < docs.length; j++)
        into[cell + j] = (into[cell + j] ?? 0) + Math.max(0, cosines[j] ?? 0);
    }
  }
}

/** Inverse document frequency as TF-IDF and LSA use it: 0 for a term in every paper. */
export function idf(vectors: TermVectors, term: number): number {
  return Math.log((vectors.count + 1) / (vectors.frequency(term) + 1));
}
