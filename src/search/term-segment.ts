import { withRoom } from "./growing.ts";
import type { TermSequence } from "./term-vectors.ts";

/**
 * The bytes of term sequences. A paper is varints (LEB128): length of the title, length of the whole, then the terms'
 * numbers; common terms came first into the vocabulary, so most take a byte or two. A segment is a header of three
 * 32-bit numbers (bytes of terms, number of terms, number of papers), the terms in UTF-8 with a line feed between,
 * then the papers.
 */
const headerLength = 12;

export function writeSegment(terms: readonly string[], docs: number, body: Uint8Array): Uint8Array {
  const words = new TextEncoder().encode(terms.join("\n"));
  const segment = new Uint8Array(headerLength + words.length + body.length);
  const header = new DataView(segment.buffer);
  header.setUint32(0, words.length, true);
  header.setUint32(4, terms.length, true);
  header.setUint32(8, docs, true);
  segment.set(words, headerLength);
  segment.set(body, headerLength + words.length);
  return segment;
}

/** The body is a view of the segment's bytes, not a copy. */
export function readSegment(segment: Uint8Array): { terms: readonly string[]; docs: number; body: Uint8Array } {
  const header = new DataView(segment.buffer, segment.byteOffset, segment.byteLength);
  const bodyStart = headerLength + header.getUint32(0, true);
  const words = new TextDecoder().decode(segment.subarray(headerLength, bodyStart));
  const terms = header.getUint32(4, true) === 0 ? [] : words.split("\n");
  return { terms, docs: header.getUint32(8, true), body: segment.subarray(bodyStart) };
}

/** Writes at `at` and answers where it ended; needs five bytes of room for each number. */
export function writeSequence(bytes: Uint8Array, at: number, { terms, titleLength }: TermSequence): number {
  let end = writeVarint(bytes, at, titleLength);
  end = writeVarint(bytes, end, terms.length);
  for (const term of terms) end = writeVarint(bytes, end, term);
  return end;
}

/** Reading makes no garbage: there are millions of sequences to read at a start and hundreds a query. */
let scratch = new Uint32Array(4096);

/** The terms are scratch space: valid until the next read. */
export function readSequence(bytes: Uint8Array, at: number): { sequence: TermSequence; end: number } {
  const titleLength = readVarint(bytes, at);
  let end = at + varintLength(titleLength);
  const length = readVarint(bytes, end);
  end += varintLength(length);
  if (length > scratch.length) scratch = withRoom(scratch, Math.min(length, bytes.length));
  const terms = scratch.subarray(0, length);
  for (let i = 0; i < length; i++) {
    let byte = bytes[end++] ?? 0;
    let value = byte & 0x7f;
    for (let shift = 7; byte > 0x7f; shift += 7) {
      byte = bytes[end++] ?? 0;
      value |= (byte & 0x7f) << shift;
    }
    terms[i] = value;
  }
  return { sequence: { terms, titleLength }, end };
}

function readVarint(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const byte = bytes[at + i] ?? 0;
    value |= (byte & 0x7f) << (7 * i);
    if (byte < 0x80) break;
  }
  return value >>> 0;
}

const varintLength = (value: number): number => (value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : 4);

function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let end = at;
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes[end++] = (rest & 0x7f) | 0x80;
  bytes[end++] = rest;
  return end;
}
