import { z } from "zod";
import {
  ApiFault,
  missingAccess,
  missingPermissions,
  threadExists,
  threadLocked,
  unknownChannel,
  unknownMessage,
  wrongChannelType,
} from "./api-fault.ts";
import type { Interactions } from "./interactions.ts";
import * as limits from "./limits.ts";
import { channelType, type LocalChannel, type LocalMessage, permission, type World } from "./world.ts";

export interface RestState {
  readonly world: World;
  readonly interactions: Interactions;
  /** By guild, "" for the global ones. */
  readonly commands: Map<string, readonly limits.ApplicationCommand[]>;
  readonly shards: number;
  /** What else was set in the Developer Portal. */
  portal: Readonly<Record<string, unknown>>;
  /** How the application may be installed: 0 in servers, 1 by people. Ticked in the Developer Portal. */
  installations: readonly (0 | 1)[];
  gatewayUrl(): string;
  /** Times commands were overwritten. */
  overwrites: number;
}

type Handler = (body: unknown, ids: Readonly<Record<string, string>>, query: URLSearchParams) => unknown;
export type Route = readonly [method: string, pattern: string, handler: Handler];

const requiresTag = 1 << 4;

/** Discord's REST API as far as a bot like ours uses it. Bodies are parsed by Discord's documented limits. */
export function restRoutes(state: RestState): readonly Route[] {
  const { world, interactions, commands } = state;
  const application = () => ({
    id: world.bot.id,
    name: "Paperboy",
    description: "",
    flags: 0,
    bot: world.bot,
    install_params: { scopes: ["bot", "applications.commands"], permissions: "0" },
    integration_types_config: Object.fromEntries(state.installations.map((each) => [each, {}])),
    ...state.portal,
  });

  const channelOf = (id = ""): LocalChannel => {
    const channel = world.channels.get(id);
    if (!channel) throw unknownChannel();
    if (channel.guild && !channel.guild.joined) throw missingAccess();
    return channel;
  };
  /** Without View Channel there is no access at all; anything else that lacks is a missing permission. */
  const demand = (channel: LocalChannel, ...bits: readonly bigint[]): void => {
    const rights = world.botRights(channel);
    if ((rights & permission.viewChannel) === 0n) throw missingAccess();
    if (bits.some((bit) => (rights & bit) === 0n)) throw missingPermissions();
  };
  const messageOf = (channel: string, id = ""): LocalMessage => {
    const message = world.messages.find((each) => each.id === id && each.channel === channel);
    if (!message) throw unknownMessage();
    return message;
  };
  const create = (
    channel: LocalChannel,
    body: z.infer<typeof limits.newMessage>,
    id = world.snowflake(),
  ): LocalMessage => {
    const earlier = body.enforce_nonce
      ? world.messages.find(({ nonce, channel: place }) => nonce === body.nonce && place === channel.id)
      : undefined;
    if (earlier) return earlier;
    const message: LocalMessage = {
      id,
      channel: channel.id,
      author: world.bot.id,
      content: body.content ?? "",
      components: body.components ?? [],
      flags: body.flags ?? 0,
      files: body.files ?? [],
      ...(body.nonce !== undefined && { nonce: body.nonce }),
      loading: false,
      crossposted: false,
    };
    world.messages.push(message);
    return message;
  };
  const thread = (
    parent: LocalChannel,
    name: string,
    id: string,
    appliedTags: readonly string[] = [],
  ): LocalChannel => {
    const type = parent.type === channelType.announcement ? channelType.announcementThread : channelType.publicThread;
    const made = { id, type, name, parent, denied: 0n, flags: 0, tags: [], appliedTags, owner: world.bot.id };
    world.channels.set(id, { ...made, ...(parent.guild && { guild: parent.guild }) });
    return channelOf(id);
  };

  return [
    [
      "GET",
      "/gateway/bot",
      () => ({
        url: state.gatewayUrl(),
        shards: state.shards,
        session_start_limit: { total: 1_000, remaining: 999, reset_after: 0, max_concurrency: 16 },
      }),
    ],
    ["GET", "/users/@me", () => world.bot],
    ["GET", "/applications/@me", application],
    [
      "GET",
      "/users/@me/guilds",
      () => [...world.guilds.values()].filter(({ joined }) => joined).map(({ id, name }) => ({ id, name })),
    ],

    ["GET", "/applications/:app/commands", () => (commands.get("") ?? []).map(stored)],
    [
      "GET",
      "/applications/:app/guilds/:guild/commands",
      (_, { guild = "" }) => (commands.get(guild) ?? []).map(stored),
    ],
    ["PUT", "/applications/:app/commands", (body) => overwrite("", body)],
    ["PUT", "/applications/:app/guilds/:guild/commands", (body, { guild = "" }) => overwrite(guild, body)],

    [
      "POST",
      "/interactions/:id/:token/callback",
      (body, { id = "", token = "" }) => interactions.answer(id, token, limits.callback.parse(body)),
    ],
    [
      "PATCH",
      "/webhooks/:app/:token/messages/@original",
      (body, { token = "" }) => show(interactions.editOriginal(token, limits.edit.parse(body))),
    ],
    ["DELETE", "/webhooks/:app/:token/messages/@original", (_, { token = "" }) => interactions.deleteOriginal(token)],
    [
      "POST",
      "/webhooks/:app/:token",
      (body, { token = "" }) => show(interactions.followUp(token, limits.webhookMessage.parse(body))),
    ],

    [
      "POST",
      "/users/@me/channels",
      (body) => {
        const { recipient_id: id } = z.strictObject({ recipient_id: z.string() }).parse(body);
        return world.show(world.dm({ id, username: "somebody", global_name: null, bot: false }));
      },
    ],
    [
      "GET",
      "/channels/:channel",
      (_, { channel: id }) => {
        const channel = channelOf(id);
        if (channel.guild) demand(channel);
        return world.show(channel);
      },
    ],
    [
      "GET",
      "/channels/:channel/messages",
      (_, { channel: id = "" }, query) => {
        const channel = channelOf(id);
        demand(channel);
        if ((world.botRights(channel) & permission.readMessageHistory) === 0n) return [];
        const after = BigInt(query.get("after") ?? "0");
        const limit = z.coerce
          .number()
          .int()
          .min(1)
          .max(100)
          .default(50)
          .parse(query.get("limit") ?? undefined);
        const found = world.messages.filter((each) => each.channel === id && BigInt(each.id) > after && !each.only);
        return found.slice(0, limit).toReversed().map(show);
      },
    ],
    [
      "GET",
      "/channels/:channel/messages/:message",
      (_, { channel: id = "", message }) => {
        demand(channelOf(id), permission.readMessageHistory);
        return show(messageOf(id, message));
      },
    ],
    [
      "POST",
      "/channels/:channel/messages",
      (body, { channel: id = "" }) => {
        const parsed = limits.newMessage.parse(body);
        const channel = channelOf(id);
        if (channel.type === channelType.forum)
          throw new ApiFault(400, 50008, "Cannot send messages in a non-text channel");
        if (channel.guild) {
          demand(channel, channel.owner === undefined ? permission.sendMessages : permission.sendMessagesInThreads);
        }
        if (channel.locked && (world.botRights(channel) & permission.manageThreads) === 0n) throw threadLocked();
        delete channel.archived;
        return show(create(channel, parsed));
      },
    ],
    [
      "POST",
      "/channels/:channel/messages/:message/crosspost",
      (_, { channel: id = "", message }) => {
        const channel = channelOf(id);
        demand(channel, permission.sendMessages);
        if (channel.type !== channelType.announcement) throw wrongChannelType();
        const found = messageOf(id, message);
        found.crossposted = true;
        return show(found);
      },
    ],
    [
      "POST",
      "/channels/:channel/messages/:message/threads",
      (body, { channel: id = "", message = "" }) => {
        const { name } = limits.threadFromMessage.parse(body);
        const channel = channelOf(id);
        if (channel.type !== channelType.text && channel.type !== channelType.announcement) throw wrongChannelType();
        demand(channel, permission.createPublicThreads);
        messageOf(id, message);
        if (world.channels.has(message)) throw threadExists();
        return world.show(thread(channel, name, message));
      },
    ],
    [
      "POST",
      "/channels/:channel/threads",
      (body, { channel: id = "" }) => {
        const parsed = limits.forumThread.parse(body);
        const channel = channelOf(id);
        demand(channel, permission.sendMessages);
        if ((channel.flags & requiresTag) !== 0 && !parsed.applied_tags?.length) {
          throw new ApiFault(400, 40067, "A tag is required to create a forum post in this channel");
        }
        const unknown = parsed.applied_tags?.find((tag) => !channel.tags.some((each) => each.id === tag));
        if (unknown !== undefined) throw new ApiFault(404, 10087, "Unknown tag");
        const isModerated = channel.tags.some((tag) => tag.moderated && parsed.applied_tags?.includes(tag.id));
        if (isModerated) demand(channel, permission.manageThreads);
        const made = thread(channel, parsed.name, world.snowflake(), parsed.applied_tags);
        return { ...world.show(made), message: show(create(made, parsed.message, made.id)) };
      },
    ],
    [
      "GET",
      "/guilds/:guild/threads/active",
      (_, { guild }) => ({
        threads: [...world.channels.values()]
          .filter((each) => each.guild?.id === guild && each.owner !== undefined)
          .map((each) => world.show(each)),
        members: [],
      }),
    ],
  ];

  function overwrite(guild: string, body: unknown): unknown {
    const parsed = limits.bulkCommands.parse(body);
    const isUnsupported = (type: number) => !state.installations.some((each) => each === type);
    if (parsed.some(({ integration_types: types = [] }) => types.some(isUnsupported))) {
      throw new ApiFault(400, 50035, "Invalid Form Body: integration_types is not supported by the application");
    }
    state.overwrites++;
    commands.set(guild, parsed);
    return parsed.map(stored);
  }

  /** As Discord gives a command back: with its own fields, and what was left out filled in. */
  function stored(command: limits.ApplicationCommand): object {
    return {
      default_member_permissions: null,
      contexts: null,
      name_localizations: null,
      description_localizations: null,
      nsfw: false,
      ...command,
      type: 1,
      id: "1300000000000000001",
      application_id: world.bot.id,
      version: "1300000000000000002",
    };
  }

  function show({ id, channel, author, content, components, flags }: LocalMessage): object {
    const isBot = author === world.bot.id;
    return {
      id,
      channel_id: channel,
      author: isBot ? world.bot : { id: author, username: "somebody", bot: false },
      content,
      components,
      flags,
      timestamp: new Date().toISOString(),
      edited_timestamp: null,
      embeds: [],
      attachments: [],
      mentions: [],
      type: 0,
    };
  }
}
