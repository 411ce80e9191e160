import type { Block } from "../../src/message.ts";
import { renderBlocks } from "./render.ts";

/** The callback_id of the form. */
export const subscribeForm = "subscribe";
/** Sent as the person types a topic. */
export const topicAction = "topic";

/** What is chosen in the form; Slack's `view.state.values`. */
export type FormValues = Readonly<Record<string, Readonly<Record<string, FieldValue | undefined>> | undefined>>;
interface FieldValue {
  readonly value?: string | null | undefined;
  readonly selected_option?: { readonly value?: string | undefined } | null | undefined;
  readonly selected_conversation?: string | null | undefined;
}

/** A field's block_id, by which Slack also takes what is wrong with it. */
export type FormField = "channel" | "topic" | "hour" | "zone" | "days";

/** What `subscribe` takes. */
export interface Filled {
  readonly topic: string;
  readonly channel: string | undefined;
  /** In words, as `schedule` reads them; absent where nothing was chosen. */
  readonly when: string | undefined;
}

export function readForm(values: FormValues): Filled {
  const field = (name: FormField) => values[name]?.[name];
  const chosen = (name: FormField) => field(name)?.selected_option?.value ?? undefined;
  const zone = field("zone")?.value?.replaceAll('"', " ").trim();
  const when = [chosen("hour"), zone, chosen("days")].filter((part) => part).join(" ");
  return {
    topic: field("topic")?.value?.trim() ?? "",
    channel: field("channel")?.selected_conversation ?? undefined,
    when: when === "" ? undefined : when,
  };
}

export interface FormLook {
  /** Chosen already where the form is opened in a channel. */
  readonly channel?: string | undefined;
  readonly preview?: readonly Block[];
}

/** What people chose stays chosen when the form is shown anew: Slack keeps it by the blocks' ids. */
export function formView({ channel, preview }: FormLook): object {
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
        ...input(topicAction, "Topic", {
          type: "plain_text_input",
          max_length: 200,
          placeholder: plain('"speculative decoding" -vision'),
          dispatch_action_config: { trigger_actions_on: ["on_character_entered", "on_enter_pressed"] },
        }),
        dispatch_action: true,
        hint: plain("Written like a search. What it would have brought is shown below as you type."),
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

const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, "0")}:00`);
const days: Readonly<Record<string, string>> = {
  weekdays: "On weekdays",
  daily: "Every day",
  "weekly mon": "On Mondays",
  "weekly tue": "On Tuesdays",
  "weekly wed": "On Wednesdays",
  "weekly thu": "On Thursdays",
  "weekly fri": "On Fridays",
};

/** What would be posted, without its buttons: they have no channel to answer in here. */
function previewBlocks(blocks: readonly Block[]): readonly object[] {
  const shown = renderBlocks(blocks).filter(({ type }) => type !== "actions");
  const fitting: object[] = [{ type: "divider" }];
  for (const block of shown) {
    if (JSON.stringify([...fitting, block]).length > longestPreview) {
      return [...fitting, ...renderBlocks([{ type: "text", text: ["There is more than fits here."] }])];
    }
    fitting.push(block);
  }
  return fitting;
}

/** Leaves room for the form itself below Slack's limit for all blocks. */
const longestPreview = 5_000;

function input(name: FormField, label: string, element: object) {
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
