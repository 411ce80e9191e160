import type { App } from "@slack/bolt";
import type { Answer } from "../../src/adapter.ts";
import type { Clock } from "../../src/clock.ts";
import { sentence } from "../../src/message.ts";
import type { Place } from "./answers.ts";
import { readButton } from "./button-line.ts";
import { createOnce } from "./once.ts";
import { channelFrom, channelsOf, isDirect } from "./places.ts";
import { createTurns } from "./turns.ts";
import { typedLine } from "./typed-line.ts";
import { listenToViews, type ViewsDeps } from "./views.ts";
import { describeFailure } from "./web.ts";

export interface ListenersDeps extends Omit<ViewsDeps, "turn" | "isNew"> {
  readonly clock: Clock;
  /** Slack says that the app was removed from a workspace, or its token taken back. */
  readonly onRemoved: (team: string) => Promise<void>;
}

/**
 * Everything Slack may send, each acked before any work begins, each once: commands, clicks and forms come again, too
 * (https://github.com/slackapi/bolt-js/issues/2188), and are known by their trigger.
 */
export function listen(app: App, deps: ListenersDeps): void {
  const { bot, people, answers, lines, clock, log, onRemoved } = deps;
  const turn = createTurns();
  const isNew = createOnce(clock);
  const isAgain = (trigger: string | undefined) => trigger !== undefined && !isNew(trigger);
  const views = listenToViews(app, { ...deps, turn, isNew });

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
    const { channel_id: channel, user_id: user, response_url: responseUrl, trigger_id: triggerId } = command;
    if (token === undefined || isAgain(triggerId)) return;
    const line = typedLine(command.text);
    // What is missing is asked for.
    if (/^subscribe$/i.test(line) && (await views.form.open({ token, triggerId, channel }))) return;
    await run({
      team: teamId,
      line,
      place: { kind: "command", token, channel, user, responseUrl },
      names: { person: command.user_name, ...nameOf(command.channel_name) },
    });
  });

  /**
   * Once for each message: every edit of a mention is another event, and one that adds it is the first; a mention in a
   * direct message is told of as a mention and as a message.
   */
  const isAnswered = (team: string, { channel, ts }: { readonly channel: string; readonly ts: string }) =>
    !isNew(`${team}/${channel}/${ts}`);

  app.event("app_mention", async ({ event, body, context }) => {
    const { botToken: token, teamId: team = body.team_id, botUserId } = context;
    if (!isNew(body.event_id) || token === undefined || event.user === undefined || "bot_id" in event) return;
    if (isAnswered(team, event)) return;
    const { channel, user, ts, thread_ts: begun } = event;
    const thread = isDirect(channel) ? begun : (begun ?? ts);
    const place: Place = {
      kind: isDirect(channel) ? "message" : "mention",
      token,
      channel,
      user,
      ...(thread !== undefined && { thread, threadBegan: begun !== undefined }),
    };
    await run({ team, line: typedLine(event.text, botUserId), place });
  });

  app.event("message", async ({ event, body, context }) => {
    const { botToken: token, teamId: team = body.team_id, botUserId } = context;
    if (event.channel_type !== "im" || event.subtype !== undefined || "bot_id" in event) return;
    if (!isNew(body.event_id) || token === undefined || event.text === undefined) return;
    if (isAnswered(team, event)) return;
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
    if (body.type !== "block_actions" || token === undefined || team === undefined || !("action_id" in action)) return;
    if (isAgain(body.trigger_id)) return;
    if (body.view) return views.act(action, body, { team, token });
    if (action.type !== "button") return;
    const button = await readButton(action.action_id, action.value ?? "", lines);
    const channel = body.channel?.id;
    if (!button || channel === undefined) return;
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
    const { line, replaces } = button;
    if (line === undefined) return answers.give(forgottenLine, place);
    await run({ team, line, place, names, replaces });
  });

  for (const name of ["app_uninstalled", "tokens_revoked"] as const) {
    app.event(name, async ({ body, event }) => {
      // People who take back their own token have not removed the bot's.
      if ("tokens" in event && !event.tokens.bot?.length) return;
      if (isNew(body.event_id)) await onRemoved(body.team_id);
    });
  }

  // What was paused because the bot had no place there goes on.
  for (const name of ["member_joined_channel", "channel_unarchive", "group_unarchive"] as const) {
    app.event(name, async ({ body, event, context }) => {
      const { teamId: team = body.team_id, botUserId } = context;
      if (event.type === "member_joined_channel" && event.user !== botUserId) return;
      if (isNew(body.event_id)) await bot.channelsBack([channelFrom({ team, channel: event.channel })]);
    });
  }

  app.options(/.*/, async ({ ack }) => ack({ options: [] }));
  app.shortcut(/.*/, async ({ ack }) => ack());

  app.error(async (error) => {
    log.error({ platform: "slack", error: describeFailure(error) }, "an event of Slack's could not be handled");
  });
}

const forgottenLine: Answer = {
  message: sentence("That button is too old: its command is not known any more. Type it instead."),
  visibility: "private",
  replaces: false,
};

interface Names {
  readonly person?: string;
  readonly channel?: string;
}

/** Slack gives these in place of the names of channels that not everyone may know. */
function nameOf(channel: string | undefined): Pick<Names, "channel"> {
  return channel === undefined || channel === "privategroup" || channel === "directmessage" ? {} : { channel };
}
