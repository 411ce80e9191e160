import type { Answer } from "../../src/adapter.ts";
import type { Log } from "../../src/log.ts";
import { type Message, sentence } from "../../src/message.ts";
import type { SendFile } from "./files.ts";
import type { Render } from "./keep-lines.ts";
import type { Pace } from "./pace.ts";
import { isDirect } from "./places.ts";
import type { SlackPayload } from "./render.ts";
import { withShareButton } from "./share.ts";
import { deliveryError, describeFailure, type SlackWeb, slackError } from "./web.ts";

/** Where something was asked, and the ways back to whoever asked. */
export interface Place {
  readonly kind: "command" | "mention" | "message" | "click" | "form";
  readonly token: string;
  readonly channel: string;
  readonly user: string;
  /** Takes five messages within half an hour, also where the bot is no member. */
  readonly responseUrl?: string;
  /** The thread that answers belong to. */
  readonly thread?: string;
  /** Ephemeral messages show in a thread only when it has begun. */
  readonly threadBegan?: boolean;
  /** The message a click stands under; absent where only its reader sees it. */
  readonly message?: string;
}

export interface Answers {
  /** Brings an answer to where it belongs, by another way where the first is closed. Never rejects. */
  give(answer: Answer, place: Place): Promise<void>;
}

export interface AnswersDeps {
  readonly web: SlackWeb;
  readonly render: Render;
  readonly sendFile: SendFile;
  /** Waits until a channel may have its next message. */
  readonly paced: Pace;
  readonly log: Log;
}

/** Of the five uses of a response_url, one stays for what may follow. */
const mostUses = 4;
const respondWithin = 10_000;

