import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../clock.ts";
import type { Engine } from "../engine.ts";
import { progressOf, type Sample } from "../intake/progress.ts";
import type { ProgressBar } from "./progress-bar.ts";

interface Watched {
  readonly engine: Pick<Engine, "status">;
  readonly clock: Clock;
  readonly bar: ProgressBar;
}

/** Milliseconds between two looks. A search that waits for less shows no bar. */
const pause = 300;

/** Shows how far the search index is until `indexing` is done, whoever writes it; what `indexing` throws goes on. */
export async function watchIndexing(indexing: Promise<unknown>, { engine, clock, bar }: Watched): Promise<void> {
  const done = new AbortController();
  const watching = watch(done.signal);
  try {
    await indexing;
  } finally {
    done.abort();
    await watching.catch(() => undefined);
    bar.clear();
  }

  async function watch(signal: AbortSignal): Promise<void> {
    const samples: Sample[] = [];
    while (!signal.aborted) {
      await wait(pause, undefined, { signal });
      const { papers, indexed } = await engine.status();
      samples.push({ at: clock.now().getTime(), entries: indexed, bytes: indexed });
      const doing = indexed < papers ? "papers indexed" : "papers indexed, learning topics";
      bar.show({ ...progressOf(samples, papers), entries: indexed }, doing);
    }
  }
}
