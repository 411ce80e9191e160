import { setTimeout as wait } from "node:timers/promises";
import type { Log } from "../../src/log.ts";
import { deadTokens, describeFailure, type SlackWeb, slackError } from "./web.ts";
import type { Workspaces } from "./workspaces.ts";

export interface RemovalDeps {
  readonly web: SlackWeb;
  readonly workspaces: () => Promise<Workspaces>;
  /** Deletes what is kept of a workspace. */
  readonly removed: (team: string) => Promise<void>;
  readonly log: Log;
  /** Milliseconds until a token that still works is looked at again. */
  readonly lookAgainAfter?: number;
}

/**
 * Takes Slack's word that the app was removed, once the workspace's token says so too: the word may come late, after the
 * app was installed again, and what it deletes does not come back.
 */
export function createRemoval(deps: RemovalDeps): (team: string) => Promise<void> {
  const { web, workspaces, removed, log, lookAgainAfter = 60_000 } = deps;

  async function isDead(token: string): Promise<boolean> {
    try {
      await web.auth.test({ token });
      return false;
    } catch (error) {
      const name = slackError(error);
      if (name === undefined)
        log.info({ platform: "slack", error: describeFailure(error) }, "a token was not looked at");
      // One that expired could not be renewed either.
      return name !== undefined && (deadTokens.has(name) || name === "token_expired");
    }
  }

  return async (team) => {
    for (const patience of [0, lookAgainAfter]) {
      await wait(patience, undefined, { ref: false });
      const workspace = await (await workspaces()).fresh(team);
      if (!workspace) return;
      if (await isDead(workspace.token)) return removed(team);
    }
    log.warn(
      { platform: "slack", workspace: team },
      "Slack told of a removal, but the token was not found dead: nothing is deleted",
    );
  };
}
