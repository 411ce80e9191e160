import type { LsaBasis } from "./lsa-training.ts";

/**
 * A basis as bytes: a header of three 32-bit numbers (dimensions, papers learnt from, terms), then terms, scales,
 * inverse document frequencies and rows, each as it lies in memory (little-endian, as every machine Node runs on).
 */
export function writeBasis({ dimensions, learntFrom, terms, scales, idf, rows }: LsaBasis): Uint8Array {
  const header = Uint32Array.of(dimensions, learntFrom, terms.length);
  const parts = [header, terms, scales, idf, rows].map(
    (part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength),
  );
  return new Uint8Array(Buffer.concat(parts));
}

/** Throws a RangeError for bytes that `writeBasis` cannot have written. */
export function readBasis(bytes: Uint8Array): LsaBasis {
  // A copy of its own: 32-bit numbers must begin at a multiple of four.
  const buffer = Uint8Array.from(bytes).buffer;
  const [dimensions = 0, learntFrom = 0, count = 0] = new Uint32Array(buffer, 0, 3);
  const expected = 12 + count * (12 + dimensions);
  if (bytes.length !== expected) throw new RangeError(`A topic basis of ${bytes.length} bytes, not ${expected}.`);
  return {
    dimensions,
    learntFrom,
    terms: new Uint32Array(buffer, 12, count),
    scales: new Float32Array(buffer, 12 + 4 * count, count),
    idf: new Float32Array(buffer, 12 + 8 * count, count),
    rows: new Int8Array(buffer, 12 + 12 * count),
  };
}
