import type { ChannelOverview } from "../../src/adapter.ts";
import type { Block } from "../../src/message.ts";
import { mrkdwn, sizeOf } from "./mrkdwn.ts";
import { renderBlocks } from "./render.ts";

/** Opens the form to subscribe. */
export const subscribeAction = "home:subscribe";
/** Opens a window onto the channel in the button's value. */
export const channelAction = "home:channel:";
/** Turns to the page in the button's value. */
export const pageAction = "home:page:";

export interface ListedChannel extends ChannelOverview {
  /** Slack's own id of it. */
  readonly id: string;
  readonly name: string;
}

export interface HomeListing {
  readonly channels: readonly ListedChannel[];
  readonly isWhole: boolean;
  /** False where the app lacks the scope to list channels. */
  readonly isAllowed?: boolean;
}

/** Slack takes 100 blocks and about 10,000 characters; this leaves room for what stands around the list. */
const longestPage = 7_500;
const mostOnPage = 40;
const longestTopics = 1_000;

/** One page of what the workspace's channels follow; the last one where there is none of that number. */
export function homeBlocks(listing: HomeListing, page: number, prefix: string): readonly object[] {
  const pages = paged(listing.channels.map(channelSection));
  const number = Math.min(Math.max(page, 1), pages.length);
  const turns = [
    ...(number > 1 ? [button("Previous page", `${pageAction}previous`, String(number - 1))] : []),
    ...(number < pages.length ? [button("Next page", `${pageAction}next`, String(number + 1))] : []),
  ];
  const which = pages.length > 1 ? `Page ${number} of ${pages.length}, ${listing.channels.length} channels.` : "";
  return [
    ...renderBlocks([
      { type: "heading", text: "What this workspace follows" },
      ...sentences(about(listing)),
      ...sentences(which),
    ]),
    ...(pages[number - 1] ?? []),
    {
      type: "actions",
      elements: [...turns, { ...button("Subscribe a channel", subscribeAction, ""), style: "primary" }],
    },
    ...renderBlocks([
      { type: "divider" },
      {
        type: "text",
        text: [
          "In a channel, or here in Messages: ",
          { code: `${prefix} search mixture of experts` },
          " finds papers, ",
          { code: `${prefix} help` },
          " tells the rest. Channels that are private, or that Paperboy is not in, are not listed here.",
        ],
      },
    ]),
  ];
}

function about({ channels, isWhole, isAllowed = true }: HomeListing): string {
  if (!isAllowed) return "What channels follow cannot be listed here: the app lacks the scope channels:read.";
  if (channels.length > 0) return isWhole ? "" : "There are more channels than are listed here.";
  return isWhole
    ? "No public channel of this workspace follows a topic yet."
    : "Slack did not list the channels just now: open this tab again.";
}

function sentences(text: string): readonly Block[] {
  return text === "" ? [] : [{ type: "text", text: [text] }];
}

function paged(sections: readonly object[]): readonly (readonly object[])[] {
  const pages: object[][] = [[]];
  let length = 0;
  for (const section of sections) {
    const more = sizeOf(JSON.stringify(section));
    const last = pages.at(-1) ?? [];
    if (last.length > 0 && (length + more > longestPage || last.length === mostOnPage)) {
      pages.push([section]);
      length = more;
    } else {
      last.push(section);
      length += more;
    }
  }
  return pages;
}

function channelSection({ id, topics, when, next }: ListedChannel): object {
  const list = mrkdwn([topics.join(", ")], longestTopics);
  const posts = when ?? "no posts are scheduled";
  const nextPost = next === undefined ? "" : `. Next post: ${mrkdwn([{ time: next }], 200)}`;
  const markup = `<#${id}> follows ${list}\n${mrkdwn([posts], 300)}${nextPost}`;
  return {
    type: "section",
    text: { type: "mrkdwn", text: markup, verbatim: true },
    accessory: button("Manage", `${channelAction}${id}`, id),
  };
}

function button(label: string, actionId: string, value: string) {
  const text = { type: "plain_text", text: label, emoji: false };
  return { type: "button", action_id: actionId, text, ...(value === "" ? {} : { value }) };
}
