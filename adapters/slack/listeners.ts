import type { App } from "@slack/bolt";
import type { Bot } from "../../src/adapter.ts";
import type { Clock } from "../../src/clock.ts";
import type { Log } from "../../src/log.ts";
import type { Answers, Place } from "./answers.ts";
import { createHome, subscribeAction } from "./home.ts";
import { createOnce } from "./once.ts";
import type { People } from "./people.ts";
import { channelFrom, channelsOf } from "./places.ts";
import { replaceAction, runAction } from "./render.ts";
import { createSubscribeForm, type FormValues, subscribeForm, topicAction } from "./subscribe-form.ts";
import { createTurns } from "./turns.ts";
import { typedLine } from "./typed-line.ts";
import { describeFailure, type SlackWeb } from "./web.ts";

export interface ListenersDeps {
  readonly bot: Bot;
  readonly web: SlackWeb;
  /** What people type before a command. */
  readonly prefix: string;
  readonly people: People;
  readonly answers: Answers;
  readonly clock: Clock;
  readonly log: Log;
  /** The app was removed from a workspace, or its token taken back. */
  readonly onRemoved: (team: string) => Promise<void>;
}

/** Everything Slack may send, each acked before any work begins, each once. */
export function listen(app: App, deps: ListenersDeps): void {
  const { bot, web, prefix, people, answers, clock, log, onRemoved } = deps;
  const turn = createTurns();
  const isNew = createOnce(clock);
  const form = createSubscribeForm({ bot, web, answers, log });
  const showHome = createHome({ bot, web, log, prefix });

  async function run(asked: {
    team: string;
    line: string;
    place: Place;
    names?: Names;
    replaces?: boolean;
  }): Promise<void> {
    const { team, line, place, names = {}, replaces = false } = asked;
    await turn();
    const person = await people.find(team, place.user, place.token, names.person);
    const channel = channelFrom({ team, channel: place.channel }, names.channel);
    const answer = await bot.answer({ line, channel, person, group: channelsOf(team), replaces });
    await answers.give(answer, place);
  }

  app.command(/.*/, async ({ command, ack, context }) => {
    await ack();
    const { botToken: token, teamId = command.team_id } = context;
    if (token === undefined) return;
    const { channel_id: channel, user_id: user, response_url: responseUrl, trigger_id: triggerId } = command;
    const line = typedLine(command.text);
    // What is missing is asked for.
    if (/^subscribe$/i.test(line) && (await form.open({ token, triggerId, channel }))) return;
    await run({
      team: teamId,
      line,
      place: { kind: "command", token, channel, user, responseUrl },
      names: { person: command.user_name, ...nameOf(command.channel_name) },
    });
  });

  app.event("app_mention", async ({ event, body, context }) => {
    const { botToken: token, teamId: team = body.team_id, botUserId } = context;
    if (!isNew(body.event_id) || token === undefined || event.user === undefined || "bot_id" in event) return;
    const thread = event.thread_ts ?? event.ts;
    const { channel, user } = event;
    const place = {
      kind: "mention",
      token,
      channel,
      user,
      thread,
      threadBegan: event.thread_ts !== undefined,
    } as const;
    await run({ team, line: typedLine(event.text, botUserId), place });
  });

  app.event("message", async ({ event, body, context }) => {
    const { botToken: token, teamId: team = body.team_id, botUserId } = context;
    if (event.channel_type !== "im" || event.subtype !== undefined || "bot_id" in event) return;
    if (!isNew(body.event_id) || token === undefined || event.text === undefined) return;
    const { channel, user } = event;
    const thread = event.thread_ts === undefined ? {} : { thread: event.thread_ts, threadBegan: true };
    await run({
      team,
      line: typedLine(event.text, botUserId),
      place: { kind: "message", token, channel, user, ...thread },
    });
  });

  app.action(/.*/, async ({ action, body, ack, context }) => {
    await ack();
    const { botToken: token, teamId: team = body.team?.id } = context;
    if (body.type === "block_actions" && body.view) {
      const values: FormValues = body.view.state.values;
      const user = body.user.id;
      if (token === undefined || team === undefined || !("action_id" in action)) return;
      if (action.action_id === subscribeAction) return void (await form.open({ token, triggerId: body.trigger_id }));
      if (action.action_id !== topicAction) return;
      await turn();
      const person = await people.find(team, user, token, body.user.username);
      return form.preview(body.view.id, values, { team, user, token, person });
    }
    if (body.type !== "block_actions" || action.type !== "button" || !("action_id" in action)) return;
    const isRun = action.action_id.startsWith(runAction);
    const replaces = action.action_id.startsWith(replaceAction);
    const channel = body.channel?.id;
    if ((!isRun && !replaces) || token === undefined || team === undefined || channel === undefined) return;
    const { thread_ts: thread, message_ts: ts } = body.container;
    const place: Place = {
      kind: "click",
      token,
      channel,
      user: body.user.id,
      responseUrl: body.response_url,
      ...(typeof thread === "string" && { thread, threadBegan: true }),
      ...(body.message && typeof ts === "string" && { message: ts }),
    };
    const names = { person: body.user.username, ...nameOf(body.channel?.name) };
    await run({ team, line: action.value ?? "", place, names, replaces });
  });

  app.view(subscribeForm, async ({ ack, body, view, context }) => {
    await ack();
    const { botToken: token, teamId: team = body.team?.id } = context;
    if (token === undefined || team === undefined) return;
    await turn();
    const user = body.user.id;
    const person = await people.find(team, user, token, body.user.name);
    await form.submit(view.state.values, { team, user, token, person });
    await showHome(team, user, token);
  });

  app.event("app_home_opened", async ({ event, body, context }) => {
    const { botToken: token, teamId: team = body.team_id } = context;
    if (event.tab !== "home" || token === undefined || !isNew(body.event_id)) return;
    await turn();
    await showHome(team, event.user, token);
  });

  for (const name of ["app_uninstalled", "tokens_revoked"] as const) {
    app.event(name, async ({ body, event }) => {
      // People who take back their own token have not removed the bot's.
      if ("tokens" in event && !event.tokens.bot?.length) return;
      if (isNew(body.event_id)) await onRemoved(body.team_id);
    });
  }

  app.options(/.*/, async ({ ack }) => ack({ options: [] }));
  app.shortcut(/.*/, async ({ ack }) => ack());
  app.view({ callback_id: /.*/, type: "view_closed" }, async ({ ack }) => ack());

  app.error(async (error) => {
    log.error({ platform: "slack", error: describeFailure(error) }, "an event of Slack's could not be handled");
  });
}

interface Names {
  readonly person?: string;
  readonly channel?: string;
}

/** Slack gives these in place of the names of channels that not everyone may know. */
function nameOf(channel: string | undefined): Pick<Names, "channel"> {
  return channel === undefined || channel === "privategroup" || channel === "directmessage" ? {} : { channel };
}
