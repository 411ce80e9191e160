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
  /** Four numbers a term, side by side for the processor's cache: see the names below. */
  let lists = new Uint32Array(4096);
  let scratch = new Uint32Array(1024);

  function cut(size: number): number {
    const room = pageSize - (free & (pageSize - 1));
    const start = size > room ? free + room : free;
    free = start + size;
    while (pages.length << pageBits < free) pages.push(new Uint32Array(pageSize));
    return start;
  }

  const pageAt = (address: number): Uint32Array => pages[address >>> pageBits] ?? new Uint32Array(0);

  /** Hangs a new chunk to the list; its first number will be the address of the chunk after it. */
  function extend(list: number): void {
    const lastSize = lists[list + sizeOfLast] ?? 0;
    const size = Math.min(lastSize * 2 || firstChunk, largestChunk);
    const chunk = cut(size);
    if (lastSize === 0) lists[list + head] = chunk;
    else {
      const last = (lists[list + endOfLast] ?? 0) - lastSize;
      pageAt(last)[last & (pageSize - 1)] = chunk;
    }
    lists[list + sizeOfLast] = size;
    lists[list + endOfLast] = chunk + size;
    lists[list + next] = chunk + 1;
  }

  return {
    add(term, posting) {
      const list = term * 4;
      if (list >= lists.length) lists = withRoom(lists, list + 4);
      if (lists[list + next] === lists[list + endOfLast]) extend(list);
      const write = lists[list + next] ?? 0;
      pageAt(write)[write & (pageSize - 1)] = posting;
      lists[list + next] = write + 1;
    },

    read(term) {
      const list = term * 4;
      let chunk = lists[list + head] ?? 0;
      let length = 0;
      for (let size = firstChunk; chunk !== 0; size = Math.min(size * 2, largestChunk)) {
        const page = pageAt(chunk);
        const start = chunk & (pageSize - 1);
        const last = chunk + size === lists[list + endOfLast];
        const end = last ? start + (lists[list + next] ?? 0) - chunk : start + size;
        scratch = withRoom(scratch, length + size);
        scratch.set(page.subarray(start + 1, end), length);
        length += end - start - 1;
        chunk = last ? 0 : (page[start] ?? 0);
      }
      return scratch.subarray(0, length);
    },
  };
}

/** A list's first chunk, where its next posting goes, where its last chunk ends, and that chunk's size. */
const head = 0;
const next = 1;
const endOfLast = 2;
const sizeOfLast = 3;
