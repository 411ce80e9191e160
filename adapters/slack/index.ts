import { join } from "node:path";
import type {
  Adapter,
  Bot,
  ConnectionTeller,
  EndingAdapter,
  HttpServing,
  PostChecker,
  PostFinder,
} from "../../src/adapter.ts";
import type { Clock } from "../../src/clock.ts";
import { UserError } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import { createAnswers } from "./answers.ts";
import type { SlackConfig } from "./config.ts";
import { connect } from "./connect.ts";
import { createEntrance } from "./http.ts";
import { listen } from "./listeners.ts";
import { type ManyInstalled, manyWorkspaces } from "./oauth.ts";
import { createPeople } from "./people.ts";
import { createPosts } from "./posts.ts";
import { createReach } from "./reach.ts";
import { type Connection, pause } from "./socket.ts";
import { createWeb, describeFailure } from "./web.ts";
import { identify, oneWorkspace, type Workspaces } from "./workspaces.ts";

export interface SlackDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Where what must survive is kept: installations. */
  readonly folder: string;
  /** What people type before a command. */
  readonly prefix: string;
}

export type SlackAdapter = Adapter & EndingAdapter & PostFinder & PostChecker & HttpServing & ConnectionTeller;

/** Paperboy in Slack: commands, mentions, direct messages, buttons, and posts. It posts before it is started, too. */
export function createSlackAdapter(config: SlackConfig, { clock, log, folder, prefix }: SlackDeps): SlackAdapter {
  const web = createWeb(config.apiUrl, log);
  const ended = Promise.withResolvers<void>();
  ended.promise.catch(() => undefined);
  const entrance = createEntrance({ clock, log });
  const many = openMany(config, { folder, clock, log, prefix });
  let opened: Workspaces | undefined = many;
  let connection: Connection | undefined;
  let isStopped = false;

  /** Known once Slack has told whose token it is. */
  async function workspaces(): Promise<Workspaces> {
    if (!opened && config.installation.kind === "one") {
      opened = oneWorkspace(await identify(config.installation.botToken, web));
    }
    if (!opened) throw new Error("there is no installation");
    return opened;
  }

  /** Waits for a Slack that is down. */
  async function workspacesInTime(): Promise<Workspaces> {
    for (let failures = 1; ; failures++) {
      try {
        return await workspaces();
      } catch (error) {
        if (error instanceof UserError || isStopped) throw error;
        log.warn({ platform: "slack", error: describeFailure(error) }, "Slack could not be asked about the token");
        await pause(failures);
      }
    }
  }

  async function removed(team: string, bot: Bot): Promise<void> {
    const known = await workspaces();
    if (!(await known.find(team))) return;
    await known.forget(team);
    await bot.forget({ platform: "slack", idPrefix: `${team}/` });
    log.warn(
      { platform: "slack", workspace: team },
      "Paperboy was removed from a workspace of Slack; its data is deleted",
    );
    if (config.installation.kind === "one") {
      ended.reject(new UserError("removed", "Paperboy was removed from its Slack workspace: install the app again."));
    }
  }

  const posts = createPosts({ web: createWeb(config.apiUrl, log, 20_000), workspaces, clock, log });

  return {
    platform: "slack",
    ended: ended.promise,
    routes: config.connection.kind === "http" ? [entrance.route] : [],
    isConnected: () => connection?.isConnected() === true,
    async start(bot: Bot) {
      const known = await workspacesInTime();
      if (isStopped) return;
      const connected = await connect(config, { workspaces: known, entrance, log, ...(many && { pages: many.pages }) });
      const people = createPeople({ web, clock, log, whoManages: config.whoManages });
      listen(connected.app, {
        web,
        prefix,
        bot,
        people,
        answers: createAnswers({ web, clock, log }),
        clock,
        log,
        onRemoved: (team) => removed(team, bot),
      });
      connection = connected.connection;
      connection.ended.then(ended.resolve, ended.reject);
      await connection.start();
      log.info({ platform: "slack", connection: config.connection.kind }, "connected to Slack");
    },
    post: posts.post,
    findPost: posts.find,
    canPostTo: createReach({ web, workspaces, log }),
    async stop() {
      isStopped = true;
      await connection?.stop();
      ended.resolve();
    },
  };
}

/** Undefined where one workspace is configured. */
function openMany({ apiUrl, connection, installation }: SlackConfig, deps: SlackDeps): ManyInstalled | undefined {
  if (installation.kind !== "many" || connection.kind !== "http") return undefined;
  const { signingSecret } = connection;
  return manyWorkspaces(installation, { ...deps, apiUrl, signingSecret, folder: join(deps.folder, "slack") });
}
