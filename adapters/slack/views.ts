import type { App, BlockAction, BlockElementAction, types, ViewSubmitAction } from "@slack/bolt";
import type { Bot } from "../../src/adapter.ts";
import type { Log } from "../../src/log.ts";
import type { LineMemory } from "../../src/long-line.ts";
import type { Answers } from "./answers.ts";
import { readButton } from "./button-line.ts";
import { channelWindow, createChannelWindow } from "./channel-window.ts";
import { createHome } from "./home.ts";
import { channelAction, pageAction, subscribeAction } from "./home-view.ts";
import type { Render } from "./keep-lines.ts";
import type { People } from "./people.ts";
import {
  type Asker,
  createSubscribeForm,
  type EndForm,
  type FormEnding,
  type SubscribeForm,
} from "./subscribe-form.ts";
import { subscribeForm, topicAction } from "./subscribe-view.ts";
import type { SlackWeb } from "./web.ts";

export interface ViewsDeps {
  readonly bot: Bot;
  readonly web: SlackWeb;
  readonly prefix: string;
  readonly people: People;
  readonly answers: Answers;
  readonly render: Render;
  readonly lines: LineMemory;
  readonly log: Log;
  /** Work's turn behind the acks. */
  readonly turn: () => Promise<void>;
  /** Tells the first time an event is seen from the others. */
  readonly isNew: (eventId: string) => boolean;
}

export interface Views {
  readonly form: SubscribeForm;
  /** Something in a view was pressed, chosen or typed; it is acked already. */
  act(
    action: BlockElementAction,
    body: BlockAction,
    of: { readonly team: string; readonly token: string },
  ): Promise<void>;
}

/** Forms whose end is remembered. */
const mostEndings = 100;

/** The Home tab and the modals, and what people do in them. */
export function listenToViews(app: App, deps: ViewsDeps): Views {
  const { people, lines, turn, isNew } = deps;
  const form = createSubscribeForm(deps);
  const showHome = createHome(deps);
  const window = createChannelWindow(deps);

  const askerOf = (team: string, user: string, token: string, name: string) => async (): Promise<Asker> => {
    await turn();
    return { team, user, token, person: await people.find(team, user, token, name) };
  };

  /** By trigger: a form that Slack delivers again ends as it did the first time, and nothing is done for it again. */
  const endings = new Map<string, Promise<FormEnding | undefined>>();

  function remember(trigger: string, ending: Promise<FormEnding | undefined>): void {
    endings.set(trigger, ending);
    for (const oldest of endings.keys()) {
      if (endings.size <= mostEndings) break;
      endings.delete(oldest);
    }
  }

  app.view<ViewSubmitAction>(subscribeForm, async ({ ack, body, view, context }) => {
    const { botToken: token, teamId: team = body.team?.id } = context;
    if (token === undefined || team === undefined) return ack();
    const end: EndForm = (instead) => {
      if (!instead) return ack();
      if ("errors" in instead) return ack({ response_action: "errors", errors: instead.errors });
      return ack({ response_action: "update", view: instead.view as types.View });
    };
    const known = endings.get(body.trigger_id);
    if (known !== undefined) return end(await known);
    const ending = Promise.withResolvers<FormEnding | undefined>();
    remember(body.trigger_id, ending.promise);
    const user = body.user.id;
    const submitted = { viewId: view.id, values: view.state.values };
    const hasSubscribed = await form.submit(submitted, askerOf(team, user, token, body.user.name), (instead) => {
      ending.resolve(instead);
      return end(instead);
    });
    if (hasSubscribed) await showHome({ team, user, token });
  });

  app.view({ callback_id: /.*/, type: "view_closed" }, async ({ ack }) => ack());

  app.event("app_home_opened", async ({ event, body, context }) => {
    const { botToken: token, teamId: team = body.team_id } = context;
    if (event.tab !== "home" || token === undefined || !isNew(body.event_id)) return;
    await turn();
    await showHome({ team, user: event.user, token });
  });

  return {
    form,
    async act(action, body, { team, token }) {
      const { view, trigger_id: triggerId } = body;
      const { action_id: actionId } = action;
      const user = body.user.id;
      if (!view) return;
      const asker = askerOf(team, user, token, body.user.username);
      if (actionId === topicAction) return form.preview(view.id, view.state.values, asker);
      if (action.type !== "button") return;
      const { value = "" } = action;
      if (actionId === subscribeAction) return void (await form.open({ token, triggerId }));
      if (actionId.startsWith(pageAction)) return showHome({ team, user, token, page: Number(value) });
      if (actionId.startsWith(channelAction)) return window.open({ team, user, token, triggerId, channel: value });
      const button = view.callback_id === channelWindow ? await readButton(actionId, value, lines) : undefined;
      if (button?.line === undefined) return;
      const changed = await window.press(view.id, view.private_metadata, button.line, await asker());
      if (changed) await showHome({ team, user, token });
    },
  };
}
