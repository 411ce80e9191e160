import { withRoom } from "./growing.ts";

/**
 * For each term the documents it stands in, as one number a document (see `pack`), in the order they were added.
 *
 * Lists grow at any time and at the same price, so loading and taking in are one code path and nothing is ever
 * rebuilt: a list is a chain of chunks that double in size, cut from pages that never move. (The scheme of
 * "Earlybird: Real-Time Search at Twitter", Busch et al., ICDE 2012.)
 */
export interface Postings {
  add(term: number, posting: number): void;
  /** A term's list. The array is scratch space: valid until the next read. */
  read(term: number): Uint32Array;
}

/** Documents per index: 22 bits of a posting. Seven bits count the term in the paper, three in its title. */
export const mostDocuments = 1 << 22;
const mostInPaper = 127;
const mostInTitle = 7;

export function pack(doc: number, inPaper: number, inTitle: number): number {
  return ((doc << 10) | (Math.min(inPaper, mostInPaper) << 3) | Math.min(inTitle, mostInTitle)) >>> 0;
}

export const docOf = (posting: number): number => posting >>> 10;
export const inPaperOf = (posting: number): number => (posting >>> 3) & mostInPaper;
export const inTitleOf = (posting: number): number => posting & mostInTitle;

const pageBits = 18;
const pageSize = 1 << pageBits;
const firstChunk = 4;
const largestChunk = 4096;

export function createPostings(): Postings {
  const pages: Uint32Array[] = [];
  /** Where the next chunk is cut. Address 0 stays unused: it says "no chunk". */
  let free = 1;
  let heads = new Uint32Array(1024);
  let writes = new Uint32Array(1024);
  let ends = new Uint32Array(1024);
  let sizes = new Uint16Array(1024);
  let scratch = new Uint32Array(1024);

  function cut(size: number): number {
    const room = pageSize - (free & (pageSize - 1));
    const start = size > room ? free + room : free;
    free = start + size;
    while (pages.length << pageBits < free) pages.push(new Uint32Array(pageSize));
    return start;
  }

  const pageAt = (address: number): Uint32Array => pages[address >>> pageBits] ?? new Uint32Array(0);

  return {
    add(term, posting) {
      if (term >= heads.length) {
        heads = withRoom(heads, term + 1);
        writes = withRoom(writes, term + 1);
        ends = withRoom(ends, term + 1);
        sizes = withRoom(sizes, term + 1);
      }
      let write = writes[term] ?? 0;
      if (write === (ends[term] ?? 0)) {
        const size = Math.min((sizes[term] ?? 0) * 2 || firstChunk, largestChunk);
        const chunk = cut(size);
        // A chunk's first number is the address of the chunk after it.
        if (heads[term] === 0) heads[term] = chunk;
        else pageAt((ends[term] ?? 0) - 1)[((ends[term] ?? 0) - (sizes[term] ?? 0)) & (pageSize - 1)] = chunk;
        sizes[term] = size;
        ends[term] = chunk + size;
        write = chunk + 1;
      }
      pageAt(write)[write & (pageSize - 1)] = posting;
      writes[term] = write + 1;
    },

    read(term) {
      let chunk = heads[term] ?? 0;
      let length = 0;
      for (let size = firstChunk; chunk !== 0; size = Math.min(size * 2, largestChunk)) {
        const page = pageAt(chunk);
        const start = chunk & (pageSize - 1);
        const last = chunk + size === ends[term];
        const end = last ? start + (writes[term] ?? 0) - chunk : start + size;
        scratch = withRoom(scratch, length + size);
        scratch.set(page.subarray(start + 1, end), length);
        length += end - start - 1;
        chunk = last ? 0 : (page[start] ?? 0);
      }
      return scratch.subarray(0, length);
    },
  };
}
