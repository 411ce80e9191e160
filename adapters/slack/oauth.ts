import { HTTPReceiver, type Installation } from "@slack/bolt";
import type { Clock } from "../../src/clock.ts";
import { UserError } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import { boltLog } from "./bolt-log.ts";
import type { ManyWorkspaces } from "./config.ts";
import { createInstallations } from "./installations.ts";
import { askedScopes } from "./scopes.ts";
import { describeFailure } from "./web.ts";
import type { Workspace, Workspaces } from "./workspaces.ts";

export interface OauthDeps {
  readonly apiUrl: string;
  readonly signingSecret: string;
  /** Where installations are kept. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Every workspace that installs the app, and the pages where they do. */
export interface ManyInstalled extends Workspaces {
  /** Answers `/slack/install` and where Slack sends the browser back to; throws at other paths. */
  readonly pages: Pick<HTTPReceiver, "requestListener">;
}

const installPath = "/slack/install";
const redirectPath = "/slack/oauth_redirect";

/** Rotated tokens last twelve hours; the SDK renews those that have less than two left. */
const renewedBefore = 2 * 3_600_000;
/** Less than this left: the call that comes next may find it expired. */
const expiring = 60_000;

export function manyWorkspaces(installation: ManyWorkspaces, deps: OauthDeps): ManyInstalled {
  const { apiUrl, signingSecret, folder, clock, log } = deps;
  const installations = createInstallations(folder, installation.secretKey);
  const renewing = new Map<string, Promise<void>>();
  const pages = new HTTPReceiver({
    signingSecret,
    logger: boltLog(log),
    clientId: installation.clientId,
    clientSecret: installation.clientSecret,
    stateSecret: installation.stateSecret,
    scopes: [...askedScopes],
    redirectUri: `${installation.publicUrl}${redirectPath}`,
    installationStore: installations,
    installerOptions: {
      installPath,
      redirectUriPath: redirectPath,
      authorizationUrl: new URL("/oauth/v2/authorize", apiUrl).href,
      clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, timeout: 10_000 },
      callbackOptions: {
        success(installed, _options, _request, response) {
          log.info({ platform: "slack", workspace: installed.team?.id }, "a workspace installed Paperboy");
          page(response, 200, "Paperboy is installed", "Open Slack, type /invite in a channel and choose Paperboy.");
        },
        failure(error, _options, _request, response) {
          log.warn({ platform: "slack", error: describeFailure(error) }, "an installation failed");
          const why = error instanceof UserError ? error.message : "Start again from the install page of Paperboy.";
          page(response, 400, "Paperboy was not installed", why);
        },
      },
    },
  });

  /** One at a time for each workspace: a refresh token works once, and another process may have used it. */
  function renew(team: string): Promise<void> {
    const running = renewing.get(team);
    if (running !== undefined) return running;
    const started = exchange(team)
      .catch((error: unknown) => {
        log.error(
          { platform: "slack", workspace: team, error: describeFailure(error) },
          "a token could not be renewed",
        );
      })
      .finally(() => renewing.delete(team));
    renewing.set(team, started);
    return started;
  }

  async function exchange(team: string): Promise<void> {
    const installed = await installations.reread(team);
    if (!installed || timeLeft(installed) >= renewedBefore) return;
    await pages.installer?.authorize({ teamId: team, enterpriseId: undefined, isEnterpriseInstall: false });
  }

  const timeLeft = ({ bot }: Installation) =>
    bot?.expiresAt === undefined ? Number.POSITIVE_INFINITY : bot.expiresAt * 1_000 - clock.now().getTime();

  async function find(team: string): Promise<Workspace | undefined> {
    const installed = await installations.get(team);
    if (!installed) return undefined;
    if (timeLeft(installed) < expiring) await renew(team);
    else if (timeLeft(installed) < renewedBefore) void renew(team);
    return workspaceFrom(team, await installations.get(team));
  }

  return {
    pages,
    find,
    async fresh(team) {
      const installed = await installations.reread(team);
      if (installed && timeLeft(installed) < renewedBefore) await renew(team);
      return workspaceFrom(team, await installations.get(team));
    },
    forget: (team) => installations.remove(team),
  };
}

function workspaceFrom(team: string, installed: Installation | undefined): Workspace | undefined {
  if (!installed?.bot) return undefined;
  const { token, userId: botUser, id: botId } = installed.bot;
  return { team, token, botUser, botId };
}

function page(
  response: Parameters<HTTPReceiver["requestListener"]>[1],
  status: number,
  title: string,
  words: string,
): void {
  response.writeHead(status, { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" });
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${words}</p></html>`,
  );
}
