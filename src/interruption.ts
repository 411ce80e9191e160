import { constants } from "node:os";

export interface Interruption {
  /** Aborted by Ctrl-C or SIGTERM; its reason is the exit status shells use for that signal (130, 143). */
  readonly signal: AbortSignal;
  /** From here on the signals end the process again. */
  end(): void;
}

/** Lets the work under way come to a clean stop at the first signal; a second one ends the process at once. */
export function watchForInterruption(): Interruption {
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals) => {
    end();
    controller.abort(128 + constants.signals[name]);
  };
  const end = () => {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return { signal: controller.signal, end };
}

/** Resolves once the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  signal.addEventListener("abort", () => resolve(), { once: true });
  return promise;
}
