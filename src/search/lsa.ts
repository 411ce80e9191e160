import { withRoom } from "./growing.ts";
import { countTerms, dampen, type LsaBasis } from "./lsa-training.ts";
import type { DocNumber, TermVectors } from "./term-vectors.ts";

/** A text's place among the topics. */
export interface TopicVector {
  /** All zero for a text of unknown words. */
  readonly vector: Float32Array;
  /**
   * How much of the text the topics explain, 0 to 1: high for subjects many papers write about, low for rare words.
   * It says how far to trust nearness in topics over the words themselves.
   */
  readonly explained: number;
}

/** The topic vectors of all papers under one basis: a byte a dimension, 112 bytes a paper. */
export interface Lsa {
  readonly basis: LsaBasis;
  /** Papers with numbers below this have been folded in. */
  readonly end: DocNumber;
  place(terms: Iterable<number>): TopicVector;
  /** Folds in the papers that were added, `most` at a time; false when none is left. About 15 microseconds a paper. */
  follow(vectors: TermVectors, most: number): boolean;
  /**
   * How near a place and a paper are, -1 to 1: the mean of the cosines in the strongest quarter of the dimensions, the
   * strongest half and all of them. Broad subject and fine distinction both count; no single cut does as well.
   */
  nearness(place: TopicVector, doc: DocNumber): number;
  /** A paper's vector, of length one or zero. */
  vector(doc: DocNumber): Float32Array;
  /** The papers' vectors, `end * dimensions` bytes, for a file to keep beside the basis. */
  bytes(): Int8Array;
}

/** `folded`: vectors kept from an earlier run, as `bytes` gave them. */
export function createLsa(basis: LsaBasis, folded: Int8Array = new Int8Array(0)): Lsa {
  const { dimensions } = basis;
  const cuts = [Math.ceil(dimensions / 4), Math.ceil(dimensions / 2), dimensions] as const;
  /** A term's row, counted from 1; 0 for a term the basis does not know. */
  const rowOf = new Uint32Array(basis.terms.reduce((most, term) => Math.max(most, term), 0) + 1);
  basis.terms.forEach((term, row) => {
    rowOf[term] = row + 1;
  });
  let bytes = new Int8Array(folded);
  let end = Math.floor(folded.length / dimensions);
  /** Lengths of each paper's vector up to each cut. */
  let lengths = new Float32Array(end * cuts.length);
  for (let doc = 0; doc < end; doc++) measure(doc);

  function measure(doc: DocNumber): void {
    let squares = 0;
    let k = 0;
    for (let i = 0; i < cuts.length; i++) {
      for (; k < (cuts[i] ?? 0); k++) squares += (bytes[doc * dimensions + k] ?? 0) ** 2;
      lengths[doc * cuts.length + i] = Math.sqrt(squares);
    }
  }

  function place(terms: Iterable<number>): TopicVector {
    const sum = new Float32Array(dimensions);
    let squares = 0;
    for (const [term, times] of countTerms(terms)) {
      const row = (rowOf[term] ?? 0) - 1;
      if (row < 0) continue;
      const weight = dampen(times);
      squares += (weight * (basis.idf[row] ?? 0)) ** 2;
      const scale = weight * (basis.scales[row] ?? 0);
      const from = row * dimensions;
      for (let k = 0; k < dimensions; k++) sum[k] = (sum[k] ?? 0) + scale * (basis.rows[from + k] ?? 0);
    }
    return { vector: sum, explained: squares === 0 ? 0 : Math.min(1, lengthOf(sum) / Math.sqrt(squares)) };
  }

  function fold(doc: DocNumber, place: TopicVector): void {
    const largest = place.vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
    bytes = withRoom(bytes, (doc + 1) * dimensions);
    lengths = withRoom(lengths, (doc + 1) * cuts.length);
    for (let k = 0; k < dimensions; k++)
      bytes[doc * dimensions + k] = Math.round(((place.vector[k] ?? 0) / largest) * 127);
    measure(doc);
  }

  return {
    basis,
    get end() {
      return end;
    },
    place,
    follow(vectors, most) {
      for (let done = 0; end < vectors.end && done < most; done++, end++) fold(end, place(vectors.sequence(end).terms));
      return end < vectors.end;
    },
    nearness(place, doc) {
      if (doc >= end) return 0;
      let product = 0;
      let squares = 0;
      let sum = 0;
      let k = 0;
      for (let i = 0; i < cuts.length; i++) {
        for (; k < (cuts[i] ?? 0); k++) {
          const value = place.vector[k] ?? 0;
          product += value * (bytes[doc * dimensions + k] ?? 0);
          squares += value * value;
        }
        const length = Math.sqrt(squares) * (lengths[doc * cuts.length + i] ?? 0);
        if (length > 0) sum += product / length;
      }
      return sum / cuts.length;
    },
    vector(doc) {
      const unit = new Float32Array(dimensions);
      const length = doc < end ? (lengths[doc * cuts.length + cuts.length - 1] ?? 0) : 0;
      if (length > 0) for (let k = 0; k < dimensions; k++) unit[k] = (bytes[doc * dimensions + k] ?? 0) / length;
      return unit;
    },
    bytes: () => bytes.subarray(0, end * dimensions),
  };
}

function lengthOf(vector: Float32Array): number {
  return Math.sqrt(vector.reduce((squares, value) => squares + value * value, 0));
}