export function createAnswers({ web, render, sendFile, paced, log }: AnswersDeps): Answers {
  async function payloadsOf(message: Message): Promise<readonly SlackPayload[]> {
    const { payloads, thread } = await render(message);
    return [...payloads, ...thread];
  }

  async function respond(url: string, body: Readonly<Record<string, unknown>>): Promise<void> {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(respondWithin),
    });
    const said = await response.text();
    if (response.ok && !said.startsWith('{"ok":false')) return;
    throw new Error(`the response_url answered ${response.status}, ${said.slice(0, 100)}`);
  }

  /** Where Slack lets nothing appear in the channel, the person's own direct message is left. */
  async function whisperByApi(payload: SlackPayload, { token, channel, user }: Place, inThread: object): Promise<void> {
    try {
      await web.apiCall("chat.postEphemeral", { token, channel, user, ...payload, ...inThread });
    } catch (error) {
      if (slackError(error) === undefined) throw error;
      await web.apiCall("chat.postMessage", { token, channel: user, ...payload });
    }
  }

  /** For the person alone. `used`: how often the response_url was used before. */
  async function whisper(payloads: readonly SlackPayload[], place: Place, used = 0): Promise<void> {
    const { responseUrl, thread, threadBegan } = place;
    const inThread = thread !== undefined && threadBegan === true ? { thread_ts: thread } : {};
    let uses = used;
    let isOpen = responseUrl !== undefined;
    for (const payload of payloads) {
      if (isOpen && responseUrl !== undefined && uses < mostUses) {
        try {
          await respond(responseUrl, { ...payload, ...inThread, response_type: "ephemeral", replace_original: false });
          uses++;
          continue;
        } catch (error) {
          isOpen = false;
          log.info({ platform: "slack", error: describeFailure(error) }, "the response_url is closed");
        }
      }
      await whisperByApi(payload, place, inThread);
    }
  }

  /** Into the channel; the first message's thread takes what is more. `isForAll`: nobody in it is to be spared. */
  async function post(message: Message, place: Place, isForAll: boolean): Promise<void> {
    const { token, channel, thread } = place;
    const payloads = await payloadsOf(message);
    const [first, ...rest] = payloads;
    const inThread = thread === undefined ? {} : { thread_ts: thread };
    let posted: object;
    try {
      await paced(channel);
      posted = await web.apiCall("chat.postMessage", { token, channel, ...first, ...inThread });
    } catch (error) {
      log.info({ platform: "slack", error: describeFailure(error) }, "an answer could not be posted");
      // A direct message that takes no post is between people: one of them would read what the other asked.
      return isForAll ? postByResponse(payloads, place, error) : whisper(payloads, place);
    }
    // Alone with the bot there is no channel to keep tidy.
    const under = thread ?? (isDirect(channel) ? undefined : postedTs(posted));
    for (const [index, payload] of rest.entries()) {
      try {
        await paced(channel);
        await web.apiCall("chat.postMessage", { token, channel, ...payload, thread_ts: under });
      } catch (error) {
        log.warn({ platform: "slack", error: describeFailure(error) }, "the thread under an answer is incomplete");
        return whisper(rest.slice(index), place);
      }
    }
  }

  /** Where we may not post, whoever asked still may, through the response_url; they alone are told what is missing. */
  async function postByResponse(payloads: readonly SlackPayload[], place: Place, problem: unknown): Promise<void> {
    const { kind, message: advice } = deliveryError(problem);
    // It may stand in the channel already: a second copy is for the person only.
    if (place.responseUrl === undefined || kind === "unknown") return whisper(payloads, place);
    const shown = payloads.slice(0, mostUses - 1);
    const how = {
      response_type: "in_channel",
      replace_original: false,
      ...(place.thread && { thread_ts: place.thread }),
    };
    for (const [index, payload] of shown.entries()) {
      try {
        await respond(place.responseUrl, { ...payload, ...how });
      } catch (error) {
        log.info({ platform: "slack", error: describeFailure(error) }, "the response_url is closed");
        return whisper(payloads.slice(index), withoutResponse(place));
      }
    }
    const left = payloads.slice(shown.length);
    const isLasting = kind === "gone" || kind === "forbidden";
    const told = isLasting && !isDirect(place.channel) ? await payloadsOf(sentence(advice)) : [];
    await whisper([...told, ...left], place, shown.length);
  }

  async function replace(message: Message, place: Place): Promise<void> {
    const [first, ...rest] = await payloadsOf(message);
    if (!first) return;
    const { responseUrl, message: ts } = place;
    try {
      if (responseUrl === undefined) throw new Error("there is no response_url");
      await respond(responseUrl, { ...first, replace_original: true });
    } catch (error) {
      log.info(
        { platform: "slack", error: describeFailure(error) },
        "a message could not be replaced by its response_url",
      );
      const isReplaced = ts !== undefined && (await update(ts, first, place));
      if (!isReplaced) return whisper([first, ...rest], withoutResponse(place));
    }
    if (rest.length > 0) await whisper(rest, place);
  }

  /** False where Slack does not let us: messages made by a response_url need not count as the bot's. */
  async function update(ts: string, payload: SlackPayload, { token, channel }: Place): Promise<boolean> {
    try {
      await web.apiCall("chat.update", { token, channel, ts, ...payload });
      return true;
    } catch (error) {
      log.info({ platform: "slack", error: describeFailure(error) }, "a message could not be replaced");
      return false;
    }
  }

  async function say(answer: Answer, place: Place): Promise<void> {
    const { message, isDelivered } = await sendFile(withShare(answer, place), place);
    if (isDelivered && isAloneWithBot(place)) return;
    if (answer.replaces && place.kind === "click") return replace(message, place);
    const isForAll = answer.visibility === "public" || isSpokenAloud(answer, place);
    if (!isForAll && !isAloneWithBot(place)) return whisper(await payloadsOf(message), place);
    await post(message, place, isForAll);
  }

  return {
    async give(answer, place) {
      try {
        await say(answer, place);
      } catch (error) {
        log.warn({ platform: "slack", error: describeFailure(error), asked: place.kind }, "an answer reached nobody");
      }
    },
  };
}

/** The only way left where the response_url has failed. */
function withoutResponse({ responseUrl, ...place }: Place): Place {
  return place;
}

/**
 * In the direct message with the bot nobody else reads along, and what is posted there stays. A click may come from one
 * between people, which has an id of the same form; only Slack's refusal of a post tells them apart.
 */
function isAloneWithBot({ kind, channel }: Place): boolean {
  return isDirect(channel) && kind !== "command";
}

/** Whoever mentions the bot asks before everyone, and is answered so; their typing errors are theirs alone. */
function isSpokenAloud({ share }: Answer, { kind }: Place): boolean {
  return kind === "mention" && share !== undefined;
}

function withShare({ message, share, visibility }: Answer, place: Place): Message {
  if (share === undefined || visibility === "public" || isDirect(place.channel) || place.kind === "mention")
    return message;
  return withShareButton(message, share);
}

function postedTs(posted: object): string | undefined {
  return "ts" in posted && typeof posted.ts === "string" ? posted.ts : undefined;
}
