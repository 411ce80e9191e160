import type { Clock } from "./clock.ts";

/** A bucket of tokens for each person: `atOnce` of them, and one more every `every` milliseconds. */
export interface RateLimit {
  /** Takes a token; where there is none, says in how many milliseconds there is one. 0: it was taken. */
  take(person: string): number;
}

export interface RateLimitDeps {
  readonly clock: Clock;
  readonly atOnce?: number;
  readonly every?: number;
  /** Persons remembered; the one who asked longest ago is forgotten first, and has a full bucket again. */
  readonly remembered?: number;
}

/** More than a person can read; a script is slowed down to twenty a minute. */
export function createRateLimit(deps: RateLimitDeps): RateLimit {
  const { clock, atOnce = 30, every = 3_000, remembered = 10_000 } = deps;
  const buckets = new Map<string, { readonly tokens: number; readonly at: number }>();
  return {
    take(person) {
      const at = clock.now().getTime();
      const last = buckets.get(person) ?? { tokens: atOnce, at };
      // A clock that was set back gives nothing, and takes nothing.
      const tokens = Math.min(atOnce, last.tokens + Math.max(0, at - last.at) / every);
      const isAllowed = tokens >= 1;
      buckets.delete(person);
      buckets.set(person, { tokens: isAllowed ? tokens - 1 : tokens, at });
      for (const oldest of buckets.keys()) {
        if (buckets.size <= remembered) break;
        buckets.delete(oldest);
      }
      return isAllowed ? 0 : Math.ceil((1 - tokens) * every);
    },
  };
}
