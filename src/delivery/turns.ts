import { setImmediate as nextTurn } from "node:timers/promises";

/** Long work in turns, so that commands get theirs where they may have waited for it. */
export interface Turns {
  /** One work at a time, each when its turn has come. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** Lets others go first, where it was long since they could. */
  giveWay(): Promise<void>;
}

/** @param longest milliseconds of work at a stretch */
export function createTurns(longest: number): Turns {
  let last: Promise<unknown> = Promise.resolve();
  let began = 0;

  async function giveWay(): Promise<void> {
    if (performance.now() - began <= longest) return;
    await nextTurn();
    began = performance.now();
  }

  return {
    inTurn(work) {
      const done = last.then(giveWay).then(work);
      last = done.catch(() => undefined);
      return done;
    },
    giveWay,
  };
}
