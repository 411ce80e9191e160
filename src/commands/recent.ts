import { dayOf, daysAfter } from "../papers/day.ts";
import type { Day } from "../papers/paper.ts";
import type { Context } from "./command.ts";

/**
 * The first of the last days. They end with the newest day any source listed, so that on quiet days, and in a
 * collection that no longer grows, there is something to look at.
 */
export async function firstOfLastDays(
  days: number,
  { engine, clock }: Pick<Context, "engine" | "clock">,
): Promise<Day> {
  const today = dayOf(clock.now());
  const [newest] = (await engine.latest({ limit: 1, offset: 0 })).papers;
  const last = newest && newest.listed < today ? newest.listed : today;
  return daysAfter(last, 1 - days);
}
