import type { Message } from "../message.ts";
import { text } from "./blocks.ts";
import { cut } from "./text.ts";

/** An answer with a word on who shows it to the channel and what it answers. */
export function sharedMessage(
  message: Message,
  { line, person }: { readonly line: string; readonly person: { readonly id: string; readonly name?: string } },
): Message {
  const who = cut(person.name ?? person.id, 60);
  const what = cut(line, 200);
  return {
    ...message,
    fallback: `${who} shares ${what}: ${message.fallback}`,
    blocks: [text(`${who} shares `, { code: what }), ...message.blocks],
  };
}
