import { UserError } from "../errors.ts";
import type { Paperboy } from "../open.ts";
import type { ChannelId } from "../store/store.ts";

/**
 * A channel that follows something, as `PLATFORM:ID` or by its id alone; what is before a stroke in the id, the workspace or
 * server, may be left out.
 *
 * @throws UserError `not-found`
 */
export async function channelNamed(name: string, { store }: Pick<Paperboy, "store">): Promise<ChannelId> {
  const known: ChannelId[] = [];
  for await (const { channel } of store.subscriptions.channels()) {
    if (name === `${channel.platform}:${channel.id}`) return channel;
    const shortened = channel.id.slice(channel.id.lastIndexOf("/") + 1);
    const names = [channel.id, shortened, `${channel.platform}:${shortened}`];
    if (names.includes(name)) known.push(channel);
  }
  const [only, ...others] = known;
  if (only && others.length === 0) return only;
  const hint = only
    ? `several have that name: write ${known.map(({ platform, id }) => `${platform}:${id}`).join(" or ")}.`
    : "a channel is written PLATFORM:ID and must follow a topic.";
  throw new UserError("not-found", `There is no one channel called ${JSON.stringify(name)}: ${hint}`);
}
