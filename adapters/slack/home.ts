import type { Bot } from "../../src/adapter.ts";
import type { Log } from "../../src/log.ts";
import { type HomeListing, homeBlocks, type ListedChannel } from "./home-view.ts";
import { channelsOf, slackChannel } from "./places.ts";
import { describeFailure, missingScope, type SlackWeb } from "./web.ts";

export interface HomeDeps {
  readonly bot: Bot;
  readonly web: SlackWeb;
  readonly log: Log;
  /** What people type before a command. */
  readonly prefix: string;
}

/** Whose Home tab, and which page of it; the first is 1. */
export interface HomeOf {
  readonly team: string;
  readonly user: string;
  readonly token: string;
  readonly page?: number;
}

/** More channels that follow something are not looked at; the tab says so. */
const mostChannels = 300;

/** Shows a person what this workspace follows, and ways to change it. Never rejects. */
export function createHome({ bot, web, log, prefix }: HomeDeps): (of: HomeOf) => Promise<void> {
  /** Names of the public channels the bot is in, by id. */
  async function publicChannels(token: string): Promise<ReadonlyMap<string, string>> {
    const names = new Map<string, string>();
    let cursor: string | undefined;
    do {
      const asked = { token, types: "public_channel", exclude_archived: true, limit: 999 };
      const page = await web.users.conversations({ ...asked, ...(cursor && { cursor }) });
      for (const { id, name } of page.channels ?? []) if (id !== undefined) names.set(id, name ?? id);
      cursor = page.response_metadata?.next_cursor;
    } while (cursor);
    return names;
  }

  /** Topics tell what a private channel is about: only its members may see them, and they see them there. */
  async function listing(team: string, token: string): Promise<HomeListing> {
    const following = await bot.overview(channelsOf(team), mostChannels);
    if (following.length === 0) return { channels: [], isWhole: true };
    try {
      const names = await publicChannels(token);
      const channels = following.flatMap((overview): readonly ListedChannel[] => {
        const { channel } = slackChannel(overview.channel);
        const name = names.get(channel);
        return name === undefined ? [] : [{ ...overview, id: channel, name }];
      });
      const sorted = channels.sort((one, other) => one.name.localeCompare(other.name));
      return { channels: sorted, isWhole: following.length < mostChannels };
    } catch (error) {
      const isAllowed = missingScope(error) === undefined;
      if (isAllowed) log.warn({ platform: "slack", error: describeFailure(error) }, "channels could not be listed");
      return { channels: [], isWhole: false, isAllowed };
    }
  }

  return async ({ team, user, token, page = 1 }) => {
    try {
      const blocks = homeBlocks(await listing(team, token), page, prefix);
      await web.apiCall("views.publish", { token, user_id: user, view: { type: "home", blocks } });
    } catch (error) {
      log.warn({ platform: "slack", error: describeFailure(error) }, "the Home tab could not be shown");
    }
  };
}
