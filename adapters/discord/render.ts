import {
  type APIButtonComponentWithCustomId,
  ButtonStyle,
  ComponentType,
  MessageFlags,
  SeparatorSpacingSize,
} from "discord-api-types/v10";
import type { LongLine } from "../../src/long-line.ts";
import {
  type Action,
  type Block,
  type Inline,
  type Message,
  type MessageFile,
  type PaperBlock,
  withoutFile,
} from "../../src/message.ts";
import { attachmentUrl, tooLarge } from "./attachment.ts";
import { writeButton } from "./button-line.ts";
import { cutTo, escaped, markdown, maskedLink, plain } from "./markdown.ts";

/** A message as Discord takes it: Components V2, in which nobody is ever mentioned. */
export interface Payload {
  readonly flags: MessageFlags.IsComponentsV2;
  readonly components: readonly Part[];
  readonly allowed_mentions: { readonly parse: readonly never[] };
  /** Goes beside the rest; a component shows it. */
  readonly file?: MessageFile;
}

interface Row {
  readonly type: ComponentType.ActionRow;
  readonly id?: number;
  readonly components: readonly APIButtonComponentWithCustomId[];
}
interface Text {
  readonly type: ComponentType.TextDisplay;
  readonly id?: number;
  readonly content: string;
}
interface Separator {
  readonly type: ComponentType.Separator;
  readonly id?: number;
  readonly divider: true;
  readonly spacing: SeparatorSpacingSize;
}
interface File {
  readonly type: ComponentType.File;
  readonly id?: number;
  readonly file: { readonly url: string };
}
type Part = Row | Text | Separator | File;

export interface Rendered {
  /** At least one; more than one where a message is larger than Discord takes. */
  readonly payloads: readonly Payload[];
  /** What belongs in the thread. */
  readonly more: readonly Payload[];
  /** To be kept before the message is sent. */
  readonly longLines: readonly LongLine[];
}

/** Characters of text and components, nested ones included, that a message takes. */
export const limits = { text: 4_000, components: 40, buttonsInRow: 5, label: 38, title: 256 } as const;
const longestText = 3_900;

/** `channel`: the one the message is about, where it is shown in another; its buttons go on about it. */
export function renderDiscord(message: Message, channel?: string): Rendered {
  const longLines: LongLine[] = [];
  let buttons = 0;
  const button = (
    { label, run, style, replaces = false }: Action,
    primaries: number,
  ): APIButtonComponentWithCustomId => {
    const about = channel === undefined ? {} : { channel };
    const { customId, long } = writeButton({ line: run, replaces, ...about }, buttons++);
    if (long) longLines.push(long);
    return {
      type: ComponentType.Button,
      style: buttonStyle(style, primaries === 0),
      label: cutTo(plain(label).trim() || "…", limits.label),
      custom_id: customId,
    };
  };
  const rows = (actions: readonly Action[]): readonly Row[] => {
    let primaries = 0;
    const all = actions.map((action) => button(action, action.style === "primary" ? primaries++ : 0));
    return chunks(all, limits.buttonsInRow).map((components) => ({ type: ComponentType.ActionRow, components }));
  };

  const { blocks } = carriesFile(message) ? withoutFile(message) : message;
  const groups = [...heading(channel), ...blocks.map((block) => group(block, rows)), ...fileGroup(message.file)];
  const payloads = withFile(pack(groups), message.file);
  const more = pack((message.more ?? []).map((block) => group(block, rows)));
  const instead = [[text(escaped(message.fallback, longestText) || "…")]];
  return { payloads: payloads.length > 0 ? payloads : pack(instead), more, longLines };
}

/** Says where `this channel` is, for who reads about it in another. */
function heading(channel: string | undefined): readonly (readonly Part[])[] {
  return channel === undefined ? [] : [[text(`-# In <#${channel}>`)]];
}

function carriesFile({ file }: Message): boolean {
  return file !== undefined && tooLarge(file) === undefined;
}

