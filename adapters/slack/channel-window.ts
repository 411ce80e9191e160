import type { Answer, Bot, Person } from "../../src/adapter.ts";
import type { Log } from "../../src/log.ts";
import type { Answers } from "./answers.ts";
import type { Render } from "./keep-lines.ts";
import { channelFrom } from "./places.ts";
import { type RenderedMessage, renderBlocks } from "./render.ts";
import type { Asker } from "./subscribe-form.ts";
import { describeFailure, type SlackWeb } from "./web.ts";

/** The callback_id of the window. */
export const channelWindow = "channel";

export interface WindowDeps {
  readonly bot: Bot;
  readonly web: SlackWeb;
  readonly render: Render;
  readonly answers: Answers;
  readonly log: Log;
}

/** A modal that shows what a channel follows to someone who is elsewhere; its buttons are about that channel. */
export interface ChannelWindow {
  /** Slack's trigger is good for three seconds. */
  open(opener: {
    readonly team: string;
    readonly user: string;
    readonly token: string;
    readonly triggerId: string;
    readonly channel: string;
  }): Promise<void>;
  /** Runs a button's line in the channel. True where it concerned everyone there, who are told too. */
  press(viewId: string, channel: string, line: string, asker: Asker): Promise<boolean>;
}

const overview = "subscriptions";

export function createChannelWindow({ bot, web, render, answers, log }: WindowDeps): ChannelWindow {
  async function ask(line: string, team: string, channel: string, person: Person): Promise<Answer> {
    return bot.answer({ line, channel: channelFrom({ team, channel }), person });
  }

  async function viewOf({ message }: Answer, channel: string, line: string): Promise<object> {
    const { file: _, ...shown } = message;
    const back = { type: "actions", actions: [{ label: "Back to the topics", run: overview }] } as const;
    // In front: what does not fit is cut off behind.
    return windowView(channel, await render(line === overview ? shown : { ...shown, blocks: [back, ...shown.blocks] }));
  }

  return {
    async open({ team, user, token, triggerId, channel }) {
      try {
        // Everyone may read it: who they are need not be looked up within the trigger's time.
        const answer = await ask(overview, team, channel, { id: `${team}/${user}`, mayManage: false });
        const view = await viewOf(answer, channel, overview);
        await web.apiCall("views.open", { token, trigger_id: triggerId, view });
      } catch (error) {
        log.warn({ platform: "slack", error: describeFailure(error) }, "a channel's window could not be opened");
      }
    },

    async press(viewId, channel, line, { team, user, token, person }) {
      const answer = await ask(line, team, channel, person);
      const isForAll = answer.visibility === "public";
      if (isForAll) await answers.give(answer, { kind: "form", token, channel, user });
      try {
        await web.apiCall("views.update", { token, view_id: viewId, view: await viewOf(answer, channel, line) });
      } catch (error) {
        log.info({ platform: "slack", error: describeFailure(error) }, "a channel's window could not be renewed");
      }
      return isForAll;
    },
  };
}

/** As much of an answer as one view holds; the first of its payloads leaves room for what stands around it. */
export function windowView(channel: string, { payloads, thread }: RenderedMessage): object {
  const where = { type: "mrkdwn", text: `<#${channel}>`, verbatim: true };
  const isWhole = payloads.length === 1 && thread.length === 0;
  const cut = isWhole
    ? []
    : renderBlocks([{ type: "text", text: ["There is more than fits here: ask in the channel."] }]);
  return {
    type: "modal",
    callback_id: channelWindow,
    private_metadata: channel,
    title: { type: "plain_text", text: "Manage a channel", emoji: false },
    close: { type: "plain_text", text: "Close", emoji: false },
    blocks: [{ type: "context", elements: [where] }, ...(payloads[0]?.blocks ?? []), ...cut],
  };
}
