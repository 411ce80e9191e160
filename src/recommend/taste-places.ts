import { setImmediate } from "node:timers/promises";
import type { Day, Paper, PaperKey } from "../papers/paper.ts";
import { termsOf } from "../search/analysis.ts";
import type { RankedPapers, SearchIndex } from "../search/search-index.ts";
import type { PaperStore } from "../store/store.ts";
import { readRecent } from "./recent-papers.ts";
import { createTasteBatch, type TasteBatch } from "./taste.ts";
import { createTasteSpace, type Place, type TasteSpace } from "./taste-space.ts";
import { withoutWords } from "./taste-words.ts";

/** Papers of the last days, ready to be scored for any number of tastes. */
export interface ScorablePapers {
  readonly papers: readonly Paper[];
  readonly places: readonly Place[];
  readonly batch: TasteBatch;
}

/** Places of papers, kept while the papers they are compared with stay about the same. */
export interface TastePlaces {
  /** Follows the index; call it before a request's first place. */
  refresh(): Promise<void>;
  /** `leftOut`: words that do not count. */
  place(paper: Paper, leftOut?: readonly string[]): Place;
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
  let made: { readonly of: RankedPapers; readonly count: number; readonly space: TasteSpace } | undefined;
  const places = new Map<string, { readonly abstract: string; readonly place: Place }>();
  const recents = new Map<string, Promise<ScorablePapers>>();

  async function refresh(): Promise<void> {
    const ranked = await index.ranked();
    const { vectors, lsa } = ranked;
    const same = made?.of.vectors === vectors && made.of.lsa === lsa;
    if (same && made && vectors.count >= made.count && vectors.count <= made.count * growth) return;
    made = { of: ranked, count: vectors.count, space: createTasteSpace(vectors, lsa) };
    places.clear();
    recents.clear();
  }

  function place(paper: Paper, leftOut: readonly string[] = []): Place {
    if (made === undefined) throw new Error("The index is read before a paper has a place.");
    const name = nameOf(paper.key, leftOut);
    const known = places.get(name);
    if (known?.abstract === paper.abstract) return known.place;
    const terms = (text: string) => withoutWords(termsOf(text), leftOut);
    const found = made.space.place({ title: terms(paper.title), abstract: terms(paper.abstract) });
    if (places.size >= mostPlaces) places.clear();
    places.set(name, { abstract: paper.abstract, place: found });
    return found;
  }

  async function make(since: Day): Promise<ScorablePapers> {
    const recent = await readRecent(papers, since);
    const recentPlaces: Place[] = [];
    for (const paper of recent) {
      recentPlaces.push(place(paper));
      if (recentPlaces.length % placesAStep === 0) await setImmediate();
    }
    return { papers: recent, places: recentPlaces, batch: createTasteBatch(recentPlaces) };
  }

  return {
    refresh,
    place,
    async recent(since) {
      const name = `${await papers.lastChange()} ${since}`;
      const known = recents.get(name);
      if (known) return known;
      const scorable = make(since);
      recents.set(name, scorable);
      scorable.catch(() => recents.delete(name));
      for (const old of [...recents.keys()].slice(0, -rememberedDays)) recents.delete(old);
      return scorable;
    },
  };
}

/** A digest's days and a recommendation's. */
const rememberedDays = 3;

function nameOf(key: PaperKey, leftOut: readonly string[]): string {
  return leftOut.length === 0 ? key : JSON.stringify([key, leftOut]);
}
