import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { SearchIndex } from "../search/search-index.ts";
import type { Store } from "../store/store.ts";
import { within } from "../within.ts";
import type { Standing } from "./prometheus.ts";

export interface StandingDeps {
  readonly store: Pick<Store, "papers" | "deliveries" | "sources">;
  readonly index: Pick<SearchIndex, "count">;
  readonly dataFolder: string;
}

/** Milliseconds: whoever scrapes gives up after ten seconds. */
const patience = 5_000;

export function standingOf({ store, index, dataFolder }: StandingDeps): () => Promise<Standing> {
  const names = ["paperboy.db", "index.db"] as const;
  const sizes = () =>
    Promise.all(names.map(async (name) => [name, (await stat(join(dataFolder, name))).size] as const));
  return async () => {
    const looked = Promise.all([
      store.papers.count(),
      index.count(),
      store.deliveries.waitingCount(),
      store.sources.states(),
      sizes(),
    ]);
    const [papers, indexed, waiting, sources, files] = await within(patience, looked);
    return { papers, indexed, waiting, sources, files: Object.fromEntries(files) };
  };
}
