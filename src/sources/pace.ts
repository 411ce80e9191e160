import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../clock.ts";

/** Waits without holding the process up; a test sets its clock instead. */
export type Wait = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

export const realWait: Wait = (milliseconds, signal) => wait(milliseconds, undefined, signal ? { signal } : {});

/** One request at a time, and none sooner than an interval after the one before ended. */
export interface Pace {
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** Share one among all that speak to the same server: the promise is the whole process's. */
export function createPace({ interval, clock, wait }: { interval: number; clock: Clock; wait: Wait }): Pace {
  let freeAt = 0;
  let last: Promise<unknown> = Promise.resolve();

  async function inTurn<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    // A clock that was set back must not hold the turn longer than the interval.
    const pause = Math.min(interval, freeAt - clock.now().getTime());
    if (pause > 0) await wait(pause, signal);
    try {
      return await work();
    } finally {
      freeAt = clock.now().getTime() + interval;
    }
  }

  return {
    run(work, signal) {
      const done = last.then(() => inTurn(work, signal));
      last = done.catch(() => undefined);
      return done;
    },
  };
}
