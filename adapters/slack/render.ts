import type { LongLine } from "../../src/long-line.ts";
import type { Action, Block, Inline, Message, PaperBlock } from "../../src/message.ts";
import { writeButton } from "./button-line.ts";
import { mrkdwn, mrkdwnTexts, plainText, preformattedTexts, safeUrl, sizeOf } from "./mrkdwn.ts";

/** What Slack's methods and response_urls take as a message. */
export interface SlackPayload {
  /** Notifications, screen readers, and programs that do not know blocks. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
  /** Index signatures keep it assignable to what the SDK takes. */
  readonly [name: string]: unknown;
}

export interface RenderedMessage {
  /** At least one. */
  readonly payloads: readonly SlackPayload[];
  /** What goes to the thread under the first. */
  readonly thread: readonly SlackPayload[];
  /** What its buttons stand for and cannot hold. */
  readonly longLines: readonly LongLine[];
}

/** A Message as Block Kit, in as many payloads as Slack's limits ask for. */
export function renderSlack(message: Message): RenderedMessage {
  const buttons = createButtons();
  const text = plainText(message.fallback, longestFallback) || "Paperboy";
  return {
    payloads: packed(message.blocks, text, buttons),
    thread: message.more === undefined || message.more.length === 0 ? [] : packed(message.more, text, buttons),
    longLines: buttons.longLines,
  };
}

/**
 * Slack's limits, https://docs.slack.dev/reference/block-kit/blocks. `together` is not documented: posts of 11 to 13
 * thousand characters are refused with `msg_blocks_too_long`.
 */
export const limits = { blocks: 50, together: 9_500, section: 2_900, header: 150, actions: 25, label: 75 };
const longestFallback = 500;
const longestTitle = 1_000;
const longestFacts = 1_500;
const longestQuote = 1_500;
const longestReason = 1_000;

interface MrkdwnText {
  readonly type: "mrkdwn";
  readonly text: string;
  readonly verbatim: true;
}

interface PlainText {
  readonly type: "plain_text";
  readonly text: string;
  readonly emoji: false;
}

interface Button {
  readonly type: "button";
  readonly action_id: string;
  readonly text: PlainText;
  readonly value: string;
  readonly style?: "primary" | "danger";
}

export type SlackBlock =
  | { readonly type: "header"; readonly text: PlainText }
  | { readonly type: "section"; readonly text: MrkdwnText }
  | { readonly type: "context"; readonly elements: readonly MrkdwnText[] }
  | { readonly type: "actions"; readonly elements: readonly Button[] }
  | { readonly type: "divider" };

/** Views have their own limit of blocks, and no payload around them. */
export function renderBlocks(blocks: readonly Block[]): readonly SlackBlock[] {
  const buttons = createButtons();
  return blocks.flatMap((block) => renderBlock(block, buttons));
}

function packed(blocks: readonly Block[], text: string, buttons: Buttons): readonly SlackPayload[] {
  const pages: SlackBlock[][] = [];
  let page: SlackBlock[] = [];
  let length = 0;
  const add = (group: readonly SlackBlock[]) => {
    const more = sizeOf(JSON.stringify(group));
    if (page.length > 0 && (length + more > limits.together || page.length + group.length > limits.blocks)) {
      pages.push(page);
      page = [];
      length = 0;
    }
    page.push(...group);
    length += more;
  };
  for (const block of blocks) {
    const group = renderBlock(block, buttons);
    // A paper stays together; what fills a page by itself need not.
    if (sizeOf(JSON.stringify(group)) > limits.together) for (const single of group) add([single]);
    else if (group.length > 0) add(group);
  }
  if (page.length > 0) pages.push(page);
  if (pages.length === 0) pages.push([section(text)]);
  return pages.map((content) => ({ text, blocks: content, unfurl_links: false, unfurl_media: false }));
}

