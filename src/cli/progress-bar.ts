import type { Progress } from "../intake/progress.ts";

/** How far an intake is, see progressOf. */
type IntakeProgress = Progress & { readonly entries: number };

export interface ProgressBar {
  /** `counted` names what the entries are; papers when left out. */
  show(progress: IntakeProgress, counted?: string): void;
  clear(): void;
}

/** Draws one line and keeps redrawing it; draws nothing where nobody watches (a file, a pipe, CI). */
export function createProgressBar(stream: NodeJS.WriteStream): ProgressBar {
  if (!stream.isTTY) return { show() {}, clear() {} };
  return {
    // A terminal that doesn't know its size says 0.
    show: (progress, counted) =>
      stream.write(`\r\u001b[K${describeProgress(progress, stream.columns || undefined, counted)}`),
    clear: () => stream.write("\r\u001b[K"),
  };
}

/** `[#####---------------]  25 %  12,000 papers  5,120/s  about 7 s left`, within the given columns. */
export function describeProgress(
  { done, entries, rate, secondsLeft }: IntakeProgress,
  columns = 80,
  counted = "papers",
): string {
  const filled = Math.round(done * 20);
  const line = [
    `[${"#".repeat(filled)}${"-".repeat(20 - filled)}]`,
    `${String(Math.floor(done * 100)).padStart(3)} %`,
    `${entries.toLocaleString("en-US")} ${counted}`,
    `${Math.round(rate).toLocaleString("en-US")}/s`,
    ...(secondsLeft === undefined ? [] : [`about ${duration(secondsLeft)} left`]),
  ].join("  ");
  return line.slice(0, Math.max(columns - 1, 0));
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
}
