import {
  type APIUnavailableGuild,
  type Client,
  type DMChannel,
  Events,
  GatewayDispatchEvents,
  type GatewayReadyDispatchData,
  type Guild,
  type GuildBasedChannel,
} from "discord.js";
import type { Bot, Channel } from "../../src/adapter.ts";
import { mayPostIn, nameShown, postableTypes } from "./permissions.ts";
import { channelFrom, channelsOf, snowflakeOf } from "./places.ts";

/** Channels of one server that are asked for one by one when it invites the bot. */
const mostLookedFor = 200;

/**
 * Tells the bot which channels are lost and which are back: servers that sent it away or invited it again, channels that
 * were deleted, permissions that were given back. An outage of a server says nothing about its channels.
 */
export function watchGuilds(
  client: Client,
  bot: Pick<Bot, "channelsLost" | "channelsBack" | "overview">,
  track: (work: Promise<void>) => void,
): void {
  const back = (channels: Iterable<GuildBasedChannel>): void => {
    const open = [...channels].filter((each) => postableTypes.includes(each.type) && mayPostIn(client, each));
    if (open.length > 0) track(bot.channelsBack(open.map(channelOf)));
  };
  const guildBack = (guild: Guild): void => back(guild.channels.cache.values());
  const guildLost = (guild: Guild): void => {
    const why = "Paperboy was removed from this server: its digests go on when it is invited again.";
    track(bot.channelsLost([...guild.channels.cache.values()].map(channelOf), why));
  };

  /** Threads that were archived meanwhile are not announced with their server. */
  const archivedBack = async ({ id }: Guild): Promise<void> => {
    for (const { channel } of await bot.overview(channelsOf(id), mostLookedFor)) {
      const thread = snowflakeOf(channel);
      if (client.channels.cache.has(thread)) continue;
      const found = await client.channels.fetch(thread).catch(() => undefined);
      if (found && !found.isDMBased()) back([found]);
    }
  };

  client.on(Events.GuildAvailable, guildBack);
  client.on(Events.GuildCreate, (guild) => {
    guildBack(guild);
    track(archivedBack(guild));
  });
  client.on(Events.ClientReady, () => {
    const available = [...client.guilds.cache.values()].filter((guild) => guild.available);
    back(available.flatMap((guild) => [...guild.channels.cache.values()]));
  });
  // Before discord.js forgets the channels. A server that is down is announced the same way, and is left alone.
  client.ws.on(GatewayDispatchEvents.GuildDelete, ({ id, unavailable }: APIUnavailableGuild) => {
    const guild = unavailable ? undefined : client.guilds.cache.get(id);
    if (guild) guildLost(guild);
  });
  // A new session after a lost one: what happened in between is not told, and discord.js keeps servers that are gone.
  client.ws.on(GatewayDispatchEvents.Ready, ({ guilds }: GatewayReadyDispatchData, shard: number) => {
    const there = new Set(guilds.map(({ id }) => id));
    for (const guild of client.guilds.cache.values()) {
      if (guild.shardId !== shard || there.has(guild.id)) continue;
      guildLost(guild);
      client.guilds.cache.delete(guild.id);
    }
  });

  const deleted = (channel: GuildBasedChannel | DMChannel): void => {
    if (!channel.isDMBased()) track(bot.channelsLost([channelOf(channel)], "This channel was deleted on Discord."));
  };
  client.on(Events.ChannelDelete, deleted);
  client.on(Events.ThreadDelete, deleted);

  client.on(Events.ChannelUpdate, (_before, channel) => {
    if (channel.isDMBased()) return;
    back([channel, ...("threads" in channel ? channel.threads.cache.values() : [])]);
  });
  client.on(Events.ThreadCreate, (thread) => back([thread]));
  client.on(Events.ThreadUpdate, (_before, thread) => back([thread]));
  // Somebody mentioned the bot in a private one.
  client.on(Events.ThreadMembersUpdate, (_added, _removed, thread) => back([thread]));
  // Of a channel that may be seen again.
  client.on(Events.ThreadListSync, (threads) => back(threads.values()));
  client.on(Events.GuildRoleUpdate, (_before, role) => {
    if (role.guild.members.me?.roles.cache.has(role.id)) guildBack(role.guild);
  });
  client.on(Events.GuildMemberUpdate, (_before, member) => {
    if (member.id === client.user?.id) guildBack(member.guild);
  });
}

function channelOf(channel: GuildBasedChannel): Channel {
  return channelFrom(channel.guildId, channel.id, nameShown(channel));
}