function fileGroup(file: MessageFile | undefined): readonly (readonly Part[])[] {
  if (!file) return [];
  const fault = tooLarge(file);
  return [[fault === undefined ? { type: ComponentType.File, file: { url: attachmentUrl(file) } } : text(fault)]];
}

/** The file goes with the message that shows it, the last one. */
function withFile(payloads: readonly Payload[], file: MessageFile | undefined): readonly Payload[] {
  const last = payloads.at(-1);
  if (!file || !last || tooLarge(file) !== undefined) return payloads;
  return [...payloads.slice(0, -1), { ...last, file }];
}

/** One button of a group may be the primary one. */
function buttonStyle(style: Action["style"], isFirst: boolean): APIButtonComponentWithCustomId["style"] {
  if (style === "danger") return ButtonStyle.Danger;
  return style === "primary" && isFirst ? ButtonStyle.Primary : ButtonStyle.Secondary;
}

/** The components of a block, best kept together. */
function group(block: Block, rows: (actions: readonly Action[]) => readonly Row[]): readonly Part[] {
  switch (block.type) {
    case "heading":
      return [text(prefixed("## ", escaped(block.text, limits.title)))];
    case "text":
      return [text(markdown(block.text, longestText))];
    case "paper":
      return [text(paperText(block)), ...rows(block.actions)];
    case "actions":
      return rows(block.actions);
    case "divider":
      return [{ type: ComponentType.Separator, divider: true, spacing: SeparatorSpacingSize.Small }];
    default:
      return block satisfies never;
  }
}

function paperText({ title, url, facts, quote = [], reason = [] }: PaperBlock): string {
  const lines = [
    prefixed("### ", maskedLink(title, url, limits.title)),
    prefixed("-# ", markdown(setApart(facts), 1_200)),
    prefixed("> ", markdown(quote, 1_000)),
    prefixed("-# ", markdown(reason, 700)),
  ];
  return lines.filter((line) => line !== "").join("\n");
}

function setApart(facts: readonly Inline[]): readonly Inline[] {
  const known = facts.filter((fact) => isVisible(markdown([fact], longestText)));
  return known.flatMap((fact, index) => (index > 0 ? [" · ", fact] : [fact]));
}

function text(content: string): Text {
  return { type: ComponentType.TextDisplay, content };
}

function prefixed(prefix: string, words: string): string {
  return isVisible(words) ? prefix + words.trim() : "";
}

function isVisible(words: string): boolean {
  return words.trim() !== "";
}

/** As few messages as hold all of it, groups kept whole where they fit into one. */
function pack(groups: readonly (readonly Part[])[]): readonly Payload[] {
  const messages: Part[][] = [];
  const add = (parts: readonly Part[]): void => {
    const last = messages.at(-1);
    const joined = last && parts.reduce<readonly Part[]>(join, last);
    if (joined && fits(joined)) messages[messages.length - 1] = [...joined];
    else messages.push([...parts.reduce<readonly Part[]>(join, [])]);
  };
  for (const parts of groups) {
    const shown = parts.filter((part) => part.type !== ComponentType.TextDisplay || isVisible(part.content));
    if (shown.length === 0) continue;
    if (fits(shown)) add(shown);
    else for (const part of shown) add([part]);
  }
  return messages.map((components) => ({
    flags: MessageFlags.IsComponentsV2,
    components,
    allowed_mentions: { parse: [] },
  }));
}

/** Texts that follow one another become one: each component counts. */
function join(parts: readonly Part[], next: Part): readonly Part[] {
  const last = parts.at(-1);
  if (last?.type !== ComponentType.TextDisplay || next.type !== ComponentType.TextDisplay) return [...parts, next];
  return [...parts.slice(0, -1), text(`${last.content}\n${next.content}`)];
}

function fits(parts: readonly Part[]): boolean {
  const count = parts.reduce(
    (sum, part) => sum + (part.type === ComponentType.ActionRow ? 1 + part.components.length : 1),
    0,
  );
  const length = parts.reduce(
    (sum, part) => sum + (part.type === ComponentType.TextDisplay ? part.content.length : 0),
    0,
  );
  return count <= limits.components && length <= limits.text;
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
