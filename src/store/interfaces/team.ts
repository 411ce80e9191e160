import type { TeamData } from "../team-data.ts";

/** Everything a team owns, as one document (team-data.ts). */
export interface TeamStore {
  export(at: Date): Promise<TeamData>;
  /**
   * Adds what is not there yet, all of it or nothing; what is there stays. Resolves with how much was added. Runs that were
   * due before `at` do not count.
   * @throws UserError `team-key` where people stand under another key
   */
  import(data: TeamData, at: Date): Promise<Readonly<Record<TeamPart, number>>>;
  /**
   * Whether people were kept under another key than the one of now: nobody is found then, and nothing of theirs forgotten.
   * Asked at a start; while nobody is kept, the key of now is the one.
   */
  isUnderAnotherKey(): Promise<boolean>;
}

export type TeamPart = "subscriptions" | "schedules" | "votes" | "saved" | "tastes" | "shown";
