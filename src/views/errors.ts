import type { Action, Message } from "../message.ts";
import { buttons, text } from "./blocks.ts";
import { withCode } from "./text.ts";

/** A sentence that says what to do, and buttons that do it. */
export function errorMessage(sentence: string, offers: readonly Action[] = []): Message {
  return {
    fallback: sentence,
    blocks: [text(...withCode(sentence)), ...(offers.length > 0 ? [buttons(offers)] : [])],
  };
}

/** Something broke on our side. The log has the cause under the request's id. */
export function apology(what: string, request: string): Message {
  return errorMessage(`Sorry, ${what}. It is in the log as request \`${request}\`; trying again may help.`);
}
