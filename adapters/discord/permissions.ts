import {
  type AnyThreadChannel,
  type APIInteractionGuildMember,
  ChannelFlags,
  ChannelFlagsBitField,
  ChannelType,
  type Client,
  type Guild,
  type GuildBasedChannel,
  PermissionFlagsBits,
  type PermissionsBitField,
} from "discord.js";
import type { Channel } from "../../src/adapter.ts";
import { DeliveryError } from "../../src/errors.ts";
import { lockedAdvice, missingAdvice, taglessAdvice, timeOutAdvice, unfitAdvice, unmentionedAdvice } from "./advice.ts";
import { patiently } from "./failures.ts";

/** What posting takes, by the names people find in Discord's settings. Together they are the invite's permissions. */
export const postingRights = {
  "View Channel": PermissionFlagsBits.ViewChannel,
  "Send Messages": PermissionFlagsBits.SendMessages,
  "Embed Links": PermissionFlagsBits.EmbedLinks,
  "Read Message History": PermissionFlagsBits.ReadMessageHistory,
  "Create Public Threads": PermissionFlagsBits.CreatePublicThreads,
  "Send Messages in Threads": PermissionFlagsBits.SendMessagesInThreads,
} as const;

type Right = keyof typeof postingRights;

const inThreads: readonly Right[] = ["View Channel", "Send Messages in Threads", "Embed Links", "Read Message History"];
const inForums: readonly Right[] = [
  "View Channel",
  "Send Messages",
  "Send Messages in Threads",
  "Embed Links",
  "Read Message History",
];
const inChannels = Object.keys(postingRights) as readonly Right[];

export const threadTypes: readonly ChannelType[] = [
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
];
export const forumTypes: readonly ChannelType[] = [ChannelType.GuildForum, ChannelType.GuildMedia];

/** Where digests can go. */
export const postableTypes: readonly ChannelType[] = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
  ...threadTypes,
];

/** A channel as posting needs to know it. */
export interface Place {
  readonly id: string;
  readonly type: ChannelType;
  readonly guild?: string;
  /** `#papers`, for sentences. */
  readonly label: string;
  /** The rights the bot lacks there; undefined where nobody can tell. */
  readonly missing?: readonly Right[];
  /** For posts in a forum that requires one. */
  readonly tag?: string;
  /** What keeps the bot from posting and how to mend it, in a sentence or two. */
  readonly hindrance?: string;
  /** When the hindrance passes by itself. */
  readonly until?: Date;
}

/**
 * From the gateway's cache, or asked for: direct messages and threads that were archived are not in it. `name` is what
 * people call it, for where Discord does not say.
 */
export async function findPlace(client: Client, { id, name }: Pick<Channel, "id" | "name">): Promise<Place> {
  const known = client.channels.cache.get(id);
  const channel = known ?? (await patiently(() => client.channels.fetch(id, { allowUnknownGuild: true })));
  if (!channel) throw new DeliveryError("gone", "Discord has no such channel.");
  return channel.isDMBased() ? { id, type: channel.type, label: "this conversation" } : placeIn(client, channel, name);
}

/** Undefined where the bot may not see the channel: Discord tells its id then, and `___hidden___`. */
export function nameShown({ name, flags }: GuildBasedChannel): string | undefined {
  return new ChannelFlagsBitField(flags ?? 0).has(ChannelFlags.ChannelObfuscated) ? undefined : name;
}

/** A server's channel as the cache knows it. */
function placeIn(client: Client, channel: GuildBasedChannel, name = "that channel"): Place {
  const { id, type, guildId: guild } = channel;
  const shown = nameShown(channel);
  const label = shown === undefined ? name : `#${shown}`;
  const held = rightsHeld(client, channel);
  const missing = held && rightsFor(type).filter((right) => !held.has(postingRights[right]));
  const managesThreads = held?.has(PermissionFlagsBits.ManageThreads) === true;
  const tag = requiresTag(channel) ? tagIn(channel, managesThreads) : undefined;
  const until = endOfTimeOut(client, channel, held);
  const hindrances = [
    until && timeOutAdvice(label, until),
    postableTypes.includes(type) ? undefined : unfitAdvice(label),
    missing?.length ? missingAdvice(label, missing) : undefined,
    requiresTag(channel) && tag === undefined ? taglessAdvice(label) : undefined,
    held && isForMembers(channel) && !channel.joined && !managesThreads ? unmentionedAdvice(label) : undefined,
    channel.isThread() && channel.locked && !managesThreads ? lockedAdvice(label) : undefined,
  ];
  const hindrance = hindrances.find((each) => each !== undefined);
  return {
    id,
    type,
    guild,
    label,
    ...(missing && { missing }),
    ...(tag !== undefined && { tag }),
    ...(hindrance !== undefined && { hindrance }),
    ...(until && { until }),
  };
}

