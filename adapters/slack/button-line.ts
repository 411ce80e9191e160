import { createHash } from "node:crypto";
import type { Action } from "../../src/message.ts";

/** A line that no button holds; the button carries its id alone. */
export interface LongLine {
  readonly id: string;
  readonly line: string;
}

/** Keeps lines across restarts. */
export interface LineMemory {
  keep(lines: readonly LongLine[], at: Date): Promise<void>;
  find(id: string): Promise<string | undefined>;
}

export interface ButtonLine {
  readonly actionId: string;
  readonly value: string;
  readonly long?: LongLine;
}

/** Slack's limit of a button's value, which we count as JSON to be on the safe side. */
const longestValue = 2_000;

/** `run:3` runs the line in its value, `replace:3` puts the answer in the message's place; behind `#` the value is an id. */
export function writeButton({ run, replaces }: Action, number: number): ButtonLine {
  const kind = replaces === true ? "replace" : "run";
  if (JSON.stringify(run).length - 2 <= longestValue) return { actionId: `${kind}:${number}`, value: run };
  const id = createHash("sha256").update(run).digest("base64url").slice(0, 22);
  return { actionId: `${kind}#${number}`, value: id, long: { id, line: run } };
}

const shape = /^(run|replace)([:#])\d+$/;

/** Undefined for a button that is not ours; its `line` is, where nobody remembers it. */
export async function readButton(
  actionId: string,
  value: string,
  memory: Pick<LineMemory, "find">,
): Promise<{ readonly line: string | undefined; readonly replaces: boolean } | undefined> {
  const [, kind, mark] = shape.exec(actionId) ?? [];
  if (kind === undefined) return undefined;
  return { line: mark === "#" ? await memory.find(value) : value, replaces: kind === "replace" };
}
