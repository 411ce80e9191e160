import type { Channel, PostPermission } from "../../src/adapter.ts";
import type { Log } from "../../src/log.ts";
import { slackChannel } from "./places.ts";
import { describeFailure, missingScope, type SlackWeb, slackError } from "./web.ts";
import type { Workspaces } from "./workspaces.ts";

export interface ReachDeps {
  readonly web: SlackWeb;
  readonly workspaces: () => Promise<Workspaces>;
  readonly log: Log;
}

const invite = "type /invite in the channel and choose Paperboy";

/** Whether a digest would come through, asked before the first one; where Slack does not tell, it is not denied. */
export function createReach({ web, workspaces, log }: ReachDeps): (channel: Channel) => Promise<PostPermission> {
  return async (channel) => {
    const { team, channel: id } = slackChannel(channel);
    const workspace = await (await workspaces()).find(team);
    if (!workspace && team === "") return denied("Its workspace must be named too, as in slack:T0123ABCD/C0123ABCD.");
    if (!workspace) return denied("Paperboy is not installed in this workspace any more: install it again.");
    try {
      const { channel: info, response_metadata: metadata } = await web.conversations.info({
        token: workspace.token,
        channel: id,
      });
      if (info?.is_archived) return denied("This channel is archived: unarchive it first.");
      if (isReadOnly(info)) {
        return denied("Only some people may post in this channel: let Paperboy post here, or choose another channel.");
      }
      const scopes = (metadata as { readonly scopes?: readonly string[] } | undefined)?.scopes ?? [];
      const reachesAll = info?.is_private !== true && scopes.includes("chat:write.public");
      if (info?.is_im || info?.is_member || reachesAll) return { allowed: true };
      return denied(`Paperboy is not in this channel: ${invite}.`);
    } catch (error) {
      if (slackError(error) === "channel_not_found") {
        return denied(`Paperboy cannot see this channel, as it is private and Paperboy is not in it: ${invite}.`);
      }
      if (missingScope(error) === undefined) {
        log.warn({ platform: "slack", error: describeFailure(error) }, "a channel could not be looked at");
      }
      return { allowed: true };
    }
  };
}

function isReadOnly(info: object | undefined): boolean {
  return info !== undefined && "is_read_only" in info && info.is_read_only === true;
}

function denied(advice: string): PostPermission {
  return { allowed: false, advice };
}
