import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type Adapter, tellsConnection } from "../adapter.ts";
import type { SearchIndex } from "../search/search-index.ts";
import type { Store } from "../store/store.ts";
import { within } from "../within.ts";
import type { Standing } from "./prometheus.ts";

export interface StandingDeps {
  readonly store: Pick<Store, "papers" | "deliveries" | "sources">;
  readonly index: Pick<SearchIndex, "count">;
  readonly dataFolder: string;
  readonly adapters: readonly Adapter[];
}

/** Milliseconds: whoever scrapes gives up after ten seconds. */
const patience = 5_000;

export function standingOf({ store, index, dataFolder, adapters }: StandingDeps): () => Promise<Standing> {
  const names = ["paperboy.db", "index.db"] as const;
  const sizes = () =>
    Promise.all(names.map(async (name) => [name, (await stat(join(dataFolder, name))).size] as const));
  const connections = () =>
    adapters.filter(tellsConnection).map((adapter) => [adapter.platform, adapter.isConnected()] as const);
  return async () => {
    const looked = Promise.all([
      store.papers.count(),
      index.count(),
      store.deliveries.waitingCount(),
      store.sources.states(),
      sizes(),
    ]);
    const [papers, indexed, waiting, sources, files] = await within(patience, looked);
    const connected = Object.fromEntries(connections());
    return { papers, indexed, waiting, sources, connected, files: Object.fromEntries(files) };
  };
}