function isForMembers(channel: GuildBasedChannel): channel is AnyThreadChannel {
  return channel.type === ChannelType.PrivateThread;
}

/** In time-out a member only reads, unless it is an administrator. No event tells that it is over. */
function endOfTimeOut(
  client: Client,
  { guildId }: GuildBasedChannel,
  held: Readonly<PermissionsBitField> | undefined,
): Date | undefined {
  const me = client.guilds.cache.get(guildId)?.members.me;
  if (!me?.isCommunicationDisabled() || held?.has(PermissionFlagsBits.Administrator)) return undefined;
  return me.communicationDisabledUntil;
}

/** Undefined where the guild or a thread's channel is not known. */
function rightsHeld(client: Client, channel: GuildBasedChannel): Readonly<PermissionsBitField> | undefined {
  const isKnown = client.guilds.cache.has(channel.guildId);
  return (isKnown && client.user && channel.permissionsFor(client.user)) || undefined;
}

function requiresTag(channel: GuildBasedChannel): boolean {
  return new ChannelFlagsBitField(channel.flags ?? 0).has(ChannelFlags.RequireTag);
}

/** A tag that sounds like papers, else the first one that the bot may use. */
function tagIn(channel: GuildBasedChannel, managesThreads: boolean): string | undefined {
  const tags = "availableTags" in channel ? channel.availableTags : [];
  const usable = tags.filter(({ moderated }) => managesThreads || !moderated);
  return (usable.find(({ name }) => /paper|digest|research/i.test(name)) ?? usable[0])?.id;
}

export function rightsFor(type: ChannelType): readonly Right[] {
  if (threadTypes.includes(type)) return inThreads;
  return forumTypes.includes(type) ? inForums : inChannels;
}

/** Whether the bot may post there, as far as the cache tells. */
export function mayPostIn(client: Client, channel: GuildBasedChannel): boolean {
  const { missing, hindrance } = placeIn(client, channel);
  return missing !== undefined && hindrance === undefined;
}

/** `permissions` of an interaction's member or of a channel it names: Discord has applied roles and overwrites. */
export function mayManage(permissions: string | undefined): boolean {
  return has(permissions, PermissionFlagsBits.ManageChannels);
}

export function mayManageServer(permissions: string | undefined): boolean {
  return has(permissions, PermissionFlagsBits.ManageGuild);
}

export function maySee(permissions: string | undefined): boolean {
  return has(permissions, PermissionFlagsBits.ViewChannel);
}

function has(permissions: string | undefined, bit: bigint): boolean {
  const held = BigInt(permissions ?? "0");
  return (held & bit) !== 0n || (held & PermissionFlagsBits.Administrator) !== 0n;
}

/**
 * A member's permissions in a channel the interaction says nothing about, by Discord's rules: everyone's role, then the
 * member's roles, then the channel's overwrites for everyone, roles and member.
 */
export function rightsOf(member: APIInteractionGuildMember, guild: Guild, channelId: string): string {
  const channel = guild.channels.cache.get(channelId);
  const governing = channel?.isThread() ? channel.parent : channel;
  if (!governing || !("permissionOverwrites" in governing)) return "0";
  if (guild.ownerId === member.user.id) return String(PermissionFlagsBits.Administrator);
  const roles = [guild.id, ...member.roles];
  let held = roles.reduce((sum, role) => sum | (guild.roles.cache.get(role)?.permissions.bitfield ?? 0n), 0n);
  if ((held & PermissionFlagsBits.Administrator) !== 0n) return String(held);
  for (const ids of [[guild.id], member.roles, [member.user.id]]) {
    const overwrites = ids.flatMap((id) => governing.permissionOverwrites.cache.get(id) ?? []);
    for (const { deny } of overwrites) held &= ~deny.bitfield;
    for (const { allow } of overwrites) held |= allow.bitfield;
  }
  return String(held);
}
