import type { Json } from "./block-kit.ts";
import { refused } from "./method.ts";
import { isOrganisation, type Workspace } from "./workspace.ts";

export interface OauthState {
  readonly workspaces: ReadonlyMap<string, Workspace>;
  /** The workspace a code stands for; each is good once. */
  readonly codes: Map<string, string>;
  readonly addWorkspace: (id: string) => Workspace;
  readonly next: () => number;
}

/** `oauth.v2.access`: a code, or a refresh token, for a token. */
export function exchange(args: Json, { workspaces, codes, addWorkspace, next }: OauthState): Json {
  if (args["client_id"] !== "1.2" || args["client_secret"] !== "secret-of-the-client") {
    return refused("bad_client_secret");
  }
  if (args["grant_type"] === "refresh_token") {
    const workspace = [...workspaces.values()].find(({ refreshToken }) => refreshToken === args["refresh_token"]);
    if (!workspace || workspace.refreshToken === undefined) return refused("invalid_refresh_token");
    workspace.oldTokens.add(workspace.botToken);
    workspace.botToken = `xoxe.xoxb-${workspace.id}-${next()}`;
    workspace.refreshToken = `xoxe-${workspace.id}-${next()}`;
    workspace.expiresIn = 43_200;
    return granted(workspace);
  }
  const team = codes.get(String(args["code"]));
  codes.delete(String(args["code"]));
  if (team === undefined) return refused("invalid_code");
  // As it was in the address of Slack's consent page.
  if (args["redirect_uri"] !== "https://papers.example/slack/oauth_redirect") return refused("bad_redirect_uri");
  const workspace = workspaces.get(team) ?? addWorkspace(team);
  if (workspace.isRevoked) {
    workspace.isRevoked = false;
    workspace.botToken = `xoxb-${workspace.id}-${next()}-secret-of-the-bot`;
  }
  return granted(workspace);
}

function granted(workspace: Workspace): Json {
  return {
    ok: true,
    app_id: "A1",
    authed_user: { id: "U1" },
    scope: [...workspace.scopes].join(","),
    token_type: "bot",
    access_token: workspace.botToken,
    bot_user_id: workspace.botUser,
    ...(isOrganisation(workspace)
      ? { team: null, enterprise: { id: workspace.id, name: workspace.name }, is_enterprise_install: true }
      : { team: { id: workspace.id, name: workspace.name }, enterprise: null, is_enterprise_install: false }),
    ...(workspace.refreshToken === undefined
      ? {}
      : { refresh_token: workspace.refreshToken, expires_in: workspace.expiresIn }),
  };
}
