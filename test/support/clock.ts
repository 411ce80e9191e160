import type { Clock } from "../../src/clock.ts";

/** A clock that stands still until it is set. */
export function fixedClock(start = "2026-01-10T09:00:00Z"): Clock & { set(time: string): void } {
  let now = new Date(start);
  return {
    now: () => now,
    set(time) {
      now = new Date(time);
    },
  };
}
