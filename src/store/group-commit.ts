import { setImmediate as nextTurn } from "node:timers/promises";
import type { Kysely, Transaction } from "kysely";
import type { Tables } from "./tables.ts";

/** Resolves when the work's changes are on disk. */
export type GroupCommit = <T>(work: (transaction: Transaction<Tables>) => Promise<T>) => Promise<T>;

interface Group {
  readonly works: ((transaction: Transaction<Tables>) => Promise<void>)[];
  readonly committed: Promise<void>;
}

/**
 * What is asked for within one turn of the event loop is done in one transaction: a thousand small steps of deliveries
 * need not wait for the disk a thousand times. It is all written or nothing is; works are done one after the other, and
 * each is only told after the commit.
 */
export function createGroupCommit(db: Kysely<Tables>): GroupCommit {
  let group: Group | undefined;

  function begin(): Group {
    const works: Group["works"] = [];
    const committed = nextTurn().then(() => {
      group = undefined;
      return db.transaction().execute(async (transaction) => {
        for (const work of works) await work(transaction);
      });
    });
    return { works, committed };
  }

  return async <T>(work: (transaction: Transaction<Tables>) => Promise<T>) => {
    const { promise, resolve } = Promise.withResolvers<T>();
    group ??= begin();
    const { works, committed } = group;
    works.push(async (transaction) => resolve(await work(transaction)));
    await committed;
    return promise;
  };
}
