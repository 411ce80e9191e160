import { setImmediate } from "node:timers/promises";
import type { PaperStore } from "../store/store.ts";
import { type IndexChange, type IndexWriter, prepareChange } from "./index-writer.ts";

interface Following {
  readonly papers: PaperStore;
  /** The writer of the current index; another one after `renew`. */
  writer(): IndexWriter;
  /** Makes the index anew, empty; says why. */
  renew(reason: string): void;
  isClosed(): boolean;
}

/** Changes taken over in one transaction (some 20 ms), and papers analysed before others get their turn (some 5 ms). */
const written = 250;
const analysed = 50;
/** After so many papers the batches are merged, so that queries read few pages. */
const manyPapers = 1000;

/** Takes over the store's changes to their end. Resolves with how many papers were taken over. */
export async function followStore(following: Following): Promise<number> {
  const { papers, writer, renew, isClosed } = following;
  if (await isForeign(papers, writer())) renew("it followed another store");
  let taken = await takeAll(following);
  if (!isClosed() && (await differs(papers, writer()))) {
    renew("it did not hold the same papers as the store");
    taken = await takeAll(following);
  }
  return taken;
}

async function takeAll({ papers, writer, isClosed }: Following): Promise<number> {
  let taken = 0;
  while (!isClosed()) {
    const after = writer().progress().sequence;
    const changes = await papers.changes(after, written);
    if (changes.length === 0 || isClosed()) break;
    const prepared: IndexChange[] = [];
    for (let at = 0; at < changes.length; at += analysed) {
      prepared.push(...changes.slice(at, at + analysed).map(prepareChange));
      await setImmediate();
    }
    if (!isClosed() && writer().take(after, prepared)) taken += prepared.length;
    await setImmediate();
  }
  if (taken >= manyPapers) while (!isClosed() && writer().tidy()) await setImmediate();
  return taken;
}

/** The store knows nothing of the change that the index took over last: it is a different store, or one set back. */
async function isForeign(papers: PaperStore, writer: IndexWriter): Promise<boolean> {
  const { sequence, lastKey } = writer.progress();
  if (sequence === 0) return false;
  if ((await papers.lastChange()) < sequence) return true;
  const [change] = await papers.changes(sequence - 1, 1);
  return change?.sequence === sequence && change.key !== lastKey;
}

/** At the same change, index and store must hold the same number of papers. */
async function differs(papers: PaperStore, writer: IndexWriter): Promise<boolean> {
  const count = await papers.count();
  const progress = writer.progress();
  return (await papers.lastChange()) === progress.sequence && count !== progress.papers;
}
