import { UserError } from "../../src/errors.ts";
import { deadTokens, type SlackWeb, slackError } from "./web.ts";

/** What we hold of a workspace that has installed the app. */
export interface Workspace {
  readonly team: string;
  readonly token: string;
  readonly botUser: string;
  readonly botId?: string;
}

export interface Workspaces {
  /** Quick, as every ack waits for it; undefined where the app is not installed, or not any more. */
  find(team: string): Promise<Workspace | undefined>;
  /** As it is kept now, with a token that is good for a while: what posts need, which no event comes before. */
  fresh(team: string): Promise<Workspace | undefined>;
  /** The app was removed: its token is never used again. */
  forget(team: string): Promise<void>;
}

/** The one workspace of a configured token, which need not be named. */
export function oneWorkspace(workspace: Workspace): Workspaces {
  let isForgotten = false;
  const find = async (team: string) =>
    !isForgotten && (team === workspace.team || team === "") ? workspace : undefined;
  return {
    find,
    fresh: find,
    async forget() {
      isForgotten = true;
    },
  };
}

/**
 * Asks Slack whose token this is.
 *
 * @throws UserError where Slack refuses the token; the SDK's error where Slack could not be asked
 */
export async function identify(token: string, web: SlackWeb): Promise<Workspace> {
  try {
    const identity = await web.auth.test({ token });
    const { team_id: team, user_id: botUser, bot_id: botId } = identity;
    if (identity.is_enterprise_install === true) throw new UserError("config", ofOrganisation);
    if (!team || !botUser) throw new UserError("config", "SLACK_BOT_TOKEN belongs to no workspace.");
    return { team, token, botUser, ...(botId ? { botId } : {}) };
  } catch (error) {
    const name = slackError(error);
    if (name === undefined || !deadTokens.has(name)) throw error;
    const what = `Slack refuses SLACK_BOT_TOKEN (${name}): copy the Bot User OAuth Token from OAuth & Permissions.`;
    throw new UserError("config", what, { cause: error });
  }
}

/** Its posts would need to be told for each channel which workspace it is in. */
export const ofOrganisation =
  "SLACK_BOT_TOKEN is of a whole organisation: install the app in one workspace and take the token from there. Several workspaces are served over OAuth.";
