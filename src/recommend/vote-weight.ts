import type { Day } from "../papers/paper.ts";

/** Interests change: after so many days a vote counts half. */
const halfLife = 180;

/** What a vote counts, from 1 on its day towards 0. */
export function voteWeight(votedOn: Day, today: Day): number {
  const days = (Date.parse(today) - Date.parse(votedOn)) / 86_400_000;
  return 0.5 ** (Math.max(0, days) / halfLife);
}
