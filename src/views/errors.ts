import type { Action, Message } from "../message.ts";
import { withCode } from "./text.ts";

/** A sentence that says what to do, and buttons that do it. */
export function errorMessage(sentence: string, offers: readonly Action[] = []): Message {
  return {
    fallback: sentence,
    blocks: [
      { type: "text", text: withCode(sentence) },
      ...(offers.length > 0 ? [{ type: "actions", actions: offers } as const] : []),
    ],
  };
}

/** Something broke on our side. The incident stands in the log, with the cause. */
export function apology(what: string, incident: string): Message {
  return errorMessage(`Sorry, ${what}. It is logged as incident \`${incident}\`; trying again may help.`);
}
