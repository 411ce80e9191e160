import type { Finding } from "../../src/adapter.ts";
import { UserError } from "../../src/errors.ts";
import { silentLog } from "../../src/log.ts";
import { readSlackConfig, type SlackConfig } from "./config.ts";
import { optionalScopes, requiredScopes } from "./scopes.ts";
import { createWeb, describeFailure, type SlackWeb, slackError } from "./web.ts";
import { ofOrganisation } from "./workspaces.ts";

/** Whether Slack would let Paperboy work: the tokens, what they are allowed, and where posts would arrive. */
export async function checkSlack(setting: (name: string) => string | undefined): Promise<readonly Finding[]> {
  let config: SlackConfig | undefined;
  try {
    config = readSlackConfig(setting);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [wrong("Configuration", error.message)];
  }
  if (!config) return [wrong("Configuration", "Slack is not configured: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN.")];
  const web = createWeb(config.apiUrl, silentLog);
  return [...(await checkInstallation(config, web)), await checkConnection(config, web)];
}

async function checkInstallation({ installation }: SlackConfig, web: SlackWeb): Promise<readonly Finding[]> {
  if (installation.kind === "many") {
    return [good("Workspaces", `they install the app at ${installation.publicUrl}/slack/install`)];
  }
  const token = installation.botToken;
  try {
    const {
      team,
      user,
      is_enterprise_install: isOrganisation,
      response_metadata: metadata,
    } = await web.auth.test({ token });
    if (isOrganisation === true) return [wrong("SLACK_BOT_TOKEN", ofOrganisation)];
    const granted = (metadata as { readonly scopes?: readonly string[] } | undefined)?.scopes ?? [];
    return [
      good("SLACK_BOT_TOKEN", `${user} in ${team}`),
      ...checkScopes(granted),
      await checkReach(token, granted, web),
    ];
  } catch (error) {
    return [wrong("SLACK_BOT_TOKEN", adviceFor(error, "copy the Bot User OAuth Token from OAuth & Permissions."))];
  }
}

function checkScopes(granted: readonly string[]): readonly Finding[] {
  const lacking = ({ name }: { readonly name: string }) => !granted.includes(name);
  const missing = requiredScopes.filter(lacking);
  const add = "add it under OAuth & Permissions and install the app again.";
  return [
    ...(missing.length === 0 ? [good("Scopes", requiredScopes.map(({ name }) => name).join(", "))] : []),
    ...missing.map(({ name, gives }) => wrong(`Scope ${name}`, `It is missing (${gives}): ${add}`)),
    ...optionalScopes.map(({ name, gives }) =>
      granted.includes(name)
        ? good(`Scope ${name}`, gives)
        : optional(`Scope ${name}`, `Not granted: without it no ${gives}.`),
    ),
  ];
}

/** Kinds of channels, each listed by a scope of its own. */
const channelKinds = [
  { type: "public_channel", scope: "channels:read" },
  { type: "private_channel", scope: "groups:read" },
] as const;

/** The channels that posts would reach. */
async function checkReach(token: string, granted: readonly string[], web: SlackWeb): Promise<Finding> {
  const names: string[] = [];
  const kinds = channelKinds.filter(({ scope }) => granted.includes(scope));
  if (kinds.length === 0) return optional("Reach", "It cannot be told without the scope channels:read or groups:read.");
  const types = kinds.map(({ type }) => type).join(",");
  try {
    let cursor: string | undefined;
    do {
      const asked = { token, types, exclude_archived: true, limit: 200 };
      const page = await web.users.conversations({ ...asked, ...(cursor && { cursor }) });
      for (const { name, id } of page.channels ?? []) names.push(name === undefined ? String(id) : `#${name}`);
      cursor = page.response_metadata?.next_cursor;
    } while (cursor);
  } catch (error) {
    return optional("Reach", describeFailure(error));
  }
  if (names.length === 0) {
    const isCertain = kinds.length === channelKinds.length;
    const advice = "type /invite in one and choose it.";
    return isCertain
      ? wrong("Reach", `Paperboy is in no channel yet: ${advice}`)
      : optional("Reach", `Paperboy is in no channel that the scope ${kinds[0]?.scope} shows: ${advice}`);
  }
  const shown = names.slice(0, 20).join(", ");
  return good("Reach", names.length > 20 ? `${shown} and ${names.length - 20} more` : shown);
}

async function checkConnection({ connection }: SlackConfig, web: SlackWeb): Promise<Finding> {
  if (connection.kind === "http") {
    return good("SLACK_SIGNING_SECRET", "Slack is awaited at /slack/events on PORT");
  }
  try {
    await web.apps.connections.open({ token: connection.appToken });
    return good("SLACK_APP_TOKEN", "opens connections");
  } catch (error) {
    const remedy = "make an App-Level Token with the scope connections:write under Basic Information.";
    return wrong("SLACK_APP_TOKEN", adviceFor(error, remedy));
  }
}

/** A token is not to blame where Slack said nothing of it. */
function adviceFor(error: unknown, remedy: string): string {
  const said = slackError(error);
  return said === undefined
    ? `Slack cannot be asked (${describeFailure(error)}): look after the network and SLACK_API_URL, then try again.`
    : `Slack answers ${said}: ${remedy}`;
}

function good(what: string, is: string): Finding {
  return { state: "good", what, text: is };
}

function optional(what: string, text: string): Finding {
  return { state: "optional", what, text };
}

function wrong(what: string, text: string): Finding {
  return { state: "wrong", what, text };
}
