import type { Message } from "../../src/message.ts";

/** The button under a private answer that shows it to the channel. */
export function withShareButton(message: Message, share: string): Message {
  const button = { label: "Share with channel", run: share };
  return { ...message, blocks: [...message.blocks, { type: "actions", actions: [button] }] };
}
