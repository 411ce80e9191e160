import { setImmediate } from "node:timers/promises";
import type { Day, Paper, PaperKey } from "../papers/paper.ts";
import { termsOf } from "../search/analysis.ts";
import type { RankedPapers, SearchIndex } from "../search/search-index.ts";
import type { DocNumber, TermSequence } from "../search/term-vectors.ts";
import type { Vocabulary } from "../search/vocabulary.ts";
import type { PaperStore } from "../store/store.ts";
import { readRecent } from "./recent-papers.ts";
import { rememberLast } from "./remember-last.ts";
import { createTasteBatch, type TasteBatch } from "./taste.ts";
import { createTasteSpace, type Place, sequenceOf, type TasteSpace } from "./taste-space.ts";
import { without } from "./taste-words.ts";

/** Papers of the last days, ready to be scored for any number of tastes. */
export interface ScorablePapers {
  readonly papers: readonly Paper[];
  /** Where among them each is. */
  readonly at: ReadonlyMap<PaperKey, number>;
  readonly places: readonly Place[];
  readonly batch: TasteBatch;
}

/** Places of papers, kept while the papers they are compared with stay about the same. */
export interface TastePlaces {
  /** Follows the index. Places taken before the next await belong together. */
  refresh(): Promise<void>;
  /** `leftOut`: words that do not count. */
  place(paper: Paper, leftOut?: readonly string[]): Place;
  /** Follows the index too: places taken before the next await belong with these. */
  recent(since: Day): Promise<ScorablePapers>;
}

/** With a tenth more papers, what is rare and what is crowded has hardly changed. */
const growth = 1.1;
const mostPlaces = 20_000;
const placesAStep = 50;

export function createTastePlaces({
  papers,
  index,
}: {
  readonly papers: Pick<PaperStore, "latest" | "lastChange">;
  readonly index: Pick<SearchIndex, "ranked">;
}): TastePlaces {
  let ranked: RankedPapers | undefined;
  let made: { readonly of: RankedPapers; readonly count: number; readonly space: TasteSpace } | undefined;
  /** A paper that changes gets another number, and its place anew. */
  const places = new Map<string, { readonly doc: DocNumber; readonly place: Place }>();
  const recents = rememberLast<ScorablePapers>(rememberedDays);

  async function refresh(): Promise<void> {
    ranked = await index.ranked();
    const { vectors, lsa } = ranked;
    const same = made?.of.vectors === vectors && made.of.lsa === lsa;
    if (same && made && vectors.count >= made.count && vectors.count <= made.count * growth) return;
    made = { of: ranked, count: vectors.count, space: createTasteSpace(vectors, lsa) };
    places.clear();
    recents.clear();
  }

  function place(paper: Paper, leftOut: readonly string[] = []): Place {
    if (ranked === undefined || made === undefined) throw new Error("The index is read before a paper has a place.");
    const { vectors, numberOf } = ranked;
    const name = nameOf(paper.key, leftOut);
    const known = places.get(name);
    if (known && vectors.has(known.doc)) return known.place;
    const doc = numberOf(paper.key);
    if (doc === undefined) {
      const sequence = sequenceOf(vectors.vocabulary, paper.title, paper.abstract);
      return made.space.place(withoutWords(vectors.vocabulary, sequence, leftOut));
    }
    const found = made.space.place(withoutWords(vectors.vocabulary, vectors.sequence(doc), leftOut));
    if (places.size >= mostPlaces) places.clear();
    places.set(name, { doc, place: found });
    return found;
  }

  async function make(since: Day): Promise<ScorablePapers> {
    const recent = await readRecent(papers, since);
    await refresh();
    const before = made;
    const recentPlaces: Place[] = [];
    for (const paper of recent) {
      recentPlaces.push(place(paper));
      if (recentPlaces.length % placesAStep > 0) continue;
      await setImmediate();
      await refresh();
      if (made !== before) return make(since);
    }
    const at = new Map(recent.map(({ key }, i) => [key, i]));
    return { papers: recent, at, places: recentPlaces, batch: createTasteBatch(recentPlaces) };
  }

  return {
    refresh,
    place,
    async recent(since) {
      const name = `${await papers.lastChange()} ${since}`;
      await refresh();
      return recents.get(name, () => make(since));
    },
  };
}

/** A digest's days and a recommendation's. */
const rememberedDays = 3;

function nameOf(key: PaperKey, leftOut: readonly string[]): string {
  return leftOut.length === 0 ? key : JSON.stringify([key, leftOut]);
}

function withoutWords(
  { find }: Pick<Vocabulary, "find">,
  { terms, titleLength }: TermSequence,
  leftOut: readonly string[],
): TermSequence {
  const sequences = leftOut.map((words) => termsOf(words).map(find)).filter((sequence) => sequence.length > 0);
  if (sequences.length === 0) return { terms, titleLength };
  const title = without(terms.subarray(0, titleLength), sequences);
  const abstract = without(terms.subarray(titleLength), sequences);
  return { terms: Uint32Array.from([...title, ...abstract]), titleLength: title.length };
}
