import { crc32 } from "node:zlib";
import type { Day } from "../papers/paper.ts";
import { authorTerm } from "./document.ts";
import { withRoom } from "./growing.ts";
import { DamagedIndex, type IndexFile } from "./index-file.ts";
import { createTermVectors, type DocNumber, type TermVectors } from "./term-vectors.ts";

/**
 * What ranking needs to know of every paper at once, in typed arrays that follow the index file. Whoever writes the
 * file, this process or another, writes a step of the store's change sequence: at the same step they hold the same.
 */
export interface Catalogue {
  readonly vectors: TermVectors;
  /** Takes over what any process wrote since the last call; cheap when nothing was. Throws DamagedIndex. */
  refresh(): void;
  /** Whether this holds what the file held after that step. */
  isAt(sequence: number): boolean;
  /** The day of a paper as a number that sorts: 20240531. */
  day(doc: DocNumber): number;
  /** Papers with a term in title or abstract; without end for a word of an author's name, which has a spelling of its own. */
  papersWith(term: string): number;
  /** Writes a run of changes, within the writer's transaction. `reset` must follow where that is rolled back. */
  write(sequence: number, change: { readonly removed: readonly DocNumber[]; readonly added: readonly Added[] }): void;
  /** Forgets everything; the next `refresh` reads the file from its beginning. */
  reset(): void;
}

interface Added {
  readonly day: Day;
  readonly titleTerms: readonly string[];
  readonly abstractTerms: readonly string[];
}

interface Segment {
  readonly first: number;
  readonly days: Uint8Array;
  readonly terms: Uint8Array;
  readonly checksum: number;
}

export function createCatalogue(db: IndexFile): Catalogue {
  const readSequence = db.prepare<[], number>("select sequence from progress").pluck();
  const readRemoved = db.prepare<[number], { at: number; doc: number }>("select at, doc from removed where at > ?");
  const readSegments = db.prepare<[number], Segment>(
    "select first, days, terms, checksum from segments where first >= ? order by first",
  );
  const writeSegment = db.prepare("insert into segments (first, days, terms, checksum) values (?, ?, ?, ?)");
  const writeRemoved = db.prepare("insert into removed (doc) values (?)");
  const findAuthor = db.prepare<[string], number>("select 1 from words where words match ? limit 1").pluck();
  let vectors = createTermVectors();
  let days = new Uint32Array(1024);
  let sequence = -1;
  let lastRemoved = 0;

  const takeOver = db.transaction(() => {
    const removed = readRemoved.all(lastRemoved);
    const gone = new Set(removed.map(({ doc }) => doc));
    for (const doc of gone) vectors.remove(doc);
    for (const segment of readSegments.iterate(vectors.end)) load(segment, gone);
    lastRemoved = removed.at(-1)?.at ?? lastRemoved;
    sequence = readSequence.get() ?? 0;
  });

  function load({ first, days: dayBytes, terms, checksum }: Segment, gone: ReadonlySet<DocNumber>): void {
    if (first !== vectors.end || checksum !== crc32(terms, crc32(dayBytes)))
      throw new DamagedIndex(`The terms of the papers from number ${first} on are damaged.`);
    vectors.load(terms, (doc) => !gone.has(doc));
    days = withRoom(days, vectors.end);
    days.set(new Uint32Array(Uint8Array.from(dayBytes).buffer), first);
  }

  return {
    get vectors() {
      return vectors;
    },
    refresh() {
      if (readSequence.get() !== sequence) takeOver();
    },
    isAt: (step) => step === sequence,
    day: (doc) => days[doc] ?? 0,
    papersWith: (term) =>
      findAuthor.get(`"${authorTerm(term).replaceAll('"', '""')}"`) !== undefined
        ? Number.POSITIVE_INFINITY
        : vectors.frequency(vectors.vocabulary.find(term)),
    write(step, { removed, added }) {
      const first = vectors.end;
      days = withRoom(days, first + added.length);
      for (const { day, titleTerms, abstractTerms } of added)
        days[vectors.add(titleTerms, abstractTerms)] = dayNumber(day);
      for (const doc of removed) {
        vectors.remove(doc);
        lastRemoved = Number(writeRemoved.run(doc).lastInsertRowid);
      }
      const terms = vectors.drain();
      if (terms) {
        const dayBytes = new Uint8Array(days.slice(first, vectors.end).buffer);
        writeSegment.run(first, dayBytes, terms, crc32(terms, crc32(dayBytes)));
      }
      sequence = step;
    },
    reset() {
      vectors = createTermVectors();
      sequence = -1;
      lastRemoved = 0;
    },
  };
}

export function dayNumber(day: Day): number {
  return Number(day.replaceAll("-", ""));
}
