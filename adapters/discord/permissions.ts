import {
  type APIInteractionGuildMember,
  ChannelFlags,
  ChannelFlagsBitField,
  ChannelType,
  type Client,
  type Guild,
  type GuildBasedChannel,
  PermissionFlagsBits,
} from "discord.js";
import { DeliveryError } from "../../src/errors.ts";
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
  readonly requiresTag: boolean;
  readonly tags: readonly { readonly id: string; readonly name: string; readonly moderated: boolean }[];
  /** The rights the bot lacks there; undefined where nobody can tell. */
  readonly missing?: readonly Right[];
}

/** From the gateway's cache, or asked for: direct messages and threads that were archived are not in it. */
export async function findPlace(client: Client, id: string): Promise<Place> {
  const known = client.channels.cache.get(id);
  const channel = known ?? (await patiently(() => client.channels.fetch(id, { allowUnknownGuild: true })));
  if (!channel) throw new DeliveryError("gone", "Discord has no such channel.");
  const tags = "availableTags" in channel ? channel.availableTags : [];
  const flags = new ChannelFlagsBitField(channel.flags ?? 0);
  if (channel.isDMBased()) return { id, type: channel.type, label: "this conversation", requiresTag: false, tags: [] };
  const missing = missingRights(client, channel);
  return {
    id,
    type: channel.type,
    guild: channel.guildId,
    label: `#${channel.name}`,
    requiresTag: flags.has(ChannelFlags.RequireTag),
    tags,
    ...(missing && { missing }),
  };
}

/** Undefined where the guild or a thread's channel is not known. */
function missingRights(client: Client, channel: GuildBasedChannel): readonly Right[] | undefined {
  const isKnown = client.guilds.cache.has(channel.guildId);
  const held = isKnown && client.user ? channel.permissionsFor(client.user) : undefined;
  return held ? rightsFor(channel.type).filter((right) => !held.has(postingRights[right])) : undefined;
}

export function rightsFor(type: ChannelType): readonly Right[] {
  if (threadTypes.includes(type)) return inThreads;
  return forumTypes.includes(type) ? inForums : inChannels;
}

/** Whether the bot may post there, as far as the cache tells. */
export function mayPostIn(client: Client, channel: GuildBasedChannel): boolean {
  return missingRights(client, channel)?.length === 0;
}

/** What is missing and how to give it, in one sentence or two. */
export function missingAdvice(label: string, missing: readonly string[]): string {
  return (
    `Paperboy may not post in ${label}: it lacks ${namesOf(missing)}. ` +
    "Give that to its role in the channel's settings under Permissions, or in Server Settings under Roles, then try again."
  );
}

/** `A, B and C`. */
export function namesOf(rights: readonly string[]): string {
  const [last = "", ...others] = rights.toReversed();
  return others.length > 0 ? `${others.toReversed().join(", ")} and ${last}` : last;
}

export function unseenAdvice(invite: string): string {
  return (
    "Paperboy cannot see that channel. In a private channel, add it under Permissions in the channel's settings; " +
    `where it is no member of the server, somebody who manages the server invites it: ${invite}`
  );
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
