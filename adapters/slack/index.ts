import { join } from "node:path";
import type {
  Adapter,
  Bot,
  ConnectionTeller,
  EndingAdapter,
  HttpServing,
  PersonTeller,
  PostChecker,
  PostFinder,
} from "../../src/adapter.ts";
import type { Clock } from "../../src/clock.ts";
import { UserError } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import type { LineMemory } from "../../src/long-line.ts";
import { createAnswers } from "./answers.ts";
import type { SlackConfig } from "./config.ts";
import { connect } from "./connect.ts";
import { createFiles } from "./files.ts";
import { createEntrance } from "./http.ts";
import { createRender } from "./keep-lines.ts";
import { listen } from "./listeners.ts";
import { type ManyInstalled, manyWorkspaces } from "./oauth.ts";
import { createPace } from "./pace.ts";
import { createPeople } from "./people.ts";
import { channelsOf } from "./places.ts";
import { createPosts } from "./posts.ts";
import { createReach } from "./reach.ts";
import { createRemoval } from "./removal.ts";
import { type Connection, pause } from "./socket.ts";
import { createTell } from "./tell.ts";
import { createWeb, describeFailure, waitAsked } from "./web.ts";
import { identify, oneWorkspace, type Workspaces } from "./workspaces.ts";

export interface SlackDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Where what must survive is kept: installations. */
  readonly folder: string;
  /** What people type before a command. */
  readonly prefix: string;
  readonly acked?: (platform: string, seconds: number) => void;
  /** Command lines that are too long for a button. */
  readonly lines: LineMemory;
}

export type SlackAdapter = Adapter &
  EndingAdapter &
  PostFinder &
  PostChecker &
  PersonTeller &
  HttpServing &
  ConnectionTeller;

/** Paperboy in Slack: commands, mentions, direct messages, buttons, and posts. It posts before it is started, too. */
export function createSlackAdapter(config: SlackConfig, deps: SlackDeps): SlackAdapter {
  const { clock, log, folder, lines, acked } = deps;
  const web = createWeb(config.apiUrl, log);
  const ended = Promise.withResolvers<void>();
  ended.promise.catch(() => undefined);
  const entrance = createEntrance({ clock, log });
  const many = openMany(config, { folder, clock, log });
  // Answers and digests share it: the limit is the channel's.
  const paced = createPace(clock);
  const render = createRender({ lines, clock, log });
  let opened: Workspaces | undefined = many;
  let connection: Connection | undefined;
  let bot: Bot | undefined;
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
        await pause(failures, { asked: waitAsked(error) });
      }
    }
  }

  /** Nothing is deleted before somebody is served: a process that only posts has no say in that. */
  async function removed(team: string): Promise<void> {
    const known = await workspaces();
    if (!bot || !(await known.find(team))) return;
    await known.forget(team);
    await bot.forget(channelsOf(team));
    log.warn(
      { platform: "slack", workspace: team },
      "Paperboy was removed from a workspace of Slack; its data is deleted",
    );
    if (config.installation.kind === "one") {
      ended.reject(new UserError("removed", "Paperboy was removed from its Slack workspace: install the app again."));
    }
  }

  const posts = createPosts({
    web: createWeb(config.apiUrl, log, 20_000),
    workspaces,
    render,
    paced,
    log,
    onRemoved: (team) => {
      removed(team).catch((error: unknown) => {
        log.error({ platform: "slack", error: describeFailure(error) }, "a workspace could not be forgotten");
      });
    },
  });

  return {
    platform: "slack",
    ended: ended.promise,
    routes: config.connection.kind === "http" ? [entrance.route] : [],
    isConnected: () => connection?.isConnected() === true,
    async start(served: Bot) {
      bot = served;
      const known = await workspacesInTime();
      if (isStopped) return;
      const connected = await connect(config, {
        workspaces: known,
        entrance,
        log,
        acked,
        ...(many && { pages: many.pages }),
      });
      const people = createPeople({
        web: createWeb(config.apiUrl, log, lookupWithin),
        clock,
        log,
        whoManages: config.whoManages,
      });
      listen(connected.app, {
        ...deps,
        web,
        render,
        bot: served,
        people,
        answers: createAnswers({ web, render, sendFile: createFiles({ web, render, log }), paced, log }),
        onRemoved: createRemoval({ web, workspaces, removed, log }),
      });
      connection = connected.connection;
      connection.ended.then(ended.resolve, ended.reject);
      await connection.start();
      log.info({ platform: "slack", connection: config.connection.kind }, "connected to Slack");
    },
    post: posts.post,
    findPost: posts.find,
    canPostTo: createReach({ web, workspaces, log }),
    tell: createTell({ web, workspaces, render }),
    async stop() {
      isStopped = true;
      await connection?.stop();
      ended.resolve();
    },
  };
}

/** Milliseconds an answer waits for Slack to say who asks. */
const lookupWithin = 3_000;

/** Undefined where one workspace is configured. */
function openMany(
  { apiUrl, connection, installation }: SlackConfig,
  deps: Omit<SlackDeps, "prefix" | "lines">,
): ManyInstalled | undefined {
  if (installation.kind !== "many" || connection.kind !== "http") return undefined;
  const { signingSecret } = connection;
  return manyWorkspaces(installation, { ...deps, apiUrl, signingSecret, folder: join(deps.folder, "slack") });
}
