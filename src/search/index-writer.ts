import type { PaperChange } from "../store/store.ts";
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

export function createIndexWriter(db: IndexFile): IndexWriter {
  const readProgress = db.prepare<[], { sequence: number; last_key: string; papers: number }>(
    "select sequence, last_key, papers from progress",
  );
  const saveProgress = db.prepare("update progress set sequence = ?, last_key = ?");
  const count = db.prepare("update progress set papers = papers + ?, terms = terms + ?");
  const findDoc = db.prepare<[string], { id: number; folded_title: string }>(
    "select id, folded_title from docs where key = ?",
  );
  const insertDoc = db.prepare("insert into docs (key, day, title, folded_title) values (?, ?, ?, ?)");
  const deleteDoc = db.prepare("delete from docs where id = ?");
  const insertTerms = db.prepare("insert into doc_terms (id, terms) values (?, ?)");
  const deleteTerms = db
    .prepare<[number], number>("delete from doc_terms where id = ? returning length(terms)")
    .pluck();
  const insertWords = db.prepare("insert into words (rowid, title, abstract, authors, labels) values (?, ?, ?, ?, ?)");
  const deleteWords = db.prepare("delete from words where rowid = ?");
  const insertTitle = db.prepare("insert into titles (rowid, title) values (?, ?)");
  const deleteTitle = db.prepare("delete from titles where rowid = ?");
  const countWord = db.prepare(
    "insert into title_words (word, papers) values (?, 1) on conflict (word) do update set papers = papers + 1",
  );
  const uncountWord = db.prepare("update title_words set papers = papers - 1 where word = ?");
  const merge = [
    db.prepare("insert into words (words, rank) values ('merge', 64)"),
    db.prepare("insert into titles (titles, rank) values ('merge', 64)"),
  ];
  const changed = db.prepare<[], number>("select total_changes()").pluck();

  function progress(): Progress {
    const row = readProgress.get();
    return { sequence: row?.sequence ?? 0, lastKey: row?.last_key ?? "", papers: row?.papers ?? 0 };
  }

  function remove(key: string): void {
    const old = findDoc.get(key);
    if (!old) return;
    deleteDoc.run(old.id);
    count.run(-1, -termCount(deleteTerms.get(old.id) ?? 0));
    deleteWords.run(old.id);
    deleteTitle.run(old.id);
    for (const word of wordsOf(old.folded_title)) uncountWord.run(word);
  }

  function add(doc: Document): void {
    const { lastInsertRowid: id } = insertDoc.run(doc.key, doc.day, doc.title, doc.foldedTitle);
    insertTerms.run(id, doc.terms);
    count.run(1, termCount(doc.terms.byteLength));
    insertWords.run(id, ...doc.columns);
    insertTitle.run(id, doc.foldedTitle);
    for (const word of wordsOf(doc.foldedTitle)) countWord.run(word);
  }

  const takeAll = db.transaction((after: number, changes: readonly IndexChange[]) => {
    if (readProgress.get()?.sequence !== after) return false;
    for (const { key, doc } of changes) {
      remove(key);
      if (doc) add(doc);
    }
    const last = changes.at(-1);
    if (last) saveProgress.run(last.sequence, last.key);
    return true;
  });

  return {
    progress,
    take: (after, changes) => takeAll.immediate(after, changes),
    // FTS5 counts one change for the command itself and more where it merged something.
    tidy: () =>
      merge.filter((step) => {
        const before = changed.get() ?? 0;
        step.run();
        return (changed.get() ?? 0) - before >= 2;
      }).length > 0,
  };
}

/** Terms in a packed list of so many bytes, its leading number left out. */
function termCount(bytes: number): number {
  return bytes / 4 - 1;
}

function wordsOf(foldedTitle: string): Iterable<string> {
  return new Set(foldedTitle.split(" ").filter(Boolean));
}
