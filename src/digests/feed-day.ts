import { type Day, daySchema } from "../papers/paper.ts";
import { parseWrittenDay, resolveDay } from "./dates.ts";

/**
 * The day of an instant as a feed writes it, in the zone it is written in: `2025-08-20T00:00:00-04:00` is August 20, and
 * so is `Wed, 20 Aug 2025 00:00:00 -0400`.
 */
export function feedDay(text: string): Day | undefined {
  const bare = text.trim().slice(0, 60);
  const iso = /^\d{4}-\d{2}-\d{2}(?=$|[T ])/.exec(bare)?.[0];
  if (iso !== undefined) return daySchema.safeParse(iso).data;
  const written = /^(?:[a-z]{3},? )?(\d{1,2} [a-z]{3} \d{4})\b/i.exec(bare)?.[1];
  const day = written === undefined ? undefined : parseWrittenDay(written);
  return day?.year === undefined ? undefined : resolveDay(day, "9999-12-31");
}

/** The day most papers of a batch carry: its own date, whatever a few latecomers say. The later of two equals. */
export function mostFrequent(days: readonly Day[]): Day | undefined {
  const counts = new Map<Day, number>();
  for (const day of days) counts.set(day, (counts.get(day) ?? 0) + 1);
  const [most] = [...counts].sort(([one, times], [other, otherTimes]) => otherTimes - times || (one < other ? 1 : -1));
  return most?.[0];
}
