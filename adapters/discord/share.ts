import type { Answer } from "../../src/adapter.ts";
import type { Message } from "../../src/message.ts";

/** The button that shows a private answer to the channel joins the last ones, where there is room. */
export function withShare({ message, share }: Pick<Answer, "message" | "share">): Message {
  if (share === undefined) return message;
  const button = { label: "Share", run: share };
  const last = message.blocks.at(-1);
  if (last?.type === "actions" && last.actions.length < 5) {
    return { ...message, blocks: [...message.blocks.slice(0, -1), { ...last, actions: [...last.actions, button] }] };
  }
  return { ...message, blocks: [...message.blocks, { type: "actions", actions: [button] }] };
}
