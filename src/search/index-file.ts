import { rmSync } from "node:fs";
import Database from "better-sqlite3";

/** Raise it whenever analysis, columns or tables change: an index of another version is made anew. */
const version = 3;

export type IndexFile = Database.Database;

/**
 * Opens the index file, or makes it anew where it is missing, damaged, of another version or no index at all. It holds
 * nothing that the store does not know, so nothing is lost; `renewed` says why, for the log.
 * Throws where the place itself cannot be used (no such folder, no permission, locked for long).
 */
export function openIndexFile(file: string): { readonly db: IndexFile; readonly renewed?: string } {
  let renewed: string | undefined;
  let db = connectUndamaged(file);
  if (db === undefined) {
    removeIndexFile(file);
    db = connect(file);
    renewed = "it was damaged";
  }
  const found = db.pragma("user_version", { simple: true });
  if (found !== version && tableCount(db) > 0) {
    db.close();
    removeIndexFile(file);
    db = connect(file);
    renewed = `it was of version ${String(found)}, not ${version}`;
  }
  createTables(db);
  return renewed === undefined ? { db } : { db, renewed };
}

export function removeIndexFile(file: string): void {
  for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(file + suffix, { force: true });
}

/**
 * `docs.id` only ever grows, without gaps: it is the paper's number in the term vectors (term-vectors.ts), and a paper
 * that changes gets a new one. `segments` keep the vectors' bytes as they were drained, with a checksum and each
 * paper's day; `removed` says which numbers no longer hold, in the order they were given up. `words` keeps no text
 * (`content=''`). The ascii tokenizer only splits at blanks here, as our own analysis made the terms.
 */
const schema = `
  create table docs (
    id integer primary key,
    key text not null unique,
    title text not null,
    folded_title text not null
  ) strict;
  create index docs_by_folded_title on docs (folded_title);
  create table segments (
    first integer primary key,
    days blob not null,
    terms blob not null,
    checksum integer not null
  ) strict;
  create table removed (
    at integer primary key autoincrement,
    doc integer not null
  ) strict;
  create table topics (
    generation integer primary key autoincrement,
    basis blob not null
  ) strict;
  create table topic_vectors (
    generation integer not null,
    first integer not null,
    vectors blob not null,
    primary key (generation, first)
  ) strict;
  create virtual table words using fts5 (
    title, abstract, labels,
    content = '', contentless_delete = 1, detail = full, tokenize = "ascii tokenchars '.:+#*-'"
  );
  create virtual table titles using fts5 (
    title, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3',
    tokenize = "ascii tokenchars '+#'"
  );
  create table title_words (
    id integer primary key,
    word text not null unique,
    papers integer not null
  ) strict;
  create table progress (
    one integer primary key check (one = 1),
    sequence integer not null,
    last_key text not null,
    papers integer not null
  ) strict;
  insert into progress values (1, 0, '', 0);
`;

function connect(file: string): IndexFile {
  const db = new Database(file, { timeout: 5000 });
  db.pragma("journal_mode = wal");
  // A power cut may cost the last commits or the file: both are made again from the store.
  db.pragma("synchronous = off");
  db.pragma("wal_autocheckpoint = 4000");
  return db;
}

/** Undefined where the file is damaged or no database; damage deep inside shows when it is used, see `isDamage`. */
function connectUndamaged(file: string): IndexFile | undefined {
  let db: IndexFile | undefined;
  try {
    db = connect(file);
    if (db.pragma("user_version", { simple: true }) === version) {
      db.prepare("select sequence, last_key, papers from progress").get();
      db.prepare("select id, key, title, folded_title from docs order by id desc limit 1").get();
      db.prepare("select max(first) from segments").get();
      db.prepare("select rowid from words where words match ? limit 1").get('"is:paper"');
      db.prepare("select rowid from titles where titles match ? limit 1").get('"a"');
      db.prepare("select max(id) from title_words").get();
    }
    return db;
  } catch (error) {
    db?.close();
    if (isDamage(error) || (error instanceof Database.SqliteError && error.code === "SQLITE_ERROR")) return undefined;
    throw error;
  }
}

/** Bytes in the index that do not say what was written. */
export class DamagedIndex extends Error {}

/** Whether an error says that the file's content is broken: making it anew mends that. */
export function isDamage(error: unknown): boolean {
  if (error instanceof DamagedIndex) return true;
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ)/u.test(error.code);
}

function tableCount(db: IndexFile): number {
  return db.prepare<[], number>("select count(*) from sqlite_schema").pluck().get() ?? 0;
}

/** Two processes may start on one new file: the second finds the tables of the first. */
function createTables(db: IndexFile): void {
  db.transaction(() => {
    if (db.pragma("user_version", { simple: true }) === version) return;
    db.exec(schema);
    db.pragma(`user_version = ${version}`);
  }).immediate();
}
