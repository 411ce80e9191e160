import type { Action, Block, Message, PaperBlock } from "../../src/message.ts";
import { mrkdwn, mrkdwnTexts, plainText, safeUrl } from "./mrkdwn.ts";

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
}

/** Begins the action_id of every button; what follows keeps it unique in its message. */
export const runAction = "run:";
/** The same for buttons whose answer takes the place of the message. */
export const replaceAction = "replace:";

/** A Message as Block Kit, in as many payloads as Slack's limits ask for. */
export function renderSlack(message: Message): RenderedMessage {
  const numbers = counter();
  const text = plainText(message.fallback, longestFallback) || "Paperboy";
  return {
    payloads: packed(message.blocks, text, numbers),
    thread: message.more === undefined || message.more.length === 0 ? [] : packed(message.more, text, numbers),
  };
}

/**
 * Slack's limits, https://docs.slack.dev/reference/block-kit/blocks. `together` is not documented: posts of 11 to 13
 * thousand characters are refused with `msg_blocks_too_long`.
 */
const limits = { blocks: 50, together: 9_500, section: 2_900, header: 150, actions: 25, label: 75, value: 2_000 };
const longestFallback = 500;
const longestTitle = 1_000;
const longestFacts = 1_500;
const longestQuote = 1_500;
const longestReason = 1_000;

export { limits };

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
  const numbers = counter();
  return blocks.flatMap((block) => renderBlock(block, numbers));
}

function packed(blocks: readonly Block[], text: string, numbers: Counter): readonly SlackPayload[] {
  const pages: SlackBlock[][] = [];
  let page: SlackBlock[] = [];
  let length = 0;
  const add = (group: readonly SlackBlock[]) => {
    const more = JSON.stringify(group).length;
    if (page.length > 0 && (length + more > limits.together || page.length + group.length > limits.blocks)) {
      pages.push(page);
      page = [];
      length = 0;
    }
    page.push(...group);
    length += more;
  };
  for (const block of blocks) {
    const group = renderBlock(block, numbers);
    // A paper stays together; what fills a page by itself need not.
    if (JSON.stringify(group).length > limits.together) for (const single of group) add([single]);
    else if (group.length > 0) add(group);
  }
  if (page.length > 0) pages.push(page);
  if (pages.length === 0) pages.push([section(text)]);
  return pages.map((content) => ({ text, blocks: content, unfurl_links: false, unfurl_media: false }));
}

function renderBlock(block: Block, numbers: Counter): readonly SlackBlock[] {
  switch (block.type) {
    case "heading": {
      const text = plainText(block.text, limits.header);
      return text === "" ? [] : [{ type: "header", text: plain(text) }];
    }
    case "text":
      return mrkdwnTexts(block.text, limits.section).map(section);
    case "paper":
      return renderPaper(block, numbers);
    case "actions":
      return renderActions(block.actions, numbers);
    case "divider":
      return [{ type: "divider" }];
    default:
      return block satisfies never;
  }
}

function renderPaper(paper: PaperBlock, numbers: Counter): readonly SlackBlock[] {
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
    ...renderActions(paper.actions, numbers),
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
    length += fact.length + 3;
    if (length > longestFacts && shown.length > 0) break;
    shown.push(fact);
  }
  return [{ type: "context", elements: [text(shown.join(" · "))] }];
}

function renderActions(actions: readonly Action[], numbers: Counter): readonly SlackBlock[] {
  const fits = ({ run }: Action) => JSON.stringify(run).length - 2 <= limits.value;
  const rows: Button[][] = [];
  let length = 0;
  for (const action of actions.filter(fits)) {
    const button = renderButton(action, numbers());
    const more = JSON.stringify(button).length + 1;
    const row = rows.at(-1);
    if (row && row.length < limits.actions && length + more < limits.together - 100) {
      row.push(button);
      length += more;
    } else {
      rows.push([button]);
      length = more;
    }
  }
  const tooLong = actions.filter((action) => !fits(action)).map(({ label }) => label);
  return [
    ...rows.map((elements) => ({ type: "actions", elements }) as const),
    ...(tooLong.length > 0 ? [section(mrkdwn([tooLongFor(tooLong)], limits.section))] : []),
  ];
}

/** A button's line travels in its value; where there is no room for it the person types it. */
function tooLongFor(labels: readonly string[]): string {
  return `${labels.join(", ")}: that command is too long for a button of Slack. Type it, or shorten the query.`;
}

function renderButton({ label, run, style, replaces }: Action, number: number): Button {
  const words = plainText(label, limits.label) || plainText(run, limits.label) || "Go";
  return {
    type: "button",
    action_id: `${replaces === true ? replaceAction : runAction}${number}`,
    text: plain(words),
    value: run,
    ...(style && { style }),
  };
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

type Counter = () => number;

function counter(): Counter {
  let number = 0;
  return () => number++;
}
