import { createHash } from "node:crypto";

/** A command line that no button holds; the button carries its id alone. */
export interface LongLine {
  readonly id: string;
  readonly line: string;
}

/** Keeps lines across restarts. */
export interface LineMemory {
  keep(lines: readonly LongLine[], at: Date): Promise<void>;
  find(id: string): Promise<string | undefined>;
}

/** The id is made from the line: 22 characters of [\w-]. */
export function longLine(line: string): LongLine {
  return { id: createHash("sha256").update(line).digest("base64url").slice(0, 22), line };
}
