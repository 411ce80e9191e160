import type Database from "better-sqlite3";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from "kysely";
import { explainSqliteError } from "./sqlite-errors.ts";

/** Kysely's SQLite dialect with the three things it lacks: immediate transactions, kept statements, clear errors. */
export function createSqliteDialect(database: Database.Database, file: string): Dialect {
  const view = viewOf(database, file);
  const dialect = new SqliteDialect({ database: view });
  return {
    createDriver: () => new ImmediateDriver(view, database),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createAdapter: () => new TransactionalAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
  };
}

/**
 * Every transaction takes the write lock at its start: one that begins by reading and finds another writer when it
 * wants to write fails at once, without waiting (https://sqlite.org/isolation.html).
 */
class ImmediateDriver extends SqliteDriver {
  readonly #database: Database.Database;

  constructor(view: SqliteDatabase, database: Database.Database) {
    super({ database: view });
    this.#database = database;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }

  /** A full disk rolls back by itself; asking again would hide the reason behind "no transaction is active". */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await connection.executeQuery(CompiledQuery.raw("rollback"));
  }
}

/** SQLite can change tables within a transaction; Kysely's adapter says no, for reasons of foreign keys. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Enough for those that every batch needs. */
const keptStatements = 24;

/** What Kysely needs of better-sqlite3, with prepared statements kept and errors explained. */
function viewOf(database: Database.Database, file: string): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  const explained = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw explainSqliteError(error, file);
    }
  };
  const prepare = (sql: string): SqliteStatement => {
    const statement = database.prepare<unknown[]>(sql);
    return {
      reader: statement.reader,
      all: (parameters) => explained(() => statement.all(...parameters)),
      run: (parameters) => explained(() => statement.run(...parameters)),
      iterate: (parameters) => statement.iterate(...parameters),
    };
  };
  return {
    close: () => void database.close(),
    prepare(sql) {
      const known = kept.get(sql);
      if (known !== undefined) return known;
      const statement = explained(() => prepare(sql));
      const [oldest] = kept.keys();
      if (kept.size >= keptStatements && oldest !== undefined) kept.delete(oldest);
      kept.set(sql, statement);
      return statement;
    },
  };
}