function renderBlock(block: Block, buttons: Buttons): readonly SlackBlock[] {
  switch (block.type) {
    case "heading": {
      const text = plainText(block.text, limits.header);
      return text === "" ? [] : [{ type: "header", text: plain(text) }];
    }
    case "text":
      return renderText(block.text);
    case "paper":
      return renderPaper(block, buttons);
    case "actions":
      return renderActions(block.actions, buttons);
    case "divider":
      return [{ type: "divider" }];
    default:
      return block satisfies never;
  }
}

function renderPaper(paper: PaperBlock, buttons: Buttons): readonly SlackBlock[] {
  const title = paper.title.trim() === "" ? "Untitled" : paper.title;
  const url = paper.url === undefined ? undefined : safeUrl(paper.url);
  const label = mrkdwn([title], longestTitle).replaceAll("|", "¦") || "Untitled";
  const facts = paper.facts.map((fact) => mrkdwn([fact], longestFacts)).filter((fact) => fact !== "");
  const quote = paper.quote ? mrkdwn(paper.quote, longestQuote) : "";
  const reason = paper.reason ? mrkdwn(paper.reason, longestReason) : "";
  const words = [quote === "" ? "" : `> ${quote}`, reason].filter((line) => line !== "");
  return [
    section(url === undefined ? `*${label}*` : `*${mrkdwnLink(url, label)}*`),
    ...contextOf(facts),
    ...(words.length > 0 ? [section(words.join("\n"))] : []),
    ...renderActions(paper.actions, buttons),
  ];
}

/** The label is markup already. */
function mrkdwnLink(url: string, label: string): string {
  return `<${url.replaceAll("&", "&amp;")}|${label}>`;
}

function contextOf(facts: readonly string[]): readonly SlackBlock[] {
  if (facts.length === 0) return [];
  const shown: string[] = [];
  let length = 0;
  for (const fact of facts) {
    length += sizeOf(fact) + 4;
    if (length > longestFacts && shown.length > 0) break;
    shown.push(fact);
  }
  return [{ type: "context", elements: [text(shown.join(" · "))] }];
}

function renderActions(actions: readonly Action[], buttons: Buttons): readonly SlackBlock[] {
  const rows: Button[][] = [];
  let length = 0;
  for (const action of actions) {
    const button = buttons.render(action);
    const more = sizeOf(JSON.stringify(button)) + 1;
    const row = rows.at(-1);
    if (row && row.length < limits.actions && length + more < limits.together - 100) {
      row.push(button);
      length += more;
    } else {
      rows.push([button]);
      length = more;
    }
  }
  return rows.map((elements) => ({ type: "actions", elements }) as const);
}

/** Code of several lines keeps them. */
function renderText(parts: readonly Inline[]): readonly SlackBlock[] {
  const [only, ...others] = parts;
  const isListing = typeof only === "object" && "code" in only && only.code.includes("\n") && others.length === 0;
  return (isListing ? preformattedTexts(only.code, limits.section) : mrkdwnTexts(parts, limits.section)).map(section);
}

function section(markup: string): SlackBlock {
  return { type: "section", text: text(markup) };
}

function text(markup: string): MrkdwnText {
  return { type: "mrkdwn", text: markup, verbatim: true };
}

function plain(words: string): PlainText {
  return { type: "plain_text", text: words, emoji: false };
}

/** The buttons of one message, told apart by number. */
interface Buttons {
  render(action: Action): Button;
  readonly longLines: readonly LongLine[];
}

function createButtons(): Buttons {
  const longLines: LongLine[] = [];
  let number = 0;
  return {
    longLines,
    render(action) {
      const { actionId, value, long } = writeButton(action, number++);
      if (long) longLines.push(long);
      const { label, run, style } = action;
      const words = plainText(label, limits.label) || plainText(run, limits.label) || "Go";
      return { type: "button", action_id: actionId, text: plain(words), value, ...(style && { style }) };
    },
  };
}
