import type { Component, LocalFile } from "./limits.ts";

/** Bits of Discord's permissions that matter to a bot that posts. */
export const permission = {
  administrator: 1n << 3n,
  manageChannels: 1n << 4n,
  manageGuild: 1n << 5n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  manageMessages: 1n << 13n,
  embedLinks: 1n << 14n,
  readMessageHistory: 1n << 16n,
  manageThreads: 1n << 34n,
  createPublicThreads: 1n << 35n,
  sendMessagesInThreads: 1n << 38n,
} as const;

export const everything = Object.values(permission)
  .filter((bit) => bit !== permission.administrator)
  .reduce((sum, bit) => sum | bit, 0n);

export const channelType = {
  text: 0,
  dm: 1,
  voice: 2,
  announcement: 5,
  announcementThread: 10,
  publicThread: 11,
  privateThread: 12,
  forum: 15,
} as const;

export interface LocalUser {
  readonly id: string;
  readonly username: string;
  readonly global_name: string | null;
  readonly bot: boolean;
}

export interface LocalGuild {
  readonly id: string;
  readonly name: string;
  /** What everybody may do. */
  everyone: bigint;
  /** What the bot's own role adds. */
  botRole: bigint;
  unavailable: boolean;
  /** The bot is in it. */
  joined: boolean;
  /** The bot is in time-out until then. */
  timedOutUntil?: Date;
}

export interface LocalChannel {
  readonly id: string;
  readonly type: number;
  readonly name: string;
  readonly guild?: LocalGuild;
  readonly parent?: LocalChannel;
  readonly owner?: string;
  readonly recipient?: LocalUser;
  /** A thread nobody has written in for a while. */
  archived?: boolean;
  /** The bot is a member of this private thread: who is not sees nothing of it, unless they manage threads. */
  hasBot?: boolean;
  /** Who may not manage threads writes nothing in it. */
  locked?: boolean;
  /** Taken from the bot in this channel alone. */
  denied: bigint;
  /** Taken from those who manage the server's channels. */
  deniedToManagers?: bigint;
  readonly tags: { id: string; name: string; moderated: boolean }[];
  readonly flags: number;
  readonly appliedTags: readonly string[];
}

export interface LocalMessage {
  readonly id: string;
  readonly channel: string;
  readonly author: string;
  content: string;
  components: readonly Component[];
  flags: number;
  files?: readonly LocalFile[];
  nonce?: string;
  /** Whom alone it is shown to. */
  readonly only?: string;
  loading: boolean;
  crossposted: boolean;
}

export interface World {
  readonly bot: LocalUser;
  readonly guilds: Map<string, LocalGuild>;
  readonly channels: Map<string, LocalChannel>;
  readonly messages: LocalMessage[];
  snowflake(): string;
  guild(name: string, rights?: { everyone?: bigint; botRole?: bigint }): LocalGuild;
  channel(guild: LocalGuild, name: string, more?: Partial<Omit<LocalChannel, "id" | "guild">>): LocalChannel;
  dm(user: LocalUser): LocalChannel;
  user(name: string): LocalUser;
  /** What the bot may do there, as Discord computes it. */
  botRights(channel: LocalChannel): bigint;
  /** The channel in the shape of Discord's API. */
  show(channel: LocalChannel): Record<string, unknown>;
  /** As the gateway shows it: of what the bot may not view, neither name nor rights are told since November 2026. */
  showAtGateway(channel: LocalChannel): Record<string, unknown>;
}

/** The role of those who manage channels; the bot's own is the one before. */
export function managerRole(guild: string): string {
  return String(BigInt(guild) + 2n);
}

/** A message of the bot's with one button, which nothing we know was said in. */
export function withButton(
  world: World,
  channel: LocalChannel,
  button: { readonly label: string; readonly custom_id: string },
): LocalMessage {
  return {
    id: world.snowflake(),
    channel: channel.id,
    author: world.bot.id,
    content: "",
    components: [{ type: 1, components: [{ type: 2, style: 2, ...button }] }],
    flags: 0,
    loading: false,
    crossposted: false,
  };
}

