import { daysBetween } from "../papers/day.ts";
import type { Day } from "../papers/paper.ts";

/** Interests change: after so many days a vote counts half. */
const halfLife = 180;

/** What a vote counts, from 1 on its day towards 0. */
export function voteWeight(votedOn: Day, today: Day): number {
  const days = daysBetween(votedOn, today);
  return 0.5 ** (Math.max(0, days) / halfLife);
}
