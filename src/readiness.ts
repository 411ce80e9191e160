import { type Adapter, tellsConnection } from "./adapter.ts";
import { describeError } from "./errors.ts";
import type { Log } from "./log.ts";
import type { SearchIndex } from "./search/search-index.ts";
import type { Store } from "./store/store.ts";
import { TooSlow, within } from "./within.ts";

export interface ReadinessDeps {
  readonly store: Pick<Store, "papers">;
  readonly index: Pick<SearchIndex, "count">;
  readonly adapters: readonly Adapter[];
  readonly log: Log;
}

/** Whether the program can do its work, as `/readyz` says it. */
export interface Readiness {
  is(phase: "starting" | "serving" | "stopping"): void;
  /** A sentence for each thing that lacks; none says more than an operator's neighbour may know. */
  lacking(): Promise<readonly string[]>;
}

/** Milliseconds the store may take for its answer. */
const storeWithin = 2_000;
/** A search that misses fewer papers than this, or this share of them, is still worth asking. */
const behind = { papers: 500, share: 0.01 };

export function createReadiness({ store, index, adapters, log }: ReadinessDeps): Readiness {
  let phase: Parameters<Readiness["is"]>[0] = "starting";

  async function lackingPapers(): Promise<readonly string[]> {
    try {
      const [papers, indexed] = await within(storeWithin, Promise.all([store.papers.count(), index.count()]));
      if (papers - indexed <= Math.max(behind.papers, papers * behind.share)) return [];
      return [`The search index knows ${indexed} of ${papers} papers; it is catching up.`];
    } catch (error) {
      if (!(error instanceof TooSlow)) log.error({ err: error }, "the store does not answer");
      return [`The store does not answer: ${error instanceof TooSlow ? describeError(error) : "the log says why"}.`];
    }
  }

  return {
    is(now) {
      phase = now;
    },
    async lacking() {
      if (phase === "stopping") return ["Paperboy is stopping."];
      const starting = phase === "starting" ? ["Paperboy is starting."] : [];
      const apart = adapters.filter((adapter) => tellsConnection(adapter) && !adapter.isConnected());
      const unconnected = apart.map(({ platform }) => `${platform} is not connected.`);
      return [...starting, ...(await lackingPapers()), ...unconnected];
    },
  };
}
