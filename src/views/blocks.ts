import type { Action, Block, Inline, Message } from "../message.ts";

/** A paragraph. */
export function text(...content: readonly Inline[]): Block {
  return { type: "text", text: content };
}

/** A message of one sentence, and what can be done next. */
export function said(sentence: string, actions: readonly Action[] = []): Message {
  return { fallback: sentence, blocks: [text(sentence), ...(actions.length > 0 ? [buttons(actions)] : [])] };
}

export function buttons(actions: readonly Action[]): Block {
  return { type: "actions", actions };
}
