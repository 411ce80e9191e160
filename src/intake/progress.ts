/** How far an intake was at a moment. */
export interface Sample {
  /** Milliseconds, of any clock. */
  readonly at: number;
  readonly entries: number;
  /** Of all the files together; files that were skipped on resuming count as read. */
  readonly bytes: number;
}

export interface Progress {
  /** Share of the bytes, 0 to 1. */
  readonly done: number;
  /** Entries a second over the samples given. */
  readonly rate: number;
  /** Undefined until there is a pace to go by. */
  readonly secondsLeft?: number;
}

/**
 * What a progress bar shows. Pace and time left come from the first and the last sample: give the last few seconds for
 * the pace of now, all of them for the average.
 */
export function progressOf(samples: readonly Sample[], totalBytes: number): Progress {
  const first = samples.at(0);
  const last = samples.at(-1);
  if (first === undefined || last === undefined) return { done: 0, rate: 0 };
  const done = totalBytes > 0 ? Math.min(1, last.bytes / totalBytes) : 1;
  const seconds = (last.at - first.at) / 1000;
  if (seconds <= 0) return { done, rate: 0 };
  const rate = (last.entries - first.entries) / seconds;
  const bytesPerSecond = (last.bytes - first.bytes) / seconds;
  if (bytesPerSecond <= 0) return { done, rate };
  return { done, rate, secondsLeft: Math.max(0, totalBytes - last.bytes) / bytesPerSecond };
}
