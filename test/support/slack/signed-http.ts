import { createHmac } from "node:crypto";
import type { Json } from "./block-kit.ts";
import type { Ack } from "./interactions.ts";

/** Where events go by HTTP, with what secret they are signed. */
export interface HttpTarget {
  readonly url: string;
  readonly signingSecret: string;
}

/** Sends what Slack sends to a request URL: events as JSON, commands and interactions as forms. */
export async function deliverByHttp(
  { url, signingSecret }: HttpTarget,
  type: string,
  payload: Json,
  more: Json = {},
): Promise<Ack> {
  const attempt = Number(more["retry_attempt"] ?? 0);
  // A repeated event is signed anew, later than before.
  const at = Math.floor(Date.now() / 1_000) + attempt;
  const isEvent = type === "events_api";
  const fields = type === "slash_commands" ? payload : { payload: JSON.stringify(payload) };
  const body = isEvent ? JSON.stringify(payload) : new URLSearchParams(fields as Record<string, string>).toString();
  const sent = performance.now();
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "Content-Type": isEvent ? "application/json" : "application/x-www-form-urlencoded",
      ...(attempt > 0 && { "X-Slack-Retry-Num": String(attempt), "X-Slack-Retry-Reason": "http_timeout" }),
      ...signature(signingSecret, body, at),
    },
    body,
  });
  const text = await response.text();
  const answer: unknown = text.startsWith("{") ? JSON.parse(text) : text;
  return { milliseconds: performance.now() - sent, payload: answer, status: response.status };
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function signature(secret: string, body: string, at = Math.floor(Date.now() / 1_000)): Record<string, string> {
  const hash = createHmac("sha256", secret).update(`v0:${at}:${body}`).digest("hex");
  return { "X-Slack-Request-Timestamp": String(at), "X-Slack-Signature": `v0=${hash}` };
}
