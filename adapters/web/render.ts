import type { Action, Block, Inline, Message, PaperBlock } from "../../src/message.ts";
import { type Html, type HtmlValue, html } from "./html.ts";
import { cleanLines, cleanText, safeUrl } from "./text.ts";

/** How an Action becomes something to press. */
export type DrawAction = (action: Action) => Html;

/** A Message as a page shows it. Its buttons belong to the form around it. */
export function renderHtml(message: Message, draw: DrawAction = actionButton): Html {
  const { blocks, more = [] } = message;
  return html`${blocks.map((block) => renderBlock(block, draw))}${
    more.length > 0 &&
    html`<details class="thread"><summary>In the thread: ${threadSummary(more)}</summary>${more.map((block) =>
      renderBlock(block, draw),
    )}</details>`
  }`;
}

/** Pressing it says its line, or puts the answer in the message's place. */
export function actionButton({ label, run, style, replaces = false }: Action): Html {
  const words = cleanText(label).trim() || cleanText(run).trim() || "Go";
  return html`<button class="action ${style ?? "plain"}" name="${replaces ? "replace" : "line"}" value="${run}">${words}</button>`;
}

/** A link that leaves the page; bare words where the address is no good. */
export function outwardLink(label: string | Html, url: string): Html {
  const href = safeUrl(url);
  return href === undefined ? html`${label}` : html`<a href="${href}" rel="noreferrer noopener">${label}</a>`;
}

function renderBlock(block: Block, draw: DrawAction): Html {
  switch (block.type) {
    case "heading":
      return html`<h3>${cleanText(block.text)}</h3>`;
    case "text":
      return renderText(block.text);
    case "paper":
      return renderPaper(block, draw);
    case "actions":
      return actionRow(block.actions, draw);
    case "divider":
      return html`<hr>`;
    default:
      return block satisfies never;
  }
}

/** Longer ones are made to fill a page, not to be read. */
const longestTitle = 400;

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).toWellFormed()}…`;
}

function renderPaper(paper: PaperBlock, draw: DrawAction): Html {
  const title = cut(cleanText(paper.title).trim(), longestTitle) || "Untitled";
  const facts = paper.facts.map((fact) => inline(fact)).filter((fact) => fact.toString().trim() !== "");
  return html`<article class="paper">
<h4>${paper.url === undefined ? title : outwardLink(title, paper.url)}</h4>
${facts.length > 0 && html`<ul class="facts">${facts.map((fact) => html`<li>${fact}</li>`)}</ul>`}
${paper.quote && paper.quote.length > 0 && html`<blockquote>${inlines(paper.quote)}</blockquote>`}
${paper.reason && paper.reason.length > 0 && html`<p class="reason">${inlines(paper.reason)}</p>`}
${actionRow(paper.actions, draw)}</article>`;
}

function actionRow(actions: readonly Action[], draw: DrawAction): Html | false {
  return actions.length > 0 && html`<div class="actions">${actions.map(draw)}</div>`;
}

/** Code of several lines keeps them. */
function renderText(text: readonly Inline[]): Html {
  const [only, ...others] = text;
  const isListing = typeof only === "object" && "code" in only && only.code.includes("\n") && others.length === 0;
  return isListing ? listing(cleanLines(only.code)) : html`<p>${inlines(text)}</p>`;
}

/** It scrolls, also by keyboard. */
export function listing(code: string): Html {
  return html`<pre tabindex="0"><code>${code}</code></pre>`;
}

function inlines(text: readonly Inline[]): readonly Html[] {
  return text.map(inline);
}

function inline(part: Inline): Html {
  if (typeof part === "string") return html`${cleanText(part)}`;
  if ("bold" in part) return html`<strong>${queryWords(part.bold)}</strong>`;
  if ("code" in part) return html`<code>${cleanText(part.code)}</code>`;
  if ("time" in part) return timeElement(part.time);
  return outwardLink(cleanText(part.link).trim() || "link", part.url);
}

/** A minus that leaves a word out stays on the word's line: alone at the end of another it would look like a dash. */
export function queryWords(query: string): readonly HtmlValue[] {
  return cleanText(query)
    .split(/(?<!\S)(-["\p{L}\p{N}])/u)
    .map((part, index) => (index % 2 === 1 ? html`<span class="whole">${part}</span>` : part));
}

/** In UTC; the script puts it on the reader's own clock. */
export function timeElement(time: Date, form: "long" | "short" = "long"): Html {
  if (Number.isNaN(time.getTime())) return html``;
  const iso = time.toISOString();
  const words = form === "long" ? `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC` : `${iso.slice(11, 16)} UTC`;
  return html`<time datetime="${iso}" data-form="${form}">${words}</time>`;
}

function threadSummary(more: readonly Block[]): string {
  const papers = more.filter(({ type }) => type === "paper").length;
  if (papers === 0) return "more";
  return `${papers} more ${papers === 1 ? "paper" : "papers"}`;
}
