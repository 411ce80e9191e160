import { styleText } from "node:util";
import wrapAnsi from "wrap-ansi";
import type { Action, Block, Inline, Message, PaperBlock } from "../../src/message.ts";
import { safeText, safeUrl } from "./safe-text.ts";

/** What the screen can do; decided once, where the configuration is read. */
export interface Screen {
  /** Characters a line holds; lines end at 100 even where there is more room, which no one reads with ease. */
  readonly columns: number;
  readonly color: boolean;
  /** The terminal understands OSC 8 links. */
  readonly hyperlinks: boolean;
  /** IANA zone of times; UTC without one. */
  readonly timeZone?: string;
  /** Choices of a paper that are called as those of the one above are told as a range: for pipes, where few are taken. */
  readonly briefChoices?: boolean;
}

export interface Rendered {
  /** Lines, each ended by a line feed. */
  readonly text: string;
  /** What the numbers in the text stand for; the first one is `firstChoice`. */
  readonly choices: readonly Action[];
}

/** A Message as lines of text. Its actions become numbers to type, counted through the whole message. */
export function renderTerminal(message: Message, screen: Screen, firstChoice = 1): Rendered {
  const choices: Action[] = [];
  const number = (action: Action) => firstChoice - 1 + choices.push(action);
  const blocks = [...message.blocks, ...(message.more ?? [])];
  const parts = blocks.map((block, at) => {
    const above = screen.briefChoices && blocks.slice(0, at).findLast((before) => before.type === "paper");
    return renderBlock(block, screen, { number, ...(above && { above }) });
  });
  return { text: `${parts.filter((part) => part !== "").join("\n\n")}\n`, choices };
}

interface Numbering {
  /** Gives an action its number. */
  number(action: Action): number;
  /** The paper whose choices need not be named again. */
  readonly above?: PaperBlock;
}

type Style = Parameters<typeof styleText>[0];

function renderBlock(block: Block, screen: Screen, numbering: Numbering): string {
  switch (block.type) {
    case "heading":
      return wrap(paint(safeText(block.text), "bold", screen), screen);
    case "text":
      return wrap(inlines(block.text, screen), screen);
    case "paper":
      return renderPaper(block, screen, numbering);
    case "actions":
      return choiceLine(block.actions, screen, numbering, "");
    case "divider":
      return paint("─".repeat(Math.min(width(screen), 20)), "dim", screen);
    default:
      return block satisfies never;
  }
}

function renderPaper(paper: PaperBlock, screen: Screen, numbering: Numbering): string {
  const url = paper.url === undefined ? undefined : safeUrl(paper.url);
  const title = paint(safeText(paper.title), "bold", screen);
  const lines = [wrap(url && screen.hyperlinks ? hyperlink(title, url) : title, screen)];
  if (url && !screen.hyperlinks) lines.push(wrap(paint(url, "dim", screen), screen, "  "));
  const facts = paper.facts.map((fact) => inline(fact, screen)).filter((fact) => fact !== "");
  if (facts.length > 0) lines.push(wrap(facts.join(" · "), screen, "  "));
  if (paper.quote) lines.push(wrap(inlines(paper.quote, screen), screen, "  > "));
  if (paper.reason) lines.push(wrap(paint(inlines(paper.reason, screen), "italic", screen), screen, "  "));
  if (hasActionsOf(numbering.above, paper)) lines.push(choiceRange(paper.actions, screen, numbering));
  else if (paper.actions.length > 0) lines.push(choiceLine(paper.actions, screen, numbering, "  "));
  return lines.filter((line) => line !== "").join("\n");
}

/** Whether a paper has several actions, and they are called as the other's. */
function hasActionsOf(other: PaperBlock | undefined, { actions }: PaperBlock): boolean {
  const isSame =
    actions.length === other?.actions.length && actions.every(({ label }, at) => label === other.actions[at]?.label);
  return isSame && actions.length > 2;
}

function choiceLine(actions: readonly Action[], screen: Screen, { number }: Numbering, indent: string): string {
  const choices = actions.map((action) => {
    const mark = paint(`[${number(action)}]`, "cyan", screen);
    // Lines break between choices, not inside one: only these blanks are places to break.
    return `${mark} ${safeText(action.label)}`.replaceAll(" ", "\u00a0");
  });
  return wrap(choices.join("  "), screen, indent).replaceAll("\u00a0", " ");
}

function choiceRange(actions: readonly Action[], screen: Screen, { number }: Numbering): string {
  const marks = actions.map((action) => paint(`[${number(action)}]`, "cyan", screen));
  return `  ${marks[0]} to ${marks.at(-1)} as above`;
}

function inlines(text: readonly Inline[], screen: Screen): string {
  return text.map((part) => inline(part, screen)).join("");
}

function inline(part: Inline, screen: Screen): string {
  if (typeof part === "string") return safeText(part);
  if ("bold" in part) return paint(safeText(part.bold), "bold", screen);
  if ("code" in part) return screen.color ? paint(safeText(part.code), "cyan", screen) : `\`${safeText(part.code)}\``;
  if ("time" in part) return localTime(part.time, screen.timeZone ?? "UTC");
  const label = safeText(part.link);
  const url = safeUrl(part.url);
  if (!url) return label;
  return screen.hyperlinks ? hyperlink(paint(label, "underline", screen), url) : `${label}: ${url}`;
}

function localTime(time: Date, timeZone: string): string {
  // Swedish writes dates as ISO 8601 does.
  return `${time.toLocaleString("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" })} ${timeZone}`;
}

function hyperlink(text: string, url: string): string {
  return `\u001b]8;;${url}\u0007${text}\u001b]8;;\u0007`;
}

function paint(text: string, style: Style, { color }: Screen): string {
  return color && text !== "" ? styleText(style, text, { validateStream: false }) : text;
}

function wrap(text: string, screen: Screen, indent = ""): string {
  const lines = wrapAnsi(text.trim(), width(screen) - indent.length, { hard: true }).split("\n");
  return text.trim() === "" ? "" : lines.map((line) => indent + line).join("\n");
}

function width({ columns }: Screen): number {
  return Math.max(20, Math.min(columns, 100));
}
