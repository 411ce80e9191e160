import type { Block } from "../../src/message.ts";
import { sizeOf } from "./mrkdwn.ts";
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
  const { topic = "", channel, hour, zone, days } = fieldsIn(values);
  const when = [hour, zone?.replaceAll('"', " ").trim(), days].filter((part) => part).join(" ");
  return { topic: topic.trim(), channel, when: when === "" ? undefined : when };
}

/** As it was typed and chosen. */
function fieldsIn(values: FormValues): Readonly<Record<FormField, string | undefined>> {
  const field = (name: FormField) => values[name]?.[name];
  const typed = (name: FormField) => field(name)?.value || undefined;
  const chosen = (name: FormField) => field(name)?.selected_option?.value || undefined;
  return {
    channel: field("channel")?.selected_conversation ?? undefined,
    topic: typed("topic"),
    hour: chosen("hour"),
    zone: typed("zone"),
    days: chosen("days"),
  };
}

export interface FormLook {
  /** Chosen already where the form is opened in a channel. */
  readonly channel?: string | undefined;
  readonly preview?: readonly Block[];
  /** What was filled in before. */
  readonly values?: FormValues;
  /** A sentence of ours, behind the field it is about. */
  readonly note?: FormNote;
}

export interface FormNote {
  readonly field: FormField;
  readonly sentence: string;
}

/** What people chose stays chosen when the form is shown anew: Slack keeps it by the blocks' ids. */
export function formView({ values = {}, preview, note, ...opened }: FormLook): object {
  const filled = fieldsIn(values);
  const { channel = opened.channel } = filled;
  const fields = [
    input("channel", "Channel", {
      type: "conversations_select",
      filter: { include: ["public", "private"], exclude_bot_users: true },
      ...(channel === undefined ? { default_to_current_conversation: true } : { initial_conversation: channel }),
    }),
    {
      ...input(topicAction, "Topic", {
        ...textInput(200, filled.topic),
        placeholder: plain('"speculative decoding" -vision'),
        dispatch_action_config: { trigger_actions_on: ["on_character_entered", "on_enter_pressed"] },
      }),
      dispatch_action: true,
      hint: plain("Written like a search. What it would have brought is shown below as you type."),
    },
    optional(input("hour", "Hour", select(hours, filled.hour))),
    optional(input("zone", "City or time zone", textInput(100, filled.zone))),
    optional(input("days", "Days", select(days, filled.days))),
  ];
  const blocks = fields.flatMap((field) => (field.block_id === note?.field ? [field, ...noteBlocks(note)] : [field]));
  const shown = preview ? previewBlocks(preview) : [];
  return { ...modal, callback_id: subscribeForm, submit: modal.title, blocks: [...blocks, ...shown] };
}

/** What came of a form that stayed open. */
export function doneView(sentence: string): object {
  return { ...modal, close: plain("Close"), blocks: sentenceBlocks(sentence) };
}

const modal = { type: "modal", title: plain("Subscribe"), close: plain("Cancel") };

const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, "0")}:00`).map((hour) =>
  option(hour, hour),
);
const days = [
  option("On weekdays", "weekdays"),
  option("Every day", "daily"),
  option("On Mondays", "weekly mon"),
  option("On Tuesdays", "weekly tue"),
  option("On Wednesdays", "weekly wed"),
  option("On Thursdays", "weekly thu"),
  option("On Fridays", "weekly fri"),
];

/** What would be posted, without its buttons: they have no channel to answer in here. */
function previewBlocks(blocks: readonly Block[]): readonly object[] {
  const shown = renderBlocks(blocks).filter(({ type }) => type !== "actions");
  const fitting: object[] = [{ type: "divider" }];
  for (const block of shown) {
    if (sizeOf(JSON.stringify([...fitting, block])) > longestPreview) {
      return [...fitting, ...sentenceBlocks("There is more than fits here.")];
    }
    fitting.push(block);
  }
  return fitting;
}

/** Leaves room for the form itself below Slack's limit for all blocks. */
const longestPreview = 5_000;

function noteBlocks({ sentence }: FormNote): readonly object[] {
  return renderBlocks([{ type: "text", text: [{ bold: sentence }] }]);
}

function sentenceBlocks(sentence: string): readonly object[] {
  return renderBlocks([{ type: "text", text: [sentence] }]);
}

function textInput(longest: number, initial: string | undefined) {
  return { type: "plain_text_input", max_length: longest, ...(initial !== undefined && { initial_value: initial }) };
}

function select(options: readonly ReturnType<typeof option>[], chosen: string | undefined) {
  const initial = options.find(({ value }) => value === chosen);
  return { type: "static_select", options, ...(initial && { initial_option: initial }) };
}

function input(name: FormField, label: string, element: object) {
  return { type: "input", block_id: name, label: plain(label), element: { action_id: name, ...element } };
}

function optional<Block extends object>(block: Block) {
  return { ...block, optional: true };
}

function option(label: string, value: string) {
  return { text: plain(label), value };
}

function plain(text: string) {
  return { type: "plain_text", text, emoji: false };
}
