import {
  type APIChannel,
  type APIMessage,
  type APIThreadChannel,
  type APIThreadList,
  type APIUser,
  ChannelType,
  type Client,
  DiscordAPIError,
  Routes,
  SnowflakeUtil,
} from "discord.js";
import type { Channel, PersonTeller, Post, Posted, PostPermission, SoughtPost } from "../../src/adapter.ts";
import { DeliveryError, describeError } from "../../src/errors.ts";
import type { Message } from "../../src/message.ts";
import { missingAdvice, namesOf, unseenAdvice } from "./advice.ts";
import { requestOf } from "./attachment.ts";
import type { DiscordConfig, DiscordDeps } from "./config.ts";
import { code, deliveryError, isCode, isUnauthorised, patiently } from "./failures.ts";
import { cutTo, plain } from "./markdown.ts";
import { marksIn, nonceOf, sign } from "./marks.ts";
import { findPlace, forumTypes, type Place, rightsFor, threadTypes } from "./permissions.ts";
import { snowflakeOf } from "./places.ts";
import { type Payload, renderDiscord } from "./render.ts";

export interface Poster extends PersonTeller {
  post(post: Post): Promise<Posted>;
  findPost(sought: SoughtPost): Promise<Posted | undefined>;
  canPostTo(channel: Channel): Promise<PostPermission>;
}

export interface PosterDeps extends Pick<DiscordDeps, "clock" | "lines" | "log">, Pick<DiscordConfig, "crosspost"> {
  readonly client: Client;
  readonly invite: () => string;
}

/** How far a post of several messages has come. */
interface Progress {
  /** The message in the channel, or the forum's thread. */
  first?: string;
  /** Where the others go. */
  thread?: string;
  /** Numbers of those that are there. */
  readonly there: Set<number>;
}

/** A day: threads of digests need not stay in the list. */
const archiveAfter = 1_440;
const longestName = 100;

/**
 * One message and its thread. Every message carries the delivery's mark in a component's id, and a nonce Discord enforces:
 * a repeated request posts nothing twice, and what a process that died had posted is found and completed.
 */
