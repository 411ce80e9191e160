import { setImmediate as nextTurn } from "node:timers/promises";
import { withoutUnknownReplacements } from "../intake/replacements.ts";
import { dayOf } from "../papers/day.ts";
import type { PaperDraft, PaperEntry } from "../papers/paper.ts";
import type { Store } from "../store/store.ts";
import { isYetToCome } from "./calendar.ts";

/** Entries a transaction: small enough that nobody waits for it. */
const batchSize = 500;

export interface TakenInEntries {
  readonly papers: number;
  readonly new: number;
}

/** Takes in what a feed brought; says how many of its papers nobody had told us of. */
export async function takeInEntries(
  entries: readonly PaperEntry[],
  { source, askedAt, store }: { source: string; askedAt: Date; store: Pick<Store, "papers"> },
): Promise<TakenInEntries> {
  const takenIn = dayOf(askedAt);
  const keys = new Set<string>();
  const added = new Set<string>();
  for (let at = 0; at < entries.length; at += batchSize) {
    const drafts = entries
      .slice(at, at + batchSize)
      .map((entry): PaperDraft => ({ entry: withoutFuture(entry, askedAt), source, takenIn, askedAt }));
    for (const { key, outcome } of await store.papers.takeIn(await withoutUnknownReplacements(drafts, store))) {
      keys.add(key);
      if (outcome === "new") added.add(key);
    }
    await nextTurn();
  }
  return { papers: keys.size, new: added.size };
}

/** A paper listed on a day to come would be the latest of all for as long. */
function withoutFuture(entry: PaperEntry, now: Date): PaperEntry {
  const { listed, ...rest } = entry;
  return listed !== undefined && isYetToCome(listed, now) ? rest : entry;
}
