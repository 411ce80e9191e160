import type { Bot, ChannelOverview } from "../../src/adapter.ts";
import type { Log } from "../../src/log.ts";
import { mrkdwn } from "./mrkdwn.ts";
import { channelsOf, slackChannel } from "./places.ts";
import { renderBlocks, type SlackBlock } from "./render.ts";
import { describeFailure, type SlackWeb } from "./web.ts";

/** Opens the form to subscribe. */
export const subscribeAction = "home:subscribe";

export interface HomeDeps {
  readonly bot: Bot;
  readonly web: SlackWeb;
  readonly log: Log;
  /** What people type before a command. */
  readonly prefix: string;
}

/** Channels whose rights are asked for at one opening of the Home tab. */
const mostChannels = 40;
const longestTopics = 1_000;

/** Shows a person what this workspace follows, and a way to follow more. Never rejects. */
export function createHome({
  bot,
  web,
  log,
  prefix,
}: HomeDeps): (team: string, user: string, token: string) => Promise<void> {
  /** Topics tell what a private channel is about: only its members may see them, and they see them there. */
  async function isPublic(channel: string, token: string): Promise<boolean> {
    try {
      const { channel: info } = await web.conversations.info({ token, channel });
      return info?.is_private === false && info.is_im !== true;
    } catch {
      return false;
    }
  }

  return async (team, user, token) => {
    try {
      const all = await bot.overview(channelsOf(team), mostChannels);
      const isShown = await Promise.all(all.map(({ channel }) => isPublic(slackChannel(channel).channel, token)));
      const shown = all.filter((_, index) => isShown[index]);
      await web.apiCall("views.publish", {
        token,
        user_id: user,
        view: { type: "home", blocks: homeBlocks(shown, prefix) },
      });
    } catch (error) {
      log.warn({ platform: "slack", error: describeFailure(error) }, "the Home tab could not be shown");
    }
  };
}

function homeBlocks(channels: readonly ChannelOverview[], prefix: string): readonly unknown[] {
  const subscribe = {
    type: "button",
    action_id: subscribeAction,
    style: "primary",
    text: { type: "plain_text", text: "Subscribe a channel", emoji: false },
  };
  const nothing = "No public channel of this workspace follows a topic yet.";
  return [
    ...renderBlocks([
      { type: "heading", text: "What this workspace follows" },
      ...(channels.length === 0 ? [{ type: "text", text: [nothing] } as const] : []),
    ]),
    ...channels.map(channelSection),
    { type: "actions", elements: [subscribe] },
    ...renderBlocks([
      { type: "divider" },
      {
        type: "text",
        text: [
          "In a channel, or here in Messages: ",
          { code: `${prefix} search mixture of experts` },
          " finds papers, ",
          { code: `${prefix} help` },
          " tells the rest. Private channels are not listed here.",
        ],
      },
    ]),
  ];
}

function channelSection({ channel, topics, when, timeZone, next }: ChannelOverview): SlackBlock {
  const list = mrkdwn([topics.join(", ")], longestTopics);
  const posts = when === undefined ? "no posts are scheduled" : `${when}, ${timeZone}`;
  const nextPost = next === undefined ? "" : `. Next post: ${mrkdwn([{ time: next }], 200)}`;
  const markup = `<#${slackChannel(channel).channel}> follows ${list}\n${mrkdwn([posts], 300)}${nextPost}`;
  return { type: "section", text: { type: "mrkdwn", text: markup, verbatim: true } };
}
