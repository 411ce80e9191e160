import type { PaperKey, Reject } from "../papers/paper.ts";
import type { TakenIn } from "../store/store.ts";

/** What an intake did. `new + merged = entries`. */
export interface IntakeReport {
  /** Files read. */
  readonly files: number;
  /** Entries read from them; of a resumed file, those behind the place where it had stopped. */
  readonly entries: number;
  /** Distinct papers among the entries. */
  readonly papers: number;
  /** Papers seen for the first time. */
  readonly new: number;
  /** Entries that were folded into a paper already there. */
  readonly merged: number;
  readonly rejected: readonly Reject[];
  /** New versions of papers nobody told us of, which are not taken in: they would pass for new papers. */
  readonly skipped?: number;
  /** Files whose earlier intake was interrupted, and the line it was carried on behind. */
  readonly resumed?: readonly { readonly file: string; readonly line: number }[];
  /** True when the intake was told to stop; taking in the same files again carries on from there. */
  readonly interrupted?: true;
}

/** Adds up what the store answers. Keys are kept, papers are not: memory stays small at any number of entries. */
export function createTally() {
  const papers = new Set<PaperKey>();
  const added = new Set<PaperKey>();
  const rejected: Reject[] = [];
  const resumed: { file: string; line: number }[] = [];
  let files = 0;
  let entries = 0;
  let skipped = 0;
  return {
    rejected,
    resumed,
    get entries(): number {
      return entries;
    },
    countFile(): void {
      files += 1;
    },
    countSkipped(count: number): void {
      skipped += count;
    },
    count(answers: readonly TakenIn[]): void {
      for (const { key, outcome, folded = [] } of answers) {
        entries += 1;
        papers.add(key);
        if (outcome === "new") added.add(key);
        for (const gone of folded) {
          papers.delete(gone);
          added.delete(gone);
        }
      }
    },
    report(interrupted: boolean): IntakeReport {
      return {
        files,
        entries,
        papers: papers.size,
        new: added.size,
        merged: entries - added.size,
        rejected,
        ...(skipped > 0 && { skipped }),
        ...(resumed.length > 0 && { resumed }),
        ...(interrupted && { interrupted }),
      };
    },
  };
}

export type Tally = ReturnType<typeof createTally>;
