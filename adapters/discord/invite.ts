import { OAuth2Scopes } from "discord.js";
import { postingRights } from "./permissions.ts";

/** The link that invites the bot with what it needs to post and no more. */
export function inviteLink(application: string): string {
  const permissions = Object.values(postingRights).reduce((sum, right) => sum | right, 0n);
  const scope = [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands].join(" ");
  const query = new URLSearchParams({ client_id: application, scope, permissions: String(permissions) });
  return `https://discord.com/oauth2/authorize?${query}`;
}
