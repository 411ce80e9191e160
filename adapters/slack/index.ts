import { App, HTTPReceiver, SocketModeReceiver } from "@slack/bolt";
import type { Adapter, Bot, EndingAdapter, PostChecker, PostFinder } from "../../src/adapter.ts";
import type { Clock } from "../../src/clock.ts";
import { UserError } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import { createAnswers } from "./answers.ts";
import { boltLog } from "./bolt-log.ts";
import type { SlackConfig } from "./config.ts";
import { serveHttp } from "./http.ts";
import { listen } from "./listeners.ts";
import { createPeople } from "./people.ts";
import { createPosts, type Posts } from "./posts.ts";
import { createReach } from "./reach.ts";
import { type Connection, keepConnected, pause } from "./socket.ts";
import { createWeb } from "./web.ts";
import { identify, oneWorkspace, type Workspaces } from "./workspaces.ts";

export interface SlackDeps {
  readonly clock: Clock;
  readonly log: Log;
}

export type SlackAdapter = Adapter & EndingAdapter & PostFinder & PostChecker;

/** Paperboy in Slack: commands, mentions, direct messages, buttons, and posts. */
export function createSlackAdapter(config: SlackConfig, deps: SlackDeps): SlackAdapter {
  const { clock, log } = deps;
  const web = createWeb(config.apiUrl, log);
  const ended = Promise.withResolvers<void>();
  ended.promise.catch(() => undefined);
  let started:
    | { readonly connection: Connection; readonly posts: Posts; readonly reach: PostChecker["canPostTo"] }
    | undefined;

  function running() {
    if (!started) throw new Error("the Slack adapter is not started");
    return started;
  }

  async function start(bot: Bot): Promise<void> {
    const workspaces = await openWorkspaces();
    const { app, connection } = await connect(workspaces);
    listen(app, {
      bot,
      clock,
      log,
      people: createPeople({ web, clock, log, whoManages: config.whoManages }),
      answers: createAnswers({ web, log }),
      onRemoved: (team) => removed(team, workspaces),
    });
    const posts = createPosts({ web: createWeb(config.apiUrl, log, 20_000), workspaces, clock, log });
    started = { connection, posts, reach: createReach({ web, workspaces, log }) };
    connection.ended.then(ended.resolve, ended.reject);
    await connection.start();
    log.info({ platform: "slack", connection: config.connection.kind }, "connected to Slack");
  }

  async function openWorkspaces(): Promise<Workspaces> {
    if (config.installation.kind === "many") throw new UserError("config", "OAuth is not part of this version yet.");
    return oneWorkspace(await identify(config.installation.botToken, { web, log, pause }));
  }

  async function connect(workspaces: Workspaces): Promise<{ app: App; connection: Connection }> {
    const { connection } = config;
    const logger = boltLog(log);
    const receiver =
      connection.kind === "socket"
        ? new SocketModeReceiver({
            appToken: connection.appToken,
            logger,
            autoReconnectEnabled: false,
            clientPingTimeout: 3_000,
            installerOptions: { clientOptions: clientOptions() },
          })
        : new HTTPReceiver({ signingSecret: connection.signingSecret, logger, bodyLimit: 1_000_000 });
    const app = new App({
      receiver,
      socketMode: connection.kind === "socket",
      logger,
      clientOptions: clientOptions(),
      convoStore: false,
      deferInitialization: true,
      // Local, so that no ack waits for a call to Slack.
      async authorize({ teamId = "" }) {
        const workspace = await workspaces.find(teamId);
        if (!workspace) throw new Error(`the app is not installed in ${teamId}`);
        const { token: botToken, botUser: botUserId, botId, team } = workspace;
        return { teamId: team, botToken, botUserId, ...(botId !== undefined && { botId }) };
      },
    });
    await app.init();
    if (receiver instanceof SocketModeReceiver) return { app, connection: keepConnected(receiver.client, { log }) };
    const port = connection.kind === "http" ? connection.port : 0;
    return { app, connection: serveHttp({ receiver, port, clock, log }) };
  }

  /** A new object each time: the SDK writes into what it is given. */
  function clientOptions() {
    return { slackApiUrl: config.apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, timeout: 10_000 };
  }

  async function removed(team: string, workspaces: Workspaces): Promise<void> {
    if (!(await workspaces.find(team))) return;
    await workspaces.forget(team);
    log.warn({ platform: "slack", workspace: team }, "Paperboy was removed from a workspace of Slack");
    if (config.installation.kind === "one") {
      ended.reject(new UserError("removed", "Paperboy was removed from its Slack workspace: install the app again."));
    }
  }

  return {
    platform: "slack",
    ended: ended.promise,
    start,
    post: (post) => running().posts.post(post),
    findPost: (sought) => running().posts.find(sought),
    canPostTo: (channel) => running().reach(channel),
    async stop() {
      const connection = started?.connection;
      started = undefined;
      await connection?.stop();
      ended.resolve();
    },
  };
}
