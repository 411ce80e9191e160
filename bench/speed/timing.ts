/** Percentiles of times, in milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Runs once for each input, after a short run to warm up. */
export async function timed<T>(inputs: readonly T[], run: (input: T) => unknown): Promise<Percentiles> {
  for (const input of inputs.slice(0, Math.min(50, Math.floor(inputs.length / 10)))) await run(input);
  const times: number[] = [];
  for (const input of inputs) {
    const begun = performance.now();
    await run(input);
    times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

export function megabytes(bytes: number): number {
  return bytes / 1e6;
}
