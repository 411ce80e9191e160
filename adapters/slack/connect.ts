import { App, HTTPReceiver, SocketModeReceiver } from "@slack/bolt";
import type { Log } from "../../src/log.ts";
import { boltLog } from "./bolt-log.ts";
import type { SlackConfig } from "./config.ts";
import type { Entrance } from "./http.ts";
import { type Connection, keepConnected } from "./socket.ts";
import type { Workspaces } from "./workspaces.ts";

export interface ConnectDeps {
  readonly workspaces: Workspaces;
  /** Where Slack's requests come in, where they come over HTTP. */
  readonly entrance: Entrance;
  readonly log: Log;
  readonly acked?: ((platform: string, seconds: number) => void) | undefined;
  /** The pages of an installation, where many workspaces are served. */
  readonly pages?: Pick<HTTPReceiver, "requestListener">;
}

/** Milliseconds without a pong after which a connection counts as dead. */
const pongWithin = 3_000;

/** Bolt with the connection of the configuration, not yet started. */
export async function connect(
  { apiUrl, connection }: SlackConfig,
  { workspaces, entrance, log, acked, pages }: ConnectDeps,
): Promise<{ app: App; connection: Connection }> {
  const logger = boltLog(log);
  // A new object each time: the SDK writes into what it is given. Never with `headers`: one workspace's Authorization
  // would go along with another's calls.
  const clientOptions = () => ({
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
  });
  const shared = {
    logger,
    clientOptions: clientOptions(),
    convoStore: false,
    deferInitialization: true,
    // Local, so that no ack waits for a call to Slack.
    async authorize({ teamId }: { readonly teamId?: string | undefined }) {
      // Only who posts may leave the workspace unnamed.
      const workspace = teamId ? await workspaces.find(teamId) : undefined;
      if (!workspace) throw new Error(`the app is not installed in ${teamId}`);
      const { token: botToken, botUser: botUserId, botId, team } = workspace;
      return { teamId: team, botToken, botUserId, ...(botId !== undefined && { botId }) };
    },
  } as const;

  if (connection.kind === "socket") {
    const receiver = new SocketModeReceiver({
      appToken: connection.appToken,
      logger,
      autoReconnectEnabled: false,
      clientPingTimeout: pongWithin,
      installerOptions: { clientOptions: clientOptions() },
    });
    const app = timed(new App({ ...shared, receiver, socketMode: true }), acked);
    await app.init();
    return { app, connection: keepConnected(receiver.client, { log }) };
  }
  const receiver = new HTTPReceiver({ signingSecret: connection.signingSecret, logger });
  const app = timed(new App({ ...shared, receiver }), acked);
  await app.init();
  return { app, connection: entrance.connect(receiver, pages) };
}

/** Both connections hand their events to `processEvent`, with the ack that answers Slack. */
function timed(app: App, acked: ConnectDeps["acked"]): App {
  const handle = app.processEvent.bind(app);
  app.processEvent = (event) => {
    const began = performance.now();
    const ack: typeof event.ack = async (response) => {
      await event.ack(response);
      acked?.("slack", (performance.now() - began) / 1_000);
    };
    return handle({ ...event, ack });
  };
  return app;
}
