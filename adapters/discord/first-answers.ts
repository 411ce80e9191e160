import { setImmediate as nextTurn, setTimeout as wait } from "node:timers/promises";

/** Milliseconds that work waits for first answers at most: a stream of them must not hold it up. */
const patience = 250;

/**
 * First answers before work: a search keeps the process busy, and whoever asked at the same moment would wait for it with
 * nothing on their screen. `before` runs what answers first; `turn` resolves when nobody waits for that, one caller after
 * the other, so that what arrives meanwhile gets in between.
 */
export function createFirstAnswers(): { before(work: () => Promise<void>): Promise<void>; turn(): Promise<void> } {
  const underWay = new Set<Promise<void>>();
  let turns: Promise<void> = Promise.resolve();

  async function clear(): Promise<void> {
    const until = performance.now() + patience;
    // What came in with the last packets begins before it is asked whether there is any.
    await nextTurn();
    while (underWay.size > 0 && performance.now() < until) {
      const limit = new AbortController();
      const late = wait(until - performance.now(), undefined, { signal: limit.signal }).catch(() => undefined);
      await Promise.race([Promise.allSettled(underWay), late]);
      limit.abort();
    }
  }

  return {
    async before(work) {
      const done = work();
      underWay.add(done);
      try {
        await done;
      } finally {
        underWay.delete(done);
      }
    },
    turn() {
      turns = turns.then(clear);
      return turns;
    },
  };
}
