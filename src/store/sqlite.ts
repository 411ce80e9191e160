import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { Kysely } from "kysely";
import { UserError } from "../errors.ts";
import { copyTo } from "./copy-to.ts";
import { createDeliveryStore } from "./delivery-store.ts";
import { forgetChannel, forgetChannels, forgetWorkspace } from "./forget.ts";
import { createGroupCommit } from "./group-commit.ts";
import { createIntakeStore } from "./intake-store.ts";
import { createLineStore } from "./line-store.ts";
import { migrate } from "./migrations/index.ts";
import { createPaperStore } from "./paper-store.ts";
import { createPeopleKey, createPersonHash } from "./person-hash.ts";
import { createScheduleStore } from "./schedule-store.ts";
import { createShownStore } from "./shown-store.ts";
import { createSourceStore } from "./source-store.ts";
import { createSqliteDialect } from "./sqlite-dialect.ts";
import { explainSqliteError } from "./sqlite-errors.ts";
import type { Store } from "./store.ts";
import { createSubscriptionStore } from "./subscription-store.ts";
import type { Tables } from "./tables.ts";
import { createTeamStore } from "./team-store.ts";
import { keepBefore } from "./upgrade-backup.ts";
import { createVoteStore } from "./vote-store.ts";

export interface SqliteStoreOptions {
  /** Path of the database; it and its folder are made when missing. */
  readonly file: string;
  /** How long to wait for another process that writes, in milliseconds. */
  readonly patience?: number;
  /** What ids of people are hashed with; made and kept in the database where absent. */
  readonly secretKey?: string;
}

/**
 * The store in one SQLite file.
 * @throws UserError for what a person can mend: not a database, damaged, read-only, full disk, locked, newer version
 */
export async function openSqliteStore({ file, patience = 5_000, secretKey }: SqliteStoreOptions): Promise<Store> {
  const database = openDatabase(file, patience);
  const db = new Kysely<Tables>({ dialect: createSqliteDialect(database, file) });
  try {
    await migrate(db, file, (first) => keepBefore(first, file));
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const peopleKey = createPeopleKey(secretKey);
  const together = createGroupCommit(db);
  const votes = createVoteStore(db, createPersonHash(db, peopleKey));
  const forGood = async <T>(forgetting: Promise<T>): Promise<T> => {
    const forgotten = await forgetting;
    // Its turn comes when nobody's transaction is open: within one, the log cannot be emptied.
    await db.connection().execute(async () => emptyLog(database, patience));
    return forgotten;
  };
  return {
    papers: createPaperStore(db),
    intakes: createIntakeStore(db),
    subscriptions: createSubscriptionStore(db),
    shown: createShownStore(db),
    schedules: createScheduleStore(db, together),
    deliveries: createDeliveryStore(db, together),
    votes: { ...votes, forget: (person) => forGood(votes.forget(person)) },
    lines: createLineStore(db),
    team: createTeamStore(db, peopleKey),
    forgetChannel: (channel) => forGood(forgetChannel(db, channel)),
    forgetChannels: (channels) => forGood(forgetChannels(db, channels)),
    forgetWorkspace: (channels) => forGood(forgetWorkspace(db, channels)),
    sources: createSourceStore(db),
    backUp: (target) => backUp(file, target),
    close: () => db.destroy(),
  };
}

function openDatabase(file: string, patience: number): Database.Database {
  let database: Database.Database | undefined;
  try {
    makeFolder(dirname(file));
    // What a team follows and likes is nobody else's on the machine; SQLite gives its other files the same rights.
    if (!existsSync(file)) closeSync(openSync(file, "a", 0o600));
    database = new Database(file, { timeout: patience });
    // Readers never wait for the writer, nor the writer for them.
    database.pragma("journal_mode = WAL");
    // FULL: NORMAL may forget the last transactions when the power fails, and a claim that is forgotten after its post
    // went out would be posted twice. It costs one fsync a batch.
    database.pragma("synchronous = FULL");
    database.pragma("foreign_keys = ON");
    // What is deleted is overwritten: `forget` leaves nothing behind in a file that others may copy.
    database.pragma("secure_delete = ON");
    return database;
  } catch (error) {
    database?.close();
    throw explainSqliteError(error, file);
  }
}

/**
 * The write-ahead log holds pages as they were. Another process that reads may keep it from being emptied: then it is
 * emptied with the next that is forgotten, or when the last process ends.
 */
function emptyLog(database: Database.Database, patience: number): void {
  database.pragma("busy_timeout = 0");
  try {
    database.pragma("wal_checkpoint(TRUNCATE)");
  } finally {
    database.pragma(`busy_timeout = ${patience}`);
  }
}

/** Node's own recursive mkdir never ends where a folder that is there takes no new ones, as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!existsSync(folder)) throw error;
  }
}

/** Of one instant, whoever writes meanwhile: without a transaction of its own it would begin anew with each write. */
async function backUp(source: string, file: string): Promise<void> {
  if (existsSync(file)) throw new UserError("file-exists", `${file} exists already: name a new file for the backup.`);
  const folder = dirname(file);
  if (!existsSync(folder)) throw new UserError("no-folder", `There is no folder ${folder} to put the backup in.`);
  const reading = new Database(source, { readonly: true });
  try {
    reading.exec("begin; select 1 from sqlite_schema");
    await copyTo(file, reading);
  } finally {
    reading.close();
  }
}
