import { setTimeout as wait } from "node:timers/promises";

export class TooSlow extends Error {
  override readonly name = "TooSlow";
}

/** The work's result, or TooSlow; work that ends later is left to end, and its failure is not unhandled. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const settled = new AbortController();
  const limit = wait(milliseconds, undefined, { signal: settled.signal }).then(() => {
    throw new TooSlow(`not done after ${milliseconds} ms`);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    limit.catch(() => undefined);
    settled.abort();
  }
}
