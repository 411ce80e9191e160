import { buttonsOf, type Json, viewFaults } from "./block-kit.ts";
import { objectFrom, type SlackState } from "./method.ts";
import type { ShownView, SlackMessage, Workspace } from "./workspace.ts";

/** Who does something, and where. */
export interface By {
  readonly user?: string;
  readonly channel?: string;
  readonly team?: string;
}

export interface Ack {
  /** From sending to the ack. */
  readonly milliseconds: number;
  readonly payload: unknown;
  /** Of the HTTP answer; 200 on a socket. */
  readonly status: number;
}

/** Slack sends again what it believes was not received, also commands and clicks. */
export interface Repeated {
  readonly times?: number;
}

/** What people do in Slack, as the payloads an app gets of it. */
export interface Interactions {
  command(text: string, by?: By & Repeated & { readonly name?: string }): Promise<Ack>;
  mention(text: string, by?: By & { readonly threadTs?: string }): Promise<Ack>;
  /** A line in the direct message with the bot. */
  say(text: string, by?: By): Promise<Ack>;
  click(message: SlackMessage, label: string, by?: By & Repeated): Promise<Ack>;
  clickView(view: ShownView, actionId: string, values?: Json): Promise<Ack>;
  submit(view: ShownView, values: Json, how?: Repeated): Promise<Ack>;
  /** The app is taken out of a workspace: its token ends, and Slack says so. */
  uninstall(team?: string, event?: Json): Promise<Ack>;
  event(event: Json, options?: { readonly id?: string; readonly team?: string; readonly times?: number }): Promise<Ack>;
}

export interface InteractionsDeps {
  readonly state: Pick<SlackState, "nextId" | "nextTs" | "views" | "faults">;
  /** By whatever transport is in use; resolves with the app's ack. */
  readonly deliver: (type: string, payload: Json, more?: Json) => Promise<Ack>;
  /** The ways back that Slack gives with an interaction: a response_url, a trigger. */
  readonly interaction: (by: By, original?: string) => Json;
  readonly workspaceOf: (id?: string) => Workspace;
}

