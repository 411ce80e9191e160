import { type LineMemory, type LongLine, longLine } from "../../src/long-line.ts";

/** What a button stands for; all of it is in its custom_id, so that it works after any restart. */
export interface ButtonLine {
  readonly line: string;
  /** The answer takes the place of the message the button stands under. */
  readonly replaces: boolean;
  /** The channel it is about, where that is not the one it is pressed in. */
  readonly channel?: string;
}

/** Discord's limit, in UTF-16 units to be on the safe side. */
const longestId = 100;

/**
 * `p0:show 7k2f…`, `r3@1qx…:search x --page 2`, `p1#HASH`: page or plain, a number that tells buttons of one message
 * apart, the channel in base 36, and the line or what it is remembered by.
 */
export function writeButton(
  button: ButtonLine,
  number: number,
): { readonly customId: string; readonly long?: LongLine } {
  const place = button.channel === undefined ? "" : `@${BigInt(button.channel).toString(36)}`;
  const head = `${button.replaces ? "r" : "p"}${number.toString(36)}${place}`;
  const customId = `${head}:${button.line}`;
  if (customId.length <= longestId) return { customId };
  const long = longLine(button.line);
  return { customId: `${head}#${long.id}`, long };
}

const shape = /^([pr])[0-9a-z]{1,4}(?:@([0-9a-z]{1,13}))?([:#])(.+)$/s;

/** Undefined for a button that is not ours, or whose line nobody remembers. */
export async function readButton(customId: string, memory: Pick<LineMemory, "find">): Promise<ButtonLine | undefined> {
  const [, kind, place, mark, rest] = shape.exec(customId) ?? [];
  if (rest === undefined) return undefined;
  const line = mark === "#" ? await memory.find(rest) : rest;
  if (line === undefined) return undefined;
  return { line, replaces: kind === "r", ...(place !== undefined && { channel: String(fromBase36(place)) }) };
}

function fromBase36(text: string): bigint {
  let value = 0n;
  for (const digit of text) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  return value;
}