const obfuscated = 1 << 17;

const epoch = 1_420_070_400_000n;

export function createWorld(): World {
  let counter = 0n;
  const snowflake = () => String(((BigInt(Date.now()) - epoch) << 22n) + counter++);
  const guilds = new Map<string, LocalGuild>();
  const channels = new Map<string, LocalChannel>();
  const user = (username: string, bot = false): LocalUser => ({
    id: snowflake(),
    username,
    global_name: username,
    bot,
  });
  const bot = user("paperboy", true);

  const add = (channel: LocalChannel) => {
    channels.set(channel.id, channel);
    return channel;
  };
  const blank = { denied: 0n, flags: 0, appliedTags: [], type: channelType.text };

  const botRights: World["botRights"] = ({ guild, parent, denied, type, hasBot = false }) => {
    if (!guild) return everything;
    const rights = guild.everyone | guild.botRole;
    if ((rights & permission.administrator) !== 0n) return everything | permission.administrator;
    const granted = rights & ~denied & ~(parent?.denied ?? 0n);
    if (type === channelType.privateThread && !hasBot && (granted & permission.manageThreads) === 0n) return 0n;
    if ((granted & permission.viewChannel) === 0n) return 0n;
    const isTimedOut = guild.timedOutUntil !== undefined && guild.timedOutUntil > new Date();
    return isTimedOut ? granted & (permission.viewChannel | permission.readMessageHistory) : granted;
  };

  return {
    bot,
    guilds,
    channels,
    messages: [],
    snowflake,
    user: (name) => user(name),
    guild(name, { everyone = permission.viewChannel, botRole = everything } = {}) {
      const guild = { id: snowflake(), name, everyone, botRole, unavailable: false, joined: true };
      guilds.set(guild.id, guild);
      return guild;
    },
    channel: (guild, name, more = {}) => add({ ...blank, tags: [], ...more, id: snowflake(), name, guild }),
    dm: (recipient) =>
      [...channels.values()].find((each) => each.recipient?.id === recipient.id) ??
      add({ ...blank, tags: [], id: snowflake(), type: channelType.dm, name: recipient.username, recipient }),
    botRights,
    showAtGateway(channel) {
      const shown = this.show(channel);
      if (!channel.guild || (botRights(channel) & permission.viewChannel) !== 0n) return shown;
      return {
        ...shown,
        name: "___hidden___",
        topic: null,
        flags: channel.flags | obfuscated,
        permission_overwrites: [{ id: channel.guild.id, type: 0, allow: "0", deny: String(permission.viewChannel) }],
      };
    },
    show(channel) {
      const { id, type, name, guild, parent, owner, recipient, denied, tags, flags, appliedTags } = channel;
      const { deniedToManagers = 0n } = channel;
      if (recipient) return { id, type, flags: 0, recipients: [recipient], last_message_id: null };
      const thread = owner !== undefined;
      return {
        id,
        type,
        name,
        flags,
        guild_id: guild?.id,
        parent_id: parent?.id ?? null,
        ...(thread
          ? {
              owner_id: owner,
              ...(channel.hasBot && {
                member: { id, user_id: bot.id, join_timestamp: new Date().toISOString(), flags: 0 },
              }),
              message_count: 0,
              member_count: 1,
              applied_tags: appliedTags,
              thread_metadata: {
                archived: channel.archived === true,
                auto_archive_duration: 1_440,
                archive_timestamp: new Date().toISOString(),
                locked: channel.locked === true,
              },
            }
          : {
              position: 0,
              nsfw: false,
              topic: null,
              rate_limit_per_user: 0,
              permission_overwrites: [
                ...(denied === 0n ? [] : [{ id: bot.id, type: 1, allow: "0", deny: String(denied) }]),
                ...(deniedToManagers === 0n || !guild
                  ? []
                  : [{ id: managerRole(guild.id), type: 0, allow: "0", deny: String(deniedToManagers) }]),
              ],
              ...(type === channelType.forum && {
                available_tags: tags.map((tag) => ({ ...tag, emoji_id: null, emoji_name: null })),
              }),
            }),
      };
    },
  };
}
