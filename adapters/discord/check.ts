import {
  type APIApplication,
  type APIGatewayBotInfo,
  type APIUser,
  ApplicationIntegrationType,
  REST,
  type RESTAPIPartialCurrentUserGuild,
  Routes,
} from "discord.js";
import type { Finding } from "../../src/adapter.ts";
import { describeError, UserError } from "../../src/errors.ts";
import { type DiscordConfig, readDiscordConfig } from "./config.ts";
import { patiently } from "./failures.ts";
import { inviteLink } from "./invite.ts";
import { readTranslations } from "./registration.ts";

/** Whether Discord would let Paperboy work: the token, where it is a member, and how it is invited. */
export async function checkDiscord(setting: (name: string) => string | undefined): Promise<readonly Finding[]> {
  let config: DiscordConfig | undefined;
  try {
    config = readDiscordConfig(setting);
    if (config) readTranslations(config.localesFolder);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [wrong("Configuration", error.message)];
  }
  if (!config) return [wrong("Configuration", "Discord is not configured: set DISCORD_TOKEN.")];
  const rest = new REST({ api: config.apiUrl, retries: 0, timeout: 10_000 }).setToken(config.token);
  const get = <T>(route: `/${string}`) => patiently(() => rest.get(route)) as Promise<T>;
  try {
    return await look(config, get);
  } catch (error) {
    const isRefused = error instanceof Error && "status" in error && error.status === 401;
    const advice = isRefused
      ? "Discord does not know it: copy it anew from the Developer Portal, your application, Bot, Reset Token."
      : `Discord cannot be asked: ${describeError(error)}.`;
    return [wrong("DISCORD_TOKEN", advice)];
  } finally {
    rest.clearHandlerSweeper();
    rest.clearHashSweeper();
  }
}

async function look(config: DiscordConfig, get: <T>(route: `/${string}`) => Promise<T>): Promise<readonly Finding[]> {
  const user = await get<APIUser>(Routes.user());
  const application = await get<APIApplication>(Routes.currentApplication());
  const gateway = await get<APIGatewayBotInfo>(Routes.gatewayBot());
  const guilds = await get<readonly RESTAPIPartialCurrentUserGuild[]>(Routes.userGuilds());
  const invite = inviteLink(application.id);
  const { remaining, total } = gateway.session_start_limit;
  return [
    good("DISCORD_TOKEN", `${user.username}, application ${application.name}`),
    remaining > 0
      ? good("Gateway", `${gateway.shards} of Discord's connections, ${remaining} of ${total} starts left today`)
      : wrong("Gateway", "No start is left today: Discord gives more within 24 hours."),
    guilds.length > 0
      ? good(
          "Servers",
          guilds
            .map(({ name }) => name)
            .slice(0, 20)
            .join(", "),
        )
      : optional("Servers", "Paperboy is a member of none yet: invite it."),
    ...developmentGuild(config, guilds),
    ...portal(application),
    good("Invite", invite),
  ];
}

/** What somebody may have set in the Developer Portal, and Paperboy cannot see past. */
function portal({
  interactions_endpoint_url: endpoint,
  bot_require_code_grant: needsCode,
  integration_types_config: installations,
}: APIApplication): readonly Finding[] {
  const general = "Developer Portal, General Information";
  const isPersonal = installations?.[ApplicationIntegrationType.UserInstall] !== undefined;
  return [
    ...(endpoint
      ? [wrong("Interactions", `Discord sends commands to ${endpoint}: empty that in the ${general}.`)]
      : []),
    ...(needsCode ? [wrong("Invite", "Switch Requires OAuth2 Code Grant off in the Developer Portal, Bot.")] : []),
    isPersonal
      ? good("Installation", "in servers, and by people for themselves")
      : optional("Installation", "in servers alone: tick User Install in the Developer Portal, Installation."),
  ];
}

function developmentGuild(
  { developmentGuild: wanted }: DiscordConfig,
  guilds: readonly RESTAPIPartialCurrentUserGuild[],
): readonly Finding[] {
  if (wanted === undefined) return [];
  const found = guilds.find(({ id }) => id === wanted);
  if (found) return [good("DISCORD_DEV_GUILD", found.name)];
  return [
    wrong("DISCORD_DEV_GUILD", `Paperboy is no member of server ${wanted}: invite it there, or take the setting out.`),
  ];
}

function good(what: string, text: string): Finding {
  return { state: "good", what, text };
}

function optional(what: string, text: string): Finding {
  return { state: "optional", what, text };
}

function wrong(what: string, text: string): Finding {
  return { state: "wrong", what, text };
}
