import { UserError } from "../errors.ts";
import type { Paperboy } from "../open.ts";
import type { ChannelId } from "../store/store.ts";

/**
 * A channel that follows something, as `PLATFORM:ID` or by its id alone.
 *
 * @throws UserError `not-found`
 */
export async function channelNamed(name: string, { store }: Pick<Paperboy, "store">): Promise<ChannelId> {
  const known: ChannelId[] = [];
  for await (const { channel } of store.subscriptions.channels()) {
    if (name === `${channel.platform}:${channel.id}`) return channel;
    if (name === channel.id) known.push(channel);
  }
  const [only, ...others] = known;
  if (only && others.length === 0) return only;
  const hint = only
    ? `several platforms have one: write ${known.map(({ platform, id }) => `${platform}:${id}`).join(" or ")}.`
    : "a channel is written PLATFORM:ID and must follow a topic.";
  throw new UserError("not-found", `There is no one channel called ${JSON.stringify(name)}: ${hint}`);
}
