import type { Channel, ChannelGroup } from "../../src/adapter.ts";

/** A channel's id in Slack; unique in its workspace only. */
export interface SlackChannel {
  /** Empty where an operator named the channel alone. */
  readonly team: string;
  readonly channel: string;
}

/** Workspace first, so that lists are kept apart by workspace and a workspace's data can be found. */
export function channelFrom({ team, channel }: SlackChannel, name?: string): Channel {
  return { platform: "slack", id: `${team}/${channel}`, ...(name === undefined ? {} : { name }) };
}

/** All channels of a workspace. */
export function channelsOf(team: string): ChannelGroup {
  return { platform: "slack", idPrefix: `${team}/` };
}

export function slackChannel({ id }: Channel): SlackChannel {
  const slash = id.indexOf("/");
  return { team: id.slice(0, Math.max(slash, 0)), channel: id.slice(slash + 1) };
}

/** Direct messages with the bot, and between people. */
export function isDirect(channel: string): boolean {
  return channel.startsWith("D");
}
