import type { Bot, Person } from "../../src/adapter.ts";
import type { Log } from "../../src/log.ts";
import type { Block } from "../../src/message.ts";
import type { Answers, Place } from "./answers.ts";
import { channelFrom } from "./places.ts";
import { renderBlocks } from "./render.ts";
import { describeFailure, type SlackWeb } from "./web.ts";

export const subscribeForm = "subscribe";
/** Sent as the person presses Enter in the topic. */
export const topicAction = "topic";

/** What is chosen in the form; Slack's `view.state.values`. */
export type FormValues = Readonly<Record<string, Readonly<Record<string, FieldValue | undefined>> | undefined>>;
interface FieldValue {
  readonly value?: string | null | undefined;
  readonly selected_option?: { readonly value?: string | undefined } | null | undefined;
  readonly selected_conversation?: string | null | undefined;
}

export interface FormDeps {
  readonly bot: Bot;
  readonly web: SlackWeb;
  readonly answers: Answers;
  readonly log: Log;
}

export interface Opener {
  readonly token: string;
  readonly triggerId: string;
  /** Chosen already where the form is opened in a channel. */
  readonly channel?: string;
}

export interface Asker {
  readonly team: string;
  readonly user: string;
  readonly token: string;
  readonly person: Person;
}

/** A form for what `subscribe` and `schedule` take, with a preview of what the topic would have brought. */
export interface SubscribeForm {
  /** At once: Slack's trigger is good for three seconds. False where it could not be opened. */
  open(opener: Opener): Promise<boolean>;
  preview(viewId: string, values: FormValues, asker: Asker): Promise<void>;
  submit(values: FormValues, asker: Asker): Promise<void>;
}

export function createSubscribeForm({ bot, web, answers, log }: FormDeps): SubscribeForm {
  return {
    async open({ token, triggerId, channel }) {
      try {
        await web.apiCall("views.open", { token, trigger_id: triggerId, view: formView({ channel }) });
        return true;
      } catch (error) {
        log.warn({ platform: "slack", error: describeFailure(error) }, "the form to subscribe could not be opened");
        return false;
      }
    },

    async preview(viewId, values, { team, token, person }) {
      const { topic, channel } = read(values);
      if (topic === "") return;
      const where = channelFrom({ team, channel: channel ?? "preview" });
      const { message } = await bot.answer({ line: `digest ${topic}`, channel: where, person });
      try {
        await web.apiCall("views.update", { token, view_id: viewId, view: formView({ preview: message.blocks }) });
      } catch (error) {
        log.info({ platform: "slack", error: describeFailure(error) }, "a preview could not be shown");
      }
    },

    async submit(values, { team, user, token, person }) {
      const { topic, channel, hour, zone, days } = read(values);
      if (channel === undefined) return;
      const place: Place = { kind: "form", token, channel, user };
      const asked = { channel: channelFrom({ team, channel }), person };
      const subscribed = await bot.answer({ ...asked, line: `subscribe ${topic}` });
      await answers.give(subscribed, place);
      const when = [hour, zone && `"${zone.replaceAll('"', "")}"`, days].filter((part) => part);
      if (subscribed.visibility === "private" || when.length === 0) return;
      await answers.give(await bot.answer({ ...asked, line: `schedule ${when.join(" ")}` }), place);
    },
  };
}

function read(values: FormValues) {
  const field = (name: string) => values[name]?.[name];
  const chosen = (name: string) => field(name)?.selected_option?.value ?? undefined;
  return {
    topic: field("topic")?.value?.trim() ?? "",
    channel: field("channel")?.selected_conversation ?? undefined,
    hour: chosen("hour"),
    zone: field("zone")?.value?.trim() || undefined,
    days: chosen("days"),
  };
}

const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, "0")}:00`);
const days: Readonly<Record<string, string>> = {
  weekdays: "On weekdays",
  daily: "Every day",
  "weekly mon": "On Mondays",
  "weekly wed": "On Wednesdays",
  "weekly fri": "On Fridays",
};

function formView({
  channel,
  preview,
}: {
  readonly channel?: string | undefined;
  readonly preview?: readonly Block[];
}) {
  return {
    type: "modal",
    callback_id: subscribeForm,
    title: plain("Subscribe"),
    submit: plain("Subscribe"),
    close: plain("Cancel"),
    blocks: [
      input("channel", "Channel", {
        type: "conversations_select",
        filter: { include: ["public", "private"], exclude_bot_users: true },
        ...(channel === undefined ? { default_to_current_conversation: true } : { initial_conversation: channel }),
      }),
      {
        ...input("topic", "Topic", {
          type: "plain_text_input",
          max_length: 300,
          placeholder: plain('"speculative decoding" -vision'),
          dispatch_action_config: { trigger_actions_on: ["on_enter_pressed"] },
        }),
        dispatch_action: true,
        hint: plain("Written like a search. Enter shows what it would have brought."),
      },
      optional(input("hour", "Hour", { type: "static_select", options: hours.map((hour) => option(hour, hour)) })),
      optional(input("zone", "City or time zone", { type: "plain_text_input", max_length: 100 })),
      optional(
        input("days", "Days", {
          type: "static_select",
          options: Object.entries(days).map(([value, label]) => option(label, value)),
        }),
      ),
      ...(preview ? previewBlocks(preview) : []),
    ],
  };
}

/** What would be posted, without its buttons: they have no channel to answer in here. */
function previewBlocks(blocks: readonly Block[]): readonly unknown[] {
  const shown = renderBlocks(blocks).filter(({ type }) => type !== "actions");
  const fitting: unknown[] = [{ type: "divider" }];
  for (const block of shown) {
    if (JSON.stringify([...fitting, block]).length > longestPreview) break;
    fitting.push(block);
  }
  return fitting;
}

/** Leaves room for the form itself below Slack's limit for all blocks. */
const longestPreview = 5_000;

function input(name: string, label: string, element: object) {
  return { type: "input", block_id: name, label: plain(label), element: { action_id: name, ...element } };
}

function optional(block: object) {
  return { ...block, optional: true };
}

function option(label: string, value: string) {
  return { text: plain(label), value };
}

function plain(text: string) {
  return { type: "plain_text", text, emoji: false };
}
