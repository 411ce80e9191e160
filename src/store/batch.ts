import { isDeepStrictEqual } from "node:util";
import { identityOf, placeDraft } from "../papers/identity.ts";
import type { Paper, PaperDraft, PaperKey } from "../papers/paper.ts";
import type { TakenIn } from "./store.ts";

/** What the store knows of the papers a batch may touch. */
export interface KnownPapers {
  readonly papers: readonly Paper[];
  /** The one that had the title first comes first. */
  readonly titles: readonly PaperTitle[];
  /** Keys a new paper may not take, beside those of `papers`. */
  readonly takenKeys: ReadonlySet<PaperKey>;
}

interface PaperTitle {
  readonly fingerprint: string;
  readonly key: PaperKey;
}

/** What is to be written. */
export interface PlacedBatch {
  /** In the order of the drafts. */
  readonly answers: readonly TakenIn[];
  readonly changed: readonly Paper[];
  /** Papers of which it is only known anew when their numbers were told. */
  readonly recounted: readonly Paper[];
  /** Keys among the changed that are new. */
  readonly added: readonly PaperKey[];
  readonly titles: readonly PaperTitle[];
  /** Stored records that are now another's. */
  readonly folded: readonly { readonly key: PaperKey; readonly into: PaperKey }[];
}

/** Places every draft of a batch in turn, each seeing what those before it brought. Pure: it may be run again. */
export function placeBatch(drafts: readonly PaperDraft[], known: KnownPapers): PlacedBatch {
  const records = new Map(known.papers.map((paper) => [paper.key, paper]));
  const keyOfArxivId = new Map<string, PaperKey>();
  const keysOfTitle = new Map<string, Set<PaperKey>>();
  const stored = new Set(records.keys());
  const foldedInto = new Map<PaperKey, PaperKey>();
  const changed = new Set<PaperKey>();
  const recounted = new Set<PaperKey>();
  const titles: PaperTitle[] = [];
  const places: TakenIn[] = [];
  for (const paper of known.papers) if (paper.arxivId !== undefined) keyOfArxivId.set(paper.arxivId, paper.key);
  for (const { fingerprint, key } of known.titles) keysOf(fingerprint).add(key);

  for (const draft of drafts) {
    const { fingerprint, arxivId } = identityOf(draft.entry);
    const { outcome, paper, folded } = placeDraft(draft, candidates(fingerprint, arxivId), isTaken);
    places.push({ key: paper.key, outcome, ...(folded.length > 0 && { folded }) });
    if (!keysOf(fingerprint).has(paper.key)) {
      keysOf(fingerprint).add(paper.key);
      titles.push({ fingerprint, key: paper.key });
    }
    const isRecounted = !isDeepStrictEqual(paper.countedAt, records.get(paper.key)?.countedAt);
    records.set(paper.key, paper);
    if (outcome === "unchanged") {
      if (isRecounted) recounted.add(paper.key);
      continue;
    }
    for (const key of folded) fold(key, paper.key);
    changed.add(paper.key);
    if (paper.arxivId !== undefined) keyOfArxivId.set(paper.arxivId, paper.key);
  }

  return {
    answers: places.map((place) => ({ ...place, ...settled(place) })),
    changed: [...changed].flatMap((key) => records.get(key) ?? []),
    recounted: [...recounted].flatMap((key) => (changed.has(key) ? [] : (records.get(key) ?? []))),
    added: [...changed].filter((key) => !stored.has(key) && records.has(key)),
    titles: titles.map(({ fingerprint, key }) => ({ fingerprint, key: current(key) })),
    folded: [...foldedInto.keys()].filter((key) => stored.has(key)).map((key) => ({ key, into: current(key) })),
  };

  function keysOf(fingerprint: string): Set<PaperKey> {
    const keys = keysOfTitle.get(fingerprint) ?? new Set();
    keysOfTitle.set(fingerprint, keys);
    return keys;
  }

  function candidates(fingerprint: string, arxivId: string | undefined): Paper[] {
    const keys = new Set([...keysOf(fingerprint)].map(current));
    const sameId = arxivId === undefined ? undefined : keyOfArxivId.get(arxivId);
    if (sameId !== undefined) keys.add(sameId);
    return [...keys].flatMap((key) => records.get(key) ?? []);
  }

  function isTaken(key: PaperKey): boolean {
    return records.has(key) || foldedInto.has(key) || known.takenKeys.has(key);
  }

  function fold(key: PaperKey, into: PaperKey): void {
    records.delete(key);
    changed.delete(key);
    foldedInto.set(key, into);
  }

  function current(key: PaperKey): PaperKey {
    const into = foldedInto.get(key);
    return into === undefined ? key : current(into);
  }

  /** A paper that was new in this batch and then folded was, in the end, one more sighting of the other. */
  function settled({ key, outcome }: TakenIn): Pick<TakenIn, "key" | "outcome"> {
    const isGone = foldedInto.has(key);
    return { key: current(key), outcome: isGone && outcome === "new" ? "merged" : outcome };
  }
}
