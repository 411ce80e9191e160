import { withRoom } from "./growing.ts";
import { createPostings, mostDocuments, type Postings, pack } from "./postings.ts";
import { readSegment, readSequence, writeSegment, writeSequence } from "./term-segment.ts";
import { createVocabulary, type Vocabulary } from "./vocabulary.ts";

/** A paper's number in the vectors: dense, in the order of addition, never reused. */
export type DocNumber = number;

/** A paper's terms in the order of the text, the title's first, by their numbers in the vocabulary. */
export interface TermSequence {
  readonly terms: Uint32Array;
  /** How many of the terms belong to the title. */
  readonly titleLength: number;
}

/**
 * The words of all papers in typed arrays: forwards (a paper's terms) and inverted (a term's papers). Pure memory;
 * what was added leaves as segments of bytes (`drain`) for a file to keep, and comes back with `load`.
 */
export interface TermVectors {
  readonly vocabulary: Vocabulary;
  readonly postings: Postings;
  /** Papers present. */
  readonly count: number;
  /** The number the next paper gets. */
  readonly end: DocNumber;
  /** Terms in the papers present, and in their titles: for the average length. */
  readonly totalLength: number;
  readonly totalTitleLength: number;
  /** Terms of each paper and of each title, by paper number. */
  readonly lengths: Uint16Array;
  readonly titleLengths: Uint8Array;
  /** Papers that hold the term. */
  frequency(term: number): number;
  has(doc: DocNumber): boolean;
  /** The terms are scratch space: valid until the next sequence is asked for. */
  sequence(doc: DocNumber): TermSequence;
  /** Takes terms as `termsOf` gives them. Text beyond the first 4,096 terms is not looked at. */
  add(title: readonly string[], abstract: readonly string[]): DocNumber;
  remove(doc: DocNumber): void;
  /** What was added since the last drain, or undefined for nothing. Segments are loaded in the order they were drained. */
  drain(): Uint8Array | undefined;
  /** Takes back a segment; a paper that `wanted` refuses keeps its number and nothing else. */
  load(segment: Uint8Array, wanted?: (doc: DocNumber) => boolean): void;
}

const longestPaper = 4096;
const longestTitle = 255;

export function createTermVectors(): TermVectors {
  const vocabulary = createVocabulary();
  const postings = createPostings();
  let frequencies = new Uint32Array(1024);
  let lengths = new Uint16Array(1024);
  let titleLengths = new Uint8Array(1024);
  /** Which block holds a paper's bytes, counted from 1 (0: removed), and where they begin there. */
  let blockOf = new Uint32Array(1024);
  let offsets = new Uint32Array(1024);
  const blocks: Uint8Array[] = [];
  /** Papers since the last drain; becomes a block of its own then. */
  let open = new Uint8Array(1 << 16);
  let openLength = 0;
  let openDocs = 0;
  let drainedTerms = 0;
  let end = 0;
  let count = 0;
  let totalLength = 0;
  let totalTitleLength = 0;
  let inPaper = new Uint8Array(1024);
  let inTitle = new Uint8Array(1024);

  function enter(terms: Uint32Array, titleLength: number, block: number, offset: number): void {
    if (end >= mostDocuments) throw new RangeError(`The vectors hold ${mostDocuments} papers at most.`);
    lengths = withRoom(lengths, end + 1);
    titleLengths = withRoom(titleLengths, end + 1);
    blockOf = withRoom(blockOf, end + 1);
    offsets = withRoom(offsets, end + 1);
    frequencies = withRoom(frequencies, vocabulary.size);
    inPaper = withRoom(inPaper, vocabulary.size);
    inTitle = withRoom(inTitle, vocabulary.size);
    for (let i = 0; i < terms.length; i++) {
      const term = terms[i] ?? 0;
      if ((inPaper[term] ?? 0) < 255) inPaper[term] = (inPaper[term] ?? 0) + 1;
      if (i < titleLength) inTitle[term] = (inTitle[term] ?? 0) + 1;
    }
    for (let i = 0; i < terms.length; i++) {
      const term = terms[i] ?? 0;
      const times = inPaper[term] ?? 0;
      if (times === 0) continue;
      postings.add(term, pack(end, times, inTitle[term] ?? 0));
      frequencies[term] = (frequencies[term] ?? 0) + 1;
      inPaper[term] = 0;
      inTitle[term] = 0;
    }
    lengths[end] = terms.length;
    titleLengths[end] = titleLength;
    blockOf[end] = block;
    offsets[end] = offset;
    totalLength += terms.length;
    totalTitleLength += titleLength;
    end++;
    count++;
  }

  function sequence(doc: DocNumber): TermSequence {
    const block = blockOf[doc] ?? 0;
    if (doc >= end || block === 0) return { terms: new Uint32Array(0), titleLength: 0 };
    const bytes = block > blocks.length ? open : (blocks[block - 1] ?? open);
    return readSequence(bytes, offsets[doc] ?? 0).sequence;
  }

  return {
    vocabulary,
    postings,
    get count() {
      return count;
    },
    get end() {
      return end;
    },
    get totalLength() {
      return totalLength;
    },
    get totalTitleLength() {
      return totalTitleLength;
    },
    get lengths() {
      return lengths;
    },
    get titleLengths() {
      return titleLengths;
    },
    frequency: (term) => frequencies[term] ?? 0,
    has: (doc) => doc < end && blockOf[doc] !== 0,
    sequence,

    add(title, abstract) {
      const titleLength = Math.min(title.length, longestTitle);
      const terms = new Uint32Array(Math.min(titleLength + abstract.length, longestPaper));
      for (let i = 0; i < terms.length; i++) {
        terms[i] = vocabulary.intern((i < titleLength ? title[i] : abstract[i - titleLength]) ?? "");
      }
      const offset = openLength;
      open = withRoom(open, openLength + 5 * (terms.length + 2));
      openLength = writeSequence(open, openLength, { terms, titleLength });
      openDocs++;
      enter(terms, titleLength, blocks.length + 1, offset);
      return end - 1;
    },

    remove(doc) {
      if (doc >= end || blockOf[doc] === 0) return;
      for (const term of new Set(sequence(doc).terms)) frequencies[term] = (frequencies[term] ?? 0) - 1;
      totalLength -= lengths[doc] ?? 0;
      totalTitleLength -= titleLengths[doc] ?? 0;
      blockOf[doc] = 0;
      count--;
    },

    drain() {
      if (openDocs === 0) return undefined;
      const segment = writeSegment(vocabulary.from(drainedTerms), openDocs, open.subarray(0, openLength));
      blocks.push(open.slice(0, openLength));
      openLength = 0;
      openDocs = 0;
      drainedTerms = vocabulary.size;
      return segment;
    },

    load(segment, wanted) {
      if (openDocs > 0) throw new Error("What was added must be drained before a segment is loaded.");
      const { terms, docs, body } = readSegment(segment);
      for (const term of terms) vocabulary.intern(term);
      drainedTerms = vocabulary.size;
      blocks.push(body);
      for (let offset = 0, i = 0; i < docs; i++) {
        const read = readSequence(body, offset);
        const keep = wanted?.(end) ?? true;
        if (keep) enter(read.sequence.terms, read.sequence.titleLength, blocks.length, offset);
        else {
          blockOf = withRoom(blockOf, end + 1);
          blockOf[end++] = 0;
        }
        offset = read.end;
      }
    },
  };
}
