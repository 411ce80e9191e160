import { type Action, type Block, type Inline, type Message, sentence } from "../message.ts";

/** A paragraph. */
export function text(...content: readonly Inline[]): Block {
  return { type: "text", text: content };
}

/** A message of one sentence, and what can be done next. */
export function said(words: string, actions: readonly Action[] = []): Message {
  const { fallback, blocks } = sentence(words);
  return { fallback, blocks: [...blocks, ...(actions.length > 0 ? [buttons(actions)] : [])] };
}

export function buttons(actions: readonly Action[]): Block {
  return { type: "actions", actions };
}
