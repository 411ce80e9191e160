/** How a command ended: `refused` where the person can mend it, `late` where it took too long. */
export type CommandOutcome = "done" | "refused" | "failed" | "late";

/** How an attempt to deliver ended: one of the outbox's outcomes, `awaits` for late papers, or `failed` on our side. */
export type DeliveryOutcome = (typeof deliveryOutcomes)[number];

export const deliveryOutcomes = [
  "posted",
  "nothing-new",
  "waiting",
  "refused",
  "unknown",
  "gone",
  "taken",
  "released",
  "awaits",
  "failed",
] as const;

/**
 * What the program counts about itself. Labels come from closed sets: commands by name, platforms, outcomes, feeds; never
 * a person, a channel or anything typed.
 */
export interface Metrics {
  /** `name` is a command's, or `unknown`. */
  command(name: string, outcome: CommandOutcome, seconds: number): void;
  /** A platform was told that what a person did has arrived, so long after it did. */
  ack(platform: string, seconds: number): void;
  delivery(platform: string, outcome: DeliveryOutcome): void;
  /** What is due was looked at, to the end. */
  looked(at: Date): void;
  /** All of it in the text format of Prometheus. */
  expose(): Promise<{ readonly type: string; readonly text: string }>;
}
