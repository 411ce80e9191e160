import { type LineMemory, type LongLine, longLine } from "../../src/long-line.ts";
import type { Action } from "../../src/message.ts";
import { sizeOf } from "./mrkdwn.ts";

export interface ButtonLine {
  readonly actionId: string;
  readonly value: string;
  readonly long?: LongLine;
}

/** Slack's limit of a button's value, which we count in bytes of JSON to be on the safe side. */
const longestValue = 2_000;

/** `run:3` runs the line in its value, `replace:3` puts the answer in the message's place; behind `#` the value is an id. */
export function writeButton({ run, replaces }: Action, number: number): ButtonLine {
  const kind = replaces === true ? "replace" : "run";
  if (sizeOf(JSON.stringify(run)) - 2 <= longestValue) return { actionId: `${kind}:${number}`, value: run };
  const long = longLine(run);
  return { actionId: `${kind}#${number}`, value: long.id, long };
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
