import { join } from "node:path";
import Database from "better-sqlite3";
import { Kysely } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { createPaperStore } from "../../src/store/paper-store.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { createSqliteDialect } from "../../src/store/sqlite-dialect.ts";
import type { Tables } from "../../src/store/tables.ts";
import { draft } from "../support/papers.ts";
import { tempFolder } from "../support/temp.ts";

test("changes leave none out though another process writes while they are read: who follows them never goes back", async () => {
  const file = join(tempFolder(), "paperboy.db");
  const store = await openSqliteStore({ file });
  await store.papers.takeIn([draft("Sparse Experts"), draft("Dense Experts")]);
  await store.close();

  const other = new Database(file);
  const write = () => {
    other.exec(`
      insert into papers select 'aaaaaaaaaaaa', 90, title, abstract, authors, published, listed, null, null, categories,
        links, null, sources, null, null, null, null, null from papers limit 1;
      insert into folded_papers values ('bbbbbbbbbbbb', 'aaaaaaaaaaaa', 91);
    `);
  };
  let asked = 0;
  const database = new Database(file);
  const db = new Kysely<Tables>({
    dialect: createSqliteDialect(database, file),
    log: ({ query }) => {
      if (query.sql.includes("order by") && ++asked === 1) write();
    },
  });
  onTestFinished(async () => {
    await db.destroy();
    other.close();
  });

  const { changes } = createPaperStore(db);
  const first = await changes(0, 100);
  const rest = await changes(first.at(-1)?.sequence ?? 0, 100);
  expect(asked).toBe(4);
  expect([...first, ...rest].map(({ sequence }) => sequence)).toEqual(expect.arrayContaining([90, 91]));
});
