import type { PersonTeller } from "../../src/adapter.ts";
import type { Render } from "./keep-lines.ts";
import { slackChannel } from "./places.ts";
import type { SlackWeb } from "./web.ts";
import type { Workspaces } from "./workspaces.ts";

export interface TellDeps {
  readonly web: SlackWeb;
  readonly workspaces: () => Promise<Workspaces>;
  readonly render: Render;
}

/** Writes to a person's direct message with the bot: what they should know wherever they are. */
export function createTell({ web, workspaces, render }: TellDeps): PersonTeller["tell"] {
  return async (person, message, about) => {
    const [team = "", user = ""] = person.split("/");
    const workspace = await (await workspaces()).fresh(team);
    if (!workspace) throw new Error("Paperboy is not installed in that person's workspace");
    const { payloads } = await render(message);
    for (const payload of payloads) {
      const blocks =
        about && payload === payloads[0] ? [nameOf(slackChannel(about).channel), ...payload.blocks] : payload.blocks;
      await web.apiCall("chat.postMessage", { token: workspace.token, channel: user, ...payload, blocks });
    }
  };
}

/** Slack shows the channel's name to those who may know it. */
function nameOf(channel: string) {
  return { type: "context", elements: [{ type: "mrkdwn", text: `<#${channel}>`, verbatim: true }] };
}