export function createPoster({ client, clock, lines, log, crosspost, invite }: PosterDeps): Poster {
  const { rest } = client;
  /** What `findPost` found of posts that are not whole, for the post that goes on with them. */
  const begun = new Map<string, Progress>();

  async function post({ deliveryId, channel, message, isTest }: Post): Promise<Posted> {
    const place = await placeOf(channel, begun.has(deliveryId));
    if (place.until) {
      throw notNow(begun.has(deliveryId), adviceFor(place), place.until.getTime() - clock.now().getTime());
    }
    const rendered = renderDiscord(message);
    const [first, ...others] = [...rendered.payloads, ...rendered.more];
    if (!first) throw new DeliveryError("retry", "There was nothing to post.");
    await lines.keep(rendered.longLines, clock.now());
    const progress: Progress = begun.get(deliveryId) ?? { there: new Set() };
    begun.delete(deliveryId);
    const signed = (payload: Payload, number: number) => sign(payload, deliveryId, number, number === others.length);
    try {
      if (progress.first === undefined) {
        progress.first = await postFirst(place, signed(first, 0), nonceOf(deliveryId, 0), message);
        if (place.type === ChannelType.GuildAnnouncement && !isTest) await publish(place, progress.first);
      }
      if (others.length > 0) {
        progress.thread ??= await threadUnder(place, progress.first, message);
        for (const [index, payload] of others.entries()) {
          const number = index + 1;
          if (!progress.there.has(number)) {
            await say(progress.thread, signed(payload, number), nonceOf(deliveryId, number));
            progress.there.add(number);
          }
        }
      }
      return { id: progress.first };
    } catch (error) {
      const failure = deliveryError(error, place.label, adviceFor(place));
      if (progress.first === undefined) throw failure;
      // What is in the channel counts: only its rest is wanting, and what Discord does not take now it will not take later.
      if (error instanceof DiscordAPIError && !isUnauthorised(error)) {
        log.warn({ err: error, delivery: deliveryId }, "a digest was posted, but not the rest in its thread");
        return { id: progress.first };
      }
      throw new DeliveryError("unknown", `The thread of the digest is not complete: ${failure.message}`, {
        cause: error,
      });
    }
  }

  /** Known from the gateway; asked for where the adapter posts without having been started. */
  async function ownId(): Promise<string> {
    return client.user?.id ?? ((await patiently(() => rest.get(Routes.user()))) as APIUser).id;
  }

  async function postFirst(place: Place, payload: Payload, nonce: string, message: Message): Promise<string> {
    if (!forumTypes.includes(place.type)) return say(place.id, payload, nonce);
    const { body: first, ...files } = requestOf(payload);
    const body = {
      name: threadName(message),
      auto_archive_duration: archiveAfter,
      ...(place.tag !== undefined && { applied_tags: [place.tag] }),
      message: first,
    };
    // Discord enforces no nonce here: one attempt, and when its outcome is unknown it is looked for.
    const thread = (await rest.post(Routes.threads(place.id), { ...files, body })) as { readonly id: string };
    return thread.id;
  }

  async function say(channel: string, payload: Payload, nonce: string): Promise<string> {
    const { body: said, ...files } = requestOf(payload);
    const body = { ...said, nonce, enforce_nonce: true };
    const sent = (await patiently(() => rest.post(Routes.channelMessages(channel), { ...files, body }))) as APIMessage;
    return sent.id;
  }

  /** Threads have none of their own: the rest follows in the conversation. A message's thread has the message's id. */
  async function threadUnder(place: Place, first: string, message: Message): Promise<string> {
    if (forumTypes.includes(place.type)) return first;
    if (place.guild === undefined || threadTypes.includes(place.type)) return place.id;
    const body = { name: threadName(message), auto_archive_duration: archiveAfter };
    try {
      await patiently(() => rest.post(Routes.threads(place.id, first), { body }));
    } catch (error) {
      // As in a voice channel: it goes on where it began.
      if (isCode(error, code.wrongChannelType, code.threadsFull, code.announcementThreadsFull)) return place.id;
      if (!isCode(error, code.threadExists)) throw error;
    }
    return first;
  }

  /** To the channels that follow this one, where that was asked for. It is an extra: its failure is no failure of the post. */
  async function publish(place: Place, message: string): Promise<void> {
    if (crosspost !== "all" && !crosspost.includes(place.id)) return;
    try {
      await rest.post(Routes.channelMessageCrosspost(place.id, message));
    } catch (error) {
      log.warn({ err: error, channel: place.id }, "a digest was posted but not published to following channels");
    }
  }

  async function findPost({ deliveryId, channel, since }: SoughtPost): Promise<Posted | undefined> {
    const place = await placeOf(channel);
    if (place.missing?.includes("Read Message History")) {
      throw new DeliveryError("forbidden", missingAdvice(place.label, ["Read Message History"]));
    }
    try {
      // Clocks differ: look a little further back.
      const after = SnowflakeUtil.generate({ timestamp: since.getTime() - 60_000 }).toString();
      const mine = forumTypes.includes(place.type) ? await startersIn(place, after) : await messagesIn(place.id, after);
      const marked = (messages: readonly APIMessage[]) => marksIn(messages, deliveryId);
      const here = marked(mine);
      const first = here.get(0);
      if (!first) return undefined;
      if (first.isLast) return { id: first.id };
      const hasThread = place.guild !== undefined && !threadTypes.includes(place.type);
      const inThread = hasThread ? marked(await messagesIn(first.id, after).catch(noThread)) : [];
      const others = new Map([...here, ...inThread]);
      if ([...others.values()].some(({ isLast }) => isLast)) return { id: first.id };
      begun.set(deliveryId, { first: first.id, there: new Set([...others.keys()]) });
      return undefined;
    } catch (error) {
      throw deliveryError(error, place.label, adviceFor(place));
    }
  }

  /** The bot's own messages behind a snowflake, of at most a few hundred. */
  async function messagesIn(channel: string, after: string): Promise<readonly APIMessage[]> {
    const mine: APIMessage[] = [];
    const me = await ownId();
    for (let from = after, page = 0; page < 5; page++) {
      const query = new URLSearchParams({ after: from, limit: "100" });
      const found = (await patiently(() => rest.get(Routes.channelMessages(channel), { query }))) as APIMessage[];
      mine.push(...found.filter(({ author }) => author.id === me));
      const newest = found.reduce((last, { id }) => (BigInt(id) > BigInt(last) ? id : last), from);
      if (found.length < 100) break;
      from = newest;
    }
    return mine;
  }

  async function startersIn(place: Place, after: string): Promise<readonly APIMessage[]> {
    const { threads } = (await patiently(() =>
      rest.get(Routes.guildActiveThreads(place.guild ?? "")),
    )) as APIThreadList;
    const me = await ownId();
    const mine = threads.filter((thread) => {
      const { parent_id: parent, owner_id: owner, id } = thread as APIThreadChannel;
      return parent === place.id && owner === me && BigInt(id) > BigInt(after);
    });
    const read = ({ id }: { readonly id: string }) =>
      (patiently(() => rest.get(Routes.channelMessage(id, id))) as Promise<APIMessage>).catch((error: unknown) => {
        // A moderator took the message out of its thread.
        if (isCode(error, code.unknownMessage, code.unknownChannel)) return [];
        throw error;
      });
    return (await Promise.all(mine.map(read))).flat();
  }

  /** In direct messages, which some people do not take. */
  async function tell(person: string, message: Message, about?: Channel): Promise<void> {
    const { payloads, more, longLines } = renderDiscord(message, about && snowflakeOf(about));
    await lines.keep(longLines, clock.now());
    const direct = (await patiently(() =>
      rest.post(Routes.userChannels(), { body: { recipient_id: person } }),
    )) as APIChannel;
    for (const payload of [...payloads, ...more]) {
      await rest.post(Routes.channelMessages(direct.id), requestOf(payload));
    }
  }

  async function canPostTo(channel: Channel): Promise<PostPermission> {
    try {
      const { hindrance } = await lookAt(channel);
      return hindrance === undefined ? { allowed: true } : { allowed: false, advice: hindrance };
    } catch (error) {
      if (error instanceof DeliveryError) return { allowed: false, advice: error.message };
      if (isCode(error, code.missingAccess, code.unknownChannel))
        return { allowed: false, advice: unseenAdvice(invite()) };
      throw error;
    }
  }

  function lookAt({ name, ...channel }: Channel): Promise<Place> {
    return findPlace(client, { id: snowflakeOf(channel), ...(name !== undefined && { name }) });
  }

  async function placeOf(channel: Channel, isBegun = false): Promise<Place> {
    try {
      return await lookAt(channel);
    } catch (error) {
      const failure = deliveryError(error, channel.name ?? "The channel", unseenAdvice(invite()));
      if (failure.kind === "forbidden" || failure.kind === "gone") throw failure;
      throw notNow(isBegun, failure.message, failure.retryAfter ?? 0, error);
    }
  }

  function adviceFor({ label, type, hindrance }: Place): string {
    if (hindrance !== undefined) return hindrance;
    // Permissions are known from the gateway alone, and can change between two events.
    return `Paperboy may not post in ${label}: its role needs ${namesOf(rightsFor(type))} there.`;
  }

  function noThread(error: unknown): readonly APIMessage[] {
    if (isCode(error, code.unknownChannel)) return [];
    throw error instanceof Error ? error : new Error(describeError(error));
  }

  return { post, findPost, canPostTo, tell };
}

/** Nothing was sent this time. What was begun before must not be taken for what was never posted. */
function notNow(isBegun: boolean, why: string, retryAfter: number, cause?: unknown): DeliveryError {
  return isBegun
    ? new DeliveryError("unknown", why, { cause })
    : new DeliveryError("retry", why, { cause, retryAfter });
}

function threadName({ fallback }: Message): string {
  return cutTo(plain(fallback).trim(), longestName) || "Papers";
}
