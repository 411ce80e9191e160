import type { Channel, ChannelGroup } from "../../src/adapter.ts";

export const platform = "discord";

/** In front of direct messages, where others have their server: as in Discord's own addresses. */
const direct = "@me";

/** Server first, so that all that is kept of a server can be found, also of channels that are gone. */
export function channelFrom(guild: string | undefined, channel: string, name?: string): Channel {
  return { platform, id: `${guild ?? direct}/${channel}`, ...(name ? { name: `#${name}` } : {}) };
}

/** All channels of a server. */
export function channelsOf(guild: string): ChannelGroup {
  return { platform, idPrefix: `${guild}/` };
}

/** Discord's own id of a channel; a server in front of it may be left out where an operator names one. */
export function snowflakeOf({ id }: Pick<Channel, "id">): string {
  return id.slice(id.lastIndexOf("/") + 1);
}
