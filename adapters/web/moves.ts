import type { Block, Message } from "../../src/message.ts";
import type { Entry } from "./conversation.ts";

/** A paper that stands elsewhere than in the last answer to the same line. Places count from 1. */
export interface Move {
  readonly title: string;
  readonly to: number;
  /** Absent for a paper that was not there. */
  readonly from?: number;
}

export interface Moves {
  readonly moved: readonly Move[];
  /** Titles of papers that were there and are not any more. */
  readonly gone: readonly string[];
}

/** What changed since the line was last asked in the channel; undefined where it was not, or nothing moved. */
export function movesSince(entries: readonly Entry[], entry: Entry): Moves | undefined {
  if (entry.line === undefined) return undefined;
  const before = entries.findLast(({ id, line }) => id < entry.id && line === entry.line);
  if (!before) return undefined;
  const past = titles(before.message);
  const present = titles(entry.message);
  const gone = past.filter((title) => !present.includes(title));
  const moved = present.flatMap((title, index): readonly Move[] => {
    const from = past.indexOf(title);
    if (from === index) return [];
    return [{ title, to: index + 1, ...(from >= 0 && { from: from + 1 }) }];
  });
  return moved.length + gone.length > 0 ? { moved, gone } : undefined;
}

function titles({ blocks, more = [] }: Message): readonly string[] {
  return [...blocks, ...more].flatMap((block: Block) => (block.type === "paper" ? [block.title] : []));
}
