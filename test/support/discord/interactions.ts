import type { z } from "zod";
import {
  alreadyAcknowledged,
  invalidWebhookToken,
  tooManyFollowUps,
  unknownInteraction,
  unknownMessage,
  unknownWebhook,
} from "./api-fault.ts";
import type { callback, MessageBody } from "./limits.ts";
import type { LocalMessage, LocalUser, World } from "./world.ts";

/** Something a person did, and what came of it. */
export interface Asked {
  readonly id: string;
  readonly token: string;
  readonly user: LocalUser;
  readonly channel: string;
  readonly askedAt: number;
  /** The message whose button was pressed. */
  readonly source?: LocalMessage;
  /** Milliseconds to the first answer. */
  firstAnswer?: number;
  /** Type of the callback. */
  callback?: number;
  choices?: readonly { readonly name: string; readonly value: string }[];
  original?: LocalMessage;
  /** All that it made visible, the deferred answer first; deleted ones are gone. */
  readonly messages: LocalMessage[];
  /** Fifteen minutes have passed. */
  expired: boolean;
  /** The app is there by the person's own installation alone: Discord takes five follow-ups. */
  readonly byPersonAlone?: boolean;
  followUps: number;
}

export interface Interactions {
  add(asked: Omit<Asked, "messages" | "expired" | "followUps" | "id" | "token" | "askedAt">): Asked;
  answer(id: string, token: string, body: z.infer<typeof callback>): void;
  editOriginal(token: string, body: MessageBody): LocalMessage;
  deleteOriginal(token: string): void;
  followUp(token: string, body: MessageBody): LocalMessage;
}

const ephemeral = 1 << 6;
const mostFollowUps = 5;

export function createInteractions(world: World, { patience = 3_000 } = {}): Interactions {
  const byToken = new Map<string, Asked>();

  const create = (asked: Asked, isPrivate: boolean, loading: boolean): LocalMessage => {
    const message: LocalMessage = {
      id: world.snowflake(),
      channel: asked.channel,
      author: world.bot.id,
      content: "",
      components: [],
      flags: isPrivate ? ephemeral : 0,
      ...(isPrivate && { only: asked.user.id }),
      loading,
      crossposted: false,
    };
    world.messages.push(message);
    asked.messages.push(message);
    return message;
  };

  const fill = (
    message: LocalMessage,
    { content = "", components = [], flags = 0, files = [] }: MessageBody,
  ): LocalMessage => {
    message.content = content;
    message.components = components;
    message.files = files;
    message.flags |= flags & ~ephemeral;
    message.loading = false;
    return message;
  };

  const answered = (token: string): Asked => {
    const asked = byToken.get(token);
    if (!asked || asked.callback === undefined) throw unknownWebhook();
    if (asked.expired) throw invalidWebhookToken();
    return asked;
  };

  const remove = (asked: Asked, message: LocalMessage): void => {
    world.messages.splice(world.messages.indexOf(message), 1);
    const index = asked.messages.indexOf(message);
    if (index >= 0) asked.messages.splice(index, 1);
  };

  return {
    add(made) {
      const id = world.snowflake();
      const asked: Asked = {
        ...made,
        id,
        token: `token-${id}`,
        askedAt: performance.now(),
        messages: [],
        expired: false,
        followUps: 0,
      };
      byToken.set(asked.token, asked);
      return asked;
    },

    answer(id, token, body) {
      const asked = byToken.get(token);
      const age = performance.now() - (asked?.askedAt ?? 0);
      if (!asked || asked.id !== id || asked.expired) throw unknownInteraction();
      if (asked.callback !== undefined) throw alreadyAcknowledged();
      if (age > patience) {
        asked.expired = true;
        throw unknownInteraction();
      }
      asked.callback = body.type;
      asked.firstAnswer = age;
      switch (body.type) {
        case 4:
          asked.original = fill(create(asked, ((body.data.flags ?? 0) & ephemeral) !== 0, false), body.data);
          break;
        case 5:
          asked.original = create(asked, body.data?.flags === ephemeral, true);
          break;
        case 6:
        case 7:
          if (!asked.source) throw unknownMessage();
          asked.original = asked.source;
          if (body.type === 7) fill(asked.source, body.data);
          break;
        case 8:
          asked.choices = body.data.choices;
          break;
        default:
          body satisfies never;
      }
    },

    editOriginal(token, body) {
      const { original } = answered(token);
      if (!original) throw unknownMessage();
      return fill(original, body);
    },

    deleteOriginal(token) {
      const asked = answered(token);
      if (!asked.original) throw unknownMessage();
      remove(asked, asked.original);
      delete asked.original;
    },

    /** Discord takes the first follow-up of a deferred answer for that answer, as private or public as it was deferred. */
    followUp(token, body) {
      const asked = answered(token);
      if (asked.byPersonAlone && ++asked.followUps > mostFollowUps) throw tooManyFollowUps();
      if (asked.original?.loading) return fill(asked.original, body);
      return fill(create(asked, ((body.flags ?? 0) & ephemeral) !== 0, false), body);
    },
  };
}
