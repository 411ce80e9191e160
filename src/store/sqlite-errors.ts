import Database from "better-sqlite3";
import { describeError, OperatorError } from "../errors.ts";

/** What SQLite reports, as a sentence that says what to do; anything else is handed back as it is. */
export function explainSqliteError(error: unknown, file: string): unknown {
  const problem = problemOf(error);
  if (problem === undefined) return error;
  const [code, advice] = ADVICE[problem];
  return new OperatorError(code, `${file} ${advice}`, { cause: error });
}

type Problem = keyof typeof ADVICE;

/** Said of a file, behind its name. */
export const notOurs = "is not a Paperboy database: move it away, or choose another folder with PAPERBOY_DATA.";

const ADVICE = {
  SQLITE_NOTADB: ["not-a-database", notOurs],
  SQLITE_CORRUPT: [
    "damaged-database",
    "is damaged: put a backup in its place, or move it away and take the digests in again.",
  ],
  SQLITE_READONLY: [
    "read-only-database",
    "cannot be written: give this user the right to write it and its folder, or choose another with PAPERBOY_DATA.",
  ],
  SQLITE_CANTOPEN: [
    "cannot-open-database",
    "cannot be opened: check that its folder exists and that this user may write there, or choose another with PAPERBOY_DATA.",
  ],
  SQLITE_FULL: ["disk-full", "cannot grow because the disk is full: make room and try again; nothing was lost."],
  SQLITE_IOERR: [
    "disk-failed",
    "could not be read or written: check the disk and the room left on it, then try again.",
  ],
  SQLITE_BUSY: [
    "database-locked",
    "has been locked by another program for too long: wait until that one is done, or stop it, and try again.",
  ],
} as const;

/** Where opening fails before SQLite is asked, the file system's codes stand for SQLite's. */
const FILE_SYSTEM: Readonly<Record<string, Problem>> = {
  EACCES: "SQLITE_READONLY",
  EPERM: "SQLITE_READONLY",
  EROFS: "SQLITE_READONLY",
  EEXIST: "SQLITE_CANTOPEN",
  ENOENT: "SQLITE_CANTOPEN",
  ENOTDIR: "SQLITE_CANTOPEN",
  ENOSPC: "SQLITE_FULL",
};

function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Database.SqliteError) {
    // Extended codes add to the basic one: SQLITE_IOERR_WRITE, SQLITE_READONLY_DBMOVED.
    return PROBLEMS.find((problem) => error.code === problem || error.code.startsWith(`${problem}_`));
  }
  if (error instanceof TypeError && describeError(error).startsWith("Cannot open database")) return "SQLITE_CANTOPEN";
  if (error instanceof Error && "code" in error && typeof error.code === "string") return FILE_SYSTEM[error.code];
  return undefined;
}

const PROBLEMS = Object.keys(ADVICE) as Problem[];