export function createInteractions({ state, deliver, interaction, workspaceOf }: InteractionsDeps): Interactions {
  async function deliverTimes(times: number, type: string, payload: Json): Promise<Ack> {
    const acks = await Promise.all(Array.from({ length: times }, () => deliver(type, payload)));
    const [ack] = acks;
    if (!ack) throw new Error("it is delivered at least once");
    const isSame = (other: Ack) => JSON.stringify(other.payload) === JSON.stringify(ack.payload);
    if (!acks.every(isSame)) state.faults.push(`${type} that came again was answered otherwise`);
    return ack;
  }

  function blockActions({ team = "T1", user = "U1" }: By, action: Json, more: Json, times = 1): Promise<Ack> {
    return deliverTimes(times, "interactive", {
      type: "block_actions",
      team: { id: team, domain: "example" },
      user: {
        id: user,
        username: user.toLowerCase(),
        team_id: workspaceOf(team).users.get(user)?.homeTeam ?? team,
      },
      actions: [{ block_id: "b", action_ts: state.nextTs(), type: "button", ...action }],
      ...more,
    });
  }

  /** It closes, or stays open as it was or with another view, as the answer says. */
  function endForm(submitted: ShownView, answer: unknown): void {
    const { response_action: action, view } = objectFrom(answer);
    const index = state.views.findIndex(({ id }) => id === submitted.id);
    if (action === "errors" || index < 0) return;
    if (action !== "update") return void state.views.splice(index, 1);
    const update = objectFrom(view);
    state.faults.push(...viewFaults(update).map((fault) => `response_action: ${fault}`));
    state.views[index] = { ...submitted, view: update };
  }

  const interactions: Interactions = {
    command(text, { name = "/papers", times = 1, ...by } = {}) {
      const { team = "T1", channel = "C1", user = "U1" } = by;
      return deliverTimes(times, "slash_commands", {
        command: name,
        text: escaped(text),
        team_id: team,
        team_domain: "example",
        channel_id: channel,
        channel_name: workspaceOf(team).conversations.get(channel)?.name ?? "directmessage",
        user_id: user,
        user_name: workspaceOf(team).users.get(user)?.name ?? user,
        api_app_id: "A1",
        is_enterprise_install: "false",
        ...interaction({ team, channel, user }),
      });
    },

    mention(text, { threadTs, ...by } = {}) {
      const { team = "T1", channel = "C1", user = "U1" } = by;
      const said = `<@${workspaceOf(team).botUser}> ${asMessage(text)}`;
      const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
      return interactions.event(
        { type: "app_mention", user, channel, text: said, ts: state.nextTs(), ...thread },
        { team },
      );
    },

    say(text, { team = "T1", channel = "D1", user = "U1" } = {}) {
      const ts = state.nextTs();
      return interactions.event(
        { type: "message", channel_type: "im", user, channel, text: asMessage(text), ts },
        { team },
      );
    },

    async click(message, label, { user = "U1", times = 1 } = {}) {
      const button = buttonsOf(message.blocks).find(
        (candidate) => (candidate["text"] as Json | undefined)?.["text"] === label,
      );
      if (!button) throw new Error(`there is no button ${label}`);
      const { team, channel, ts, threadTs, onlyFor } = message;
      const container = { type: "message", message_ts: ts, channel_id: channel, is_ephemeral: onlyFor !== undefined };
      const more = {
        channel: { id: channel, name: workspaceOf(team).conversations.get(channel)?.name ?? "directmessage" },
        container: { ...container, ...(threadTs === undefined ? {} : { thread_ts: threadTs }) },
        // Slack sends no message with an ephemeral one.
        ...(onlyFor === undefined
          ? { message: { ts, text: message.text, ...(threadTs && { thread_ts: threadTs }) } }
          : {}),
      };
      return blockActions({ team, user }, button, { ...more, ...interaction({ team, channel, user }, ts) }, times);
    },

    clickView({ team, user, id, view, kind }, actionId, values = {}) {
      const element = (view["blocks"] as readonly Json[])
        .flatMap((block) => [...((block["elements"] as readonly Json[] | undefined) ?? []), block["accessory"] as Json])
        .find((candidate) => candidate?.["action_id"] === actionId);
      // What is shown in no channel has no response_url.
      const { response_url: _, ...trigger } = interaction({ team, user });
      const more = {
        container: { type: "view", view_id: id },
        view: { id, team_id: team, ...view, type: kind, state: { values } },
        ...trigger,
      };
      return blockActions({ team, user }, { action_id: actionId, value: element?.["value"] }, more);
    },

    async submit(submitted, values, { times = 1 } = {}) {
      const { team, user, id, view } = submitted;
      const { response_url: _, ...trigger } = interaction({ team, user });
      const ack = await deliverTimes(times, "interactive", {
        type: "view_submission",
        team: { id: team, domain: "example" },
        user: { id: user, username: user.toLowerCase(), team_id: team },
        view: { id, team_id: team, ...view, state: { values } },
        response_urls: [],
        ...trigger,
      });
      endForm(submitted, ack.payload);
      return ack;
    },

    uninstall(team = "T1", event = { type: "app_uninstalled" }) {
      workspaceOf(team).isRevoked = true;
      return interactions.event(event, { team });
    },

    async event(event, { id = state.nextId("Ev"), team = "T1", times = 1 } = {}) {
      // In a channel shared with another workspace, the outer id may be that one's; only `authorizations` tells ours.
      const home = workspaceOf(team).users.get(String(event["user"]))?.homeTeam;
      let ack: Ack | undefined;
      for (let attempt = 0; attempt < times; attempt++) {
        ack = await deliver(
          "events_api",
          {
            token: "legacy",
            type: "event_callback",
            team_id: home ?? team,
            is_ext_shared_channel: home !== undefined,
            api_app_id: "A1",
            event,
            event_id: id,
            event_time: Math.floor(Date.now() / 1_000),
            authorizations: [{ enterprise_id: null, team_id: team, user_id: workspaceOf(team).botUser, is_bot: true }],
          },
          { retry_attempt: attempt, retry_reason: attempt > 0 ? "timeout" : "" },
        );
      }
      if (!ack) throw new Error("an event is delivered at least once");
      return ack;
    },
  };
  return interactions;
}

/** What a person types reaches an app with these three characters escaped. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** In messages, unlike in commands, what looks like an address or a host becomes a link: also the name of a category. */
function asMessage(text: string): string {
  return escaped(text)
    .replace(/https?:\/\/[^\s<>"]+/g, "<$&>")
    .replace(
      /(?<![\w/@.-])(?:[\w-]+\.)+(?:ai|cl|com|cv|io|ml|ne|org|ro)(?![\w.-])(?:\/[^\s<>"]*)?/gi,
      "<http://$&|$&>",
    );
}
