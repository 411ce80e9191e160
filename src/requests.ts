import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";

/**
 * Which request or invocation the code at hand works for, so that every line of the log it writes, however deep, can be
 * found by the id that the person was given.
 */
export interface Requests {
  newId(): string;
  /** Work that is begun in `work`, and awaits, belongs to the request as well. */
  run<T>(id: string, work: () => T): T;
  /** Undefined outside of every request. */
  current(): string | undefined;
}

export function createRequests(): Requests {
  const storage = new AsyncLocalStorage<string>();
  return {
    newId: () => randomBytes(4).toString("hex"),
    run: (id, work) => storage.run(id, work),
    current: () => storage.getStore(),
  };
}
