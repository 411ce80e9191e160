import type { Day } from "../papers/paper.ts";
import type { IndexFile } from "./index-file.ts";

/** What ranking needs to know of every paper at once, kept in memory and followed as the index grows. */
export interface Catalogue {
  /** Takes over what any process added since the last call; cheap when nothing was. */
  refresh(): void;
  readonly papers: number;
  /** Average number of content words in title and abstract. */
  readonly averageLength: number;
  /** Larger than every document id. */
  readonly idLimit: number;
  /** The day of a document as a number that sorts: 20240531. */
  day(id: number): number;
  /** In how many papers a term stands. */
  frequency(term: string): number;
}

export function createCatalogue(db: IndexFile): Catalogue {
  const readTotals = db.prepare<[], { sequence: number; papers: number; terms: number }>(
    "select sequence, papers, terms from progress",
  );
  const readAll = db.prepare<[], { id: number; day: string }>("select id, day from docs order by day");
  const readNew = db.prepare<[number], { id: number; day: string }>("select id, day from docs where id >= ?");
  const countTerm = db.prepare<[string], number>("select count(*) from words where words match ?").pluck();
  const frequencies = new Map<string, number>();
  let days = new Int32Array(1024);
  let idLimit = 0;
  let totals = { sequence: -1, papers: 0, terms: 0 };

  function refresh(): void {
    const now = readTotals.get() ?? { sequence: 0, papers: 0, terms: 0 };
    if (now.sequence === totals.sequence && now.papers === totals.papers) return;
    totals = now;
    frequencies.clear();
    for (const { id, day } of idLimit === 0 ? readAll.all() : readNew.all(idLimit)) {
      if (id >= days.length) {
        const larger = new Int32Array(Math.max(id + 1, days.length * 2));
        larger.set(days);
        days = larger;
      }
      days[id] = dayNumber(day);
      idLimit = Math.max(idLimit, id + 1);
    }
  }

  function frequency(term: string): number {
    const known = frequencies.get(term);
    if (known !== undefined) return known;
    const counted = countTerm.get(`"${term.replaceAll('"', '""')}"`) ?? 0;
    if (frequencies.size >= rememberedTerms) frequencies.clear();
    frequencies.set(term, counted);
    return counted;
  }

  return {
    refresh,
    get papers() {
      return totals.papers;
    },
    get averageLength() {
      return totals.papers > 0 ? totals.terms / totals.papers : 1;
    },
    get idLimit() {
      return idLimit;
    },
    day: (id) => days[id] ?? 0,
    frequency,
  };
}

export function dayNumber(day: Day): number {
  return Number(day.replaceAll("-", ""));
}

const rememberedTerms = 20_000;
