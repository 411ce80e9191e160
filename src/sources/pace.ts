import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../clock.ts";
import type { SourceTurns } from "../store/store.ts";

/** Waits without holding the process up; a test sets its clock instead. */
export type Wait = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

export const realWait: Wait = (milliseconds, signal) => wait(milliseconds, undefined, signal ? { signal } : {});

/** One request at a time, and none sooner than an interval after the one before ended. */
export interface Pace {
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export interface PaceDeps {
  /** What the turns are known by: all that ask it share them. */
  readonly server: string;
  /** Milliseconds between a request's end and the next one's beginning. */
  readonly interval: number;
  readonly turns: SourceTurns;
  readonly clock: Clock;
  readonly wait: Wait;
}

/** Longer than any request takes; a process that dies in its turn holds the others up no longer. */
const lease = 120_000;

/**
 * The turns are in the store, because the promise is made for all of our processes: a `fetch` beside a running service is
 * the same visitor to the server.
 */
export function createPace({ server, interval, turns, clock, wait }: PaceDeps): Pace {
  let last: Promise<unknown> = Promise.resolve();

  async function inTurn<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (;;) {
      signal?.throwIfAborted();
      const now = clock.now().getTime();
      const freeAt = await turns.takeTurn(server, { now: new Date(now), until: new Date(now + lease) });
      if (freeAt === undefined) break;
      // Whoever has the turn may give it back sooner than it said.
      await wait(Math.max(1, Math.min(interval, freeAt.getTime() - now)), signal);
    }
    try {
      return await work();
    } finally {
      await turns.endTurn(server, new Date(clock.now().getTime() + interval));
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
