import type { Json } from "./block-kit.ts";
import type { SlackState } from "./method.ts";
import { keepMessage, replaceMessage } from "./web-api.ts";

export interface ResponseUrls {
  /** A new one for someone who did something somewhere; `original` is the message they did it in. */
  open(by: { readonly team: string; readonly channel: string; readonly user: string }, original?: string): string;
  /** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses: five uses in half an hour. */
  use(id: string, body: Json): { readonly status: number; readonly body: Json | string };
}

interface ResponseUrl {
  readonly team: string;
  readonly channel: string;
  readonly user: string;
  readonly original?: string;
  uses: number;
}

export function createResponseUrls(state: SlackState): ResponseUrls {
  const opened = new Map<string, ResponseUrl>();
  return {
    open(by, original) {
      const id = state.nextId("R");
      opened.set(id, { ...by, uses: 0, ...(original === undefined ? {} : { original }) });
      return id;
    },

    use(id, body) {
      const response = opened.get(id);
      if (!response || response.uses >= 5) return { status: 404, body: "used_url" };
      response.uses++;
      const { team, channel, user } = response;
      const original = state.messages.find(({ ts }) => ts === response.original);
      if (body["replace_original"] === true && original) {
        const problem = replaceMessage(state, original, body);
        return problem ? { status: 500, body: problem } : { status: 200, body: { ok: true } };
      }
      const isPublic = body["response_type"] === "in_channel";
      const threadTs = typeof body["thread_ts"] === "string" ? body["thread_ts"] : undefined;
      const place = { team, channel, via: "response_url", ...(threadTs === undefined ? {} : { threadTs }) };
      const kept = keepMessage(state, isPublic ? place : { ...place, onlyFor: user }, body);
      return "ts" in kept ? { status: 200, body: { ok: true } } : { status: 500, body: kept };
    },
  };
}
