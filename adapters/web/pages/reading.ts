import type { Message } from "../../../src/message.ts";
import { type Html, html } from "../html.ts";
import { pageOf, sayPath } from "../paths.ts";
import { actionButton, type DrawAction, renderHtml } from "../render.ts";
import { cleanText } from "../text.ts";
import { type Assets, layout } from "./layout.ts";

export interface ReadingParts {
  readonly assets: Assets;
  readonly sidebar: Html;
  /** Where buttons that change something say their line. */
  readonly channel: string;
}

export interface SearchPage extends ReadingParts {
  readonly query: string;
  readonly sort?: string;
  /** Absent before anything was asked. */
  readonly answer?: Message;
}

/** The search, with an address for every query. */
export function searchPage({ query, sort, answer, channel, ...parts }: SearchPage): Html {
  return layout({
    title: query === "" ? "Search · Paperboy" : `${cleanText(query).slice(0, 80)} · Paperboy`,
    ...parts,
    main: html`<header class="top"><h1>Search</h1></header>
<form class="search" method="get" action="/search" role="search" autocomplete="off">
<label class="unseen" for="q">Search all papers</label>
<div class="field completed"><input id="q" name="q" type="search" value="${query}" maxlength="1000" placeholder="mixture of experts" data-complete="search " spellcheck="false"${query === "" && html` autofocus`}>
<select name="sort" aria-label="Order">${sorts.map(
      ([value, label]) =>
        html`<option value="${value}"${value === (sort ?? "relevance") && html` selected`}>${label}</option>`,
    )}</select><button>Search</button></div>
<p class="hint">Words, or <code>"a phrase"</code>, <code>-without</code>, <code>moe OR experts</code>, <code>author:hinton</code>, <code>cat:cs.CL</code>, <code>since:30d</code>, <code>is:code</code>.</p>
</form>
${answer ? html`<h2 class="unseen">Results</h2>${reading(answer, channel)}` : html`<p class="quiet">Titles, abstracts, authors and categories are searched. Each query has its own address, so a link to it can be shared.</p>`}`,
  });
}

const sorts = [
  ["relevance", "Best first"],
  ["date", "Newest first"],
  ["upvotes", "Most upvotes"],
] as const;

export interface PaperPage extends ReadingParts {
  readonly paper: Message;
  readonly similar: Message;
}

/** One paper, and those about the same. */
export function paperPage({ paper, similar, channel, ...parts }: PaperPage): Html {
  const [first] = paper.blocks;
  return layout({
    title: `${first?.type === "paper" ? cleanText(first.title).slice(0, 80) : "Paper"} · Paperboy`,
    ...parts,
    main: html`<header class="top"><h1>Paper</h1></header><h2 class="unseen">What is known of it</h2>${reading(paper, channel)}
<div id="similar"><h2 class="unseen">Papers about the same</h2>${reading(similar, channel)}</div>`,
  });
}

/** Buttons that lead to a page of their own are links; the others say their line in a channel. */
const linkOrButton: DrawAction = (action) => {
  const page = pageOf(action.run);
  return page === undefined
    ? actionButton(action)
    : html`<a class="action" href="${page}">${cleanText(action.label)}</a>`;
};

function reading(message: Message, channel: string): Html {
  return html`<form class="reading" method="post" action="${sayPath(channel, "plain")}" data-quiet>${renderHtml(message, linkOrButton)}</form>`;
}
