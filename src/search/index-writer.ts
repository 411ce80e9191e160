import type { PaperChange } from "../store/store.ts";
import type { Catalogue } from "./catalogue.ts";
import { type Document, toDocument } from "./document.ts";
import type { IndexFile } from "./index-file.ts";

/** How far the index follows the store: the last change taken over, and whose it was. */
export interface Progress {
  readonly sequence: number;
  readonly lastKey: string;
  /** Papers in the index. */
  readonly papers: number;
}

/** A step of the store's change sequence, ready to be written; without a document, the paper is gone. */
export interface IndexChange {
  readonly sequence: number;
  readonly key: string;
  readonly doc?: Document;
}

/** The slow half of taking over a change, done before the transaction. */
export function prepareChange({ sequence, key, paper }: PaperChange): IndexChange {
  return paper ? { sequence, key, doc: toDocument(paper) } : { sequence, key };
}

export interface IndexWriter {
  progress(): Progress;
  /**
   * Takes over a run of changes that begins after `after`, in one short transaction. False when another process has
   * moved on meanwhile: ask `progress` and fetch again.
   */
  take(after: number, changes: readonly IndexChange[]): boolean;
  /** One step of merging what the batches left behind, so that queries stay fast; false when nothing is left to do. */
  tidy(): boolean;
}

export function createIndexWriter(db: IndexFile, catalogue: Catalogue): IndexWriter {
  const readProgress = db.prepare<[], { sequence: number; last_key: string; papers: number }>(
    "select sequence, last_key, papers from progress",
  );
  const saveProgress = db.prepare("update progress set sequence = ?, last_key = ?, papers = papers + ?");
  const findDoc = db.prepare<[string], { id: number; folded_title: string }>(
    "select id, folded_title from docs where key = ?",
  );
  const insertDoc = db.prepare("insert into docs (id, key, title, folded_title) values (?, ?, ?, ?)");
  const deleteDoc = db.prepare("delete from docs where id = ?");
  const insertWords = db.prepare("insert into words (rowid, title, abstract, labels) values (?, ?, ?, ?)");
  const deleteWords = db.prepare("delete from words where rowid = ?");
  const insertTitle = db.prepare("insert into titles (rowid, title) values (?, ?)");
  const deleteTitle = db.prepare("delete from titles where rowid = ?");
  const countWord = db.prepare(
    "insert into title_words (word, papers) values (?, ?) on conflict (word) do update set papers = papers + excluded.papers",
  );
  const merge = [
    db.prepare("insert into words (words, rank) values ('merge', 64)"),
    db.prepare("insert into titles (titles, rank) values ('merge', 64)"),
  ];
  const changed = db.prepare<[], number>("select total_changes()").pluck();

  function progress(): Progress {
    const row = readProgress.get();
    return { sequence: row?.sequence ?? 0, lastKey: row?.last_key ?? "", papers: row?.papers ?? 0 };
  }

  const takeAll = db.transaction((after: number, changes: readonly IndexChange[]) => {
    if (readProgress.get()?.sequence !== after || !catalogue.isAt(after)) return false;
    const last = changes.at(-1);
    if (!last) return true;
    const titleWords = new Map<string, number>();
    const removed: number[] = [];
    const added: Document[] = [];
    const first = catalogue.vectors.end;
    for (const { key, doc } of changes) {
      const old = findDoc.get(key);
      if (old) {
        removed.push(old.id);
        deleteDoc.run(old.id);
        deleteWords.run(old.id);
        deleteTitle.run(old.id);
        countTitle(titleWords, old.folded_title, -1);
      }
      if (!doc) continue;
      const id = first + added.length;
      added.push(doc);
      insertDoc.run(id, doc.key, doc.title, doc.foldedTitle);
      insertWords.run(id, ...doc.columns);
      insertTitle.run(id, doc.foldedTitle);
      countTitle(titleWords, doc.foldedTitle, 1);
    }
    for (const [word, papers] of titleWords) if (papers !== 0) countWord.run(word, papers);
    catalogue.write(last.sequence, { removed, added });
    saveProgress.run(last.sequence, last.key, added.length - removed.length);
    return true;
  });

  return {
    progress,
    take(after, changes) {
      catalogue.refresh();
      try {
        return takeAll.immediate(after, changes);
      } catch (error) {
        catalogue.reset();
        throw error;
      }
    },
    // FTS5 counts one change for the command itself and more where it merged something.
    tidy: () =>
      merge.filter((step) => {
        const before = changed.get() ?? 0;
        step.run();
        return (changed.get() ?? 0) - before >= 2;
      }).length > 0,
  };
}

function countTitle(words: Map<string, number>, foldedTitle: string, by: number): void {
  for (const word of new Set(foldedTitle.split(" ").filter(Boolean))) words.set(word, (words.get(word) ?? 0) + by);
}
