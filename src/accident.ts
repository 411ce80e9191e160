import { describeError } from "./errors.ts";
import type { Log } from "./log.ts";

/**
 * Aborted by the first error that nobody caught, an SDK's for the most part, with an Error that says so. What state the
 * program is in is not known then: it is to end as at a signal, posts under way settled, and to be started anew.
 */
export function watchForAccidents(log: Pick<Log, "error">): AbortSignal {
  const controller = new AbortController();
  // Rejections that nobody handles come here too.
  process.on("uncaughtException", (error: unknown) => {
    log.error({ err: error }, "nobody caught this error: the program ends");
    controller.abort(new Error(`An error that nobody caught: ${describeError(error)}`, { cause: error }));
  });
  return controller.signal;
}
