/** A bucket as Discord keeps them: so many requests in so many seconds, by route and top-level resource. */
interface Bucket {
  readonly limit: number;
  readonly window: number;
  remaining: number;
  resetAt: number;
}

export interface Verdict {
  readonly headers: Readonly<Record<string, string>>;
  /** Seconds to wait; the request was refused. */
  readonly refused?: { readonly retryAfter: number; readonly scope: "user" | "shared" | "global" };
}

export interface RateLimits {
  check(method: string, path: string): Verdict;
  /** The next requests get a 429 of that scope, as when others use up a shared resource. */
  refuse(scope: "user" | "shared" | "global", retryAfter: number, times?: number): void;
  /** Answers 429 given so far. */
  readonly refusals: number;
}

/** Interactions are not counted by Discord's global limit; webhooks are limited by their token. */
const exempt = /^\/(interactions|webhooks)\//;

export function createRateLimits(): RateLimits {
  const buckets = new Map<string, Bucket>();
  const global: Bucket = { limit: 50, window: 1_000, remaining: 50, resetAt: 0 };
  const ordered: { scope: "user" | "shared" | "global"; retryAfter: number; times: number }[] = [];
  let refusals = 0;

  const take = (bucket: Bucket, now: number): boolean => {
    if (now >= bucket.resetAt) {
      bucket.remaining = bucket.limit;
      bucket.resetAt = now + bucket.window;
    }
    if (bucket.remaining === 0) return false;
    bucket.remaining--;
    return true;
  };

  const refused = (scope: "user" | "shared" | "global", retryAfter: number, headers = {}): Verdict => {
    refusals++;
    const all = { ...headers, "retry-after": String(Math.ceil(retryAfter)), "x-ratelimit-scope": scope };
    return {
      headers: scope === "global" ? { ...all, "x-ratelimit-global": "true" } : all,
      refused: { retryAfter, scope },
    };
  };

  return {
    check(method, path) {
      const now = Date.now();
      const due = ordered[0];
      if (due && !exempt.test(path)) {
        due.times--;
        if (due.times <= 0) ordered.shift();
        return refused(due.scope, due.retryAfter);
      }
      if (!exempt.test(path) && !take(global, now)) return refused("global", (global.resetAt - now) / 1_000);
      const [key, limit, window] = bucketOf(method, path);
      const bucket = buckets.get(key) ?? { limit, window, remaining: limit, resetAt: 0 };
      buckets.set(key, bucket);
      const isWithin = take(bucket, now);
      const left = Math.max(0, bucket.resetAt - now) / 1_000;
      const headers = {
        "x-ratelimit-limit": String(bucket.limit),
        "x-ratelimit-remaining": String(bucket.remaining),
        "x-ratelimit-reset": String(bucket.resetAt / 1_000),
        "x-ratelimit-reset-after": left.toFixed(3),
        "x-ratelimit-bucket": hashOf(key.replace(/ \d{15,}.*/, "")),
      };
      return isWithin ? { headers } : refused("user", left, headers);
    },
    refuse(scope, retryAfter, times = 1) {
      ordered.push({ scope, retryAfter, times });
    },
    get refusals() {
      return refusals;
    },
  };
}

/** Key, requests, milliseconds. Figures as seen on Discord; crossposts are ten an hour. */
function bucketOf(method: string, path: string): readonly [string, number, number] {
  const [, kind = "", major = "", token = ""] = path.split("/");
  const isWebhook = kind === "webhooks" || kind === "interactions";
  if (/\/crosspost$/.test(path)) return [`crosspost ${major}`, 10, 3_600_000];
  if (method === "POST" && /^\/channels\/\d+\/messages$/.test(path)) return [`messages ${major}`, 5, 5_000];
  if (isWebhook) return [`${kind} ${major} ${token}`, 5, 2_000];
  return [`${method} ${kind} ${major} ${path.replace(/\d{15,}/g, "*")}`, 50, 1_000];
}

function hashOf(text: string): string {
  let hash = 7;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash.toString(16);
}
