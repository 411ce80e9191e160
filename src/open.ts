import { join } from "node:path";
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import { readDigest } from "./digests/index.ts";
import { createEngine, type Engine } from "./engine.ts";
import { createIntake, type Intake } from "./intake.ts";
import type { Log } from "./log.ts";
import type { SearchIndex } from "./search/search-index.ts";
import { openSearchIndex } from "./search/sqlite-search-index.ts";
import { openSqliteStore } from "./store/sqlite.ts";
import type { Store } from "./store/store.ts";

/** The core with its files open: what the program and the command line are both made of. */
export interface Paperboy {
  readonly store: Store;
  readonly index: SearchIndex;
  readonly engine: Engine;
  readonly intake: Intake;
  close(): Promise<void>;
}

export async function openPaperboy(config: Config, { clock, log }: { clock: Clock; log: Log }): Promise<Paperboy> {
  const { store, index, close } = await openFiles(config.dataFolder, log, config.secretKey);
  return {
    store,
    index,
    engine: createEngine({ store, index, clock }),
    intake: createIntake({ store, clock, readDigest }),
    close,
  };
}

/** The file that holds the truth, alone: what needs no search is spared the index. */
export function openStore(folder: string, secretKey?: string): Promise<Store> {
  return openSqliteStore({ file: join(folder, "paperboy.db"), ...(secretKey !== undefined && { secretKey }) });
}

/** The two files of a data folder. */
export async function openFiles(
  folder: string,
  log: Log,
  secretKey?: string,
): Promise<Pick<Paperboy, "store" | "index" | "close">> {
  const store = await openStore(folder, secretKey);
  const onRenewed = (reason: string) => log.info({ reason }, "the search index is made anew");
  try {
    const index = await openSearchIndex({ file: join(folder, "index.db"), store, onRenewed });
    return {
      store,
      index,
      async close() {
        await index.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
