import { setImmediate } from "node:timers/promises";
import { rightSingularVectors, type SparseRows } from "./svd.ts";
import type { TermVectors } from "./term-vectors.ts";

/** Papers to learn from, by rows: row r holds term `terms[i]` `counts[i]` times for `starts[r] <= i < starts[r + 1]`. */
export interface LsaSample {
  /** Papers present when it was taken; the sample may hold fewer. */
  readonly papers: number;
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly terms: Uint32Array<ArrayBuffer>;
  readonly counts: Uint8Array<ArrayBuffer>;
}

/**
 * What was learnt: for each term a vector, a byte a dimension. Term `terms[i]` has the vector
 * `rows[i * dimensions ...] * scales[i]`, its inverse document frequency already in it; `idf[i]` has that alone.
 */
export interface LsaBasis {
  readonly dimensions: number;
  /** Papers there were then: says when it is out of date. */
  readonly learntFrom: number;
  readonly terms: Uint32Array<ArrayBuffer>;
  readonly rows: Int8Array<ArrayBuffer>;
  readonly scales: Float32Array<ArrayBuffer>;
  readonly idf: Float32Array<ArrayBuffer>;
}

/** Below this there is nothing to learn: every paper would be a dimension of its own. */
export const fewestPapers = 64;
const mostPapers = 30_000;
const mostTerms = 60_000;
const mostDimensions = 100;
const papersPerDimension = 8;

/** Papers counted between two turns of the event loop: about 5 ms. */
const stepLength = 400;

/** An even sample of the papers present, all of them up to 30,000, taken in steps that let others run. */
export async function sampleOf(vectors: TermVectors): Promise<LsaSample> {
  const papers = vectors.count;
  const docs: number[] = [];
  const step = Math.max(1, vectors.count / mostPapers);
  for (let doc = 0, seen = 0; doc < vectors.end; doc++) {
    if (vectors.has(doc) && seen++ >= docs.length * step) docs.push(doc);
  }
  const starts = new Uint32Array(docs.length + 1);
  const length = docs.reduce((sum, doc) => sum + (vectors.lengths[doc] ?? 0), 0);
  const terms = new Uint32Array(length);
  const counts = new Uint8Array(length);
  let filled = 0;
  for (const [row, doc] of docs.entries()) {
    if (row % stepLength === stepLength - 1) await setImmediate();
    for (const [term, times] of countTerms(vectors.sequence(doc).terms)) {
      terms[filled] = term;
      counts[filled++] = Math.min(times, 255);
    }
    starts[row + 1] = filled;
  }
  return { papers, starts, terms: terms.slice(0, filled), counts: counts.slice(0, filled) };
}

export function countTerms(terms: Iterable<number>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/** A term's weight in a paper or a query, before its inverse document frequency. */
export const dampen = (times: number): number => 1 + Math.log(times);

/**
 * Latent semantic analysis (Deerwester et al., JASIS 1990) of log-weighted TF-IDF rows of length one. Terms in a
 * single paper relate nothing and are left out, and so are the rarest when there are too many.
 */
export function trainLsa(sample: LsaSample): LsaBasis | undefined {
  const papers = sample.starts.length - 1;
  if (papers < fewestPapers) return undefined;
  const frequencies = countTerms(sample.terms);
  const kept = [...frequencies]
    .filter(([, papersWithTerm]) => papersWithTerm >= 2)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, mostTerms);
  const terms = Uint32Array.from(kept, ([term]) => term);
  const idf = Float32Array.from(kept, ([, papersWithTerm]) => Math.log((papers + 1) / (papersWithTerm + 1)));
  const dimensions = Math.min(mostDimensions, Math.floor(papers / papersPerDimension), terms.length);
  if (dimensions === 0) return undefined;
  const vectors = rightSingularVectors(weighted(sample, terms, idf), dimensions);
  return { dimensions, learntFrom: sample.papers, terms, idf, ...quantised(vectors, idf, dimensions) };
}

function weighted(sample: LsaSample, terms: Uint32Array, idf: Float32Array): SparseRows {
  const columnOf = new Map<number, number>();
  terms.forEach((term, column) => {
    columnOf.set(term, column);
  });
  const starts = new Uint32Array(sample.starts.length);
  const columns = new Uint32Array(sample.terms.length);
  const values = new Float32Array(sample.terms.length);
  let filled = 0;
  for (let row = 0; row + 1 < starts.length; row++) {
    const first = filled;
    let squares = 0;
    for (let i = sample.starts[row] ?? 0; i < (sample.starts[row + 1] ?? 0); i++) {
      const column = columnOf.get(sample.terms[i] ?? 0);
      if (column === undefined) continue;
      const value = dampen(sample.counts[i] ?? 1) * (idf[column] ?? 0);
      squares += value * value;
      columns[filled] = column;
      values[filled++] = value;
    }
    for (let i = first; i < filled; i++) values[i] = (values[i] ?? 0) / Math.sqrt(squares || 1);
    starts[row + 1] = filled;
  }
  return { starts, columns, values, width: terms.length };
}

/** Each row to whole numbers from -127 to 127 and the number that brings them back. */
function quantised(
  vectors: Float32Array,
  idf: Float32Array,
  dimensions: number,
): { rows: Int8Array<ArrayBuffer>; scales: Float32Array<ArrayBuffer> } {
  const rows = new Int8Array(vectors.length);
  const scales = new Float32Array(idf.length);
  for (let row = 0; row < idf.length; row++) {
    const vector = vectors.subarray(row * dimensions, (row + 1) * dimensions);
    const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
    vector.forEach((value, k) => {
      rows[row * dimensions + k] = Math.round((value / largest) * 127);
    });
    scales[row] = (largest / 127) * (idf[row] ?? 0);
  }
  return { rows, scales };
}
