import type { ChannelOverview } from "../../../src/adapter.ts";
import type { ConversationChannel } from "../conversation.ts";
import { type Html, html } from "../html.ts";
import type { LookName, Looks } from "../looks.ts";
import { chatPath, eventsPath, sayPath } from "../paths.ts";
import { aboutChannel } from "./about-channel.ts";
import { drawEntry } from "./entry.ts";
import { type Assets, layout } from "./layout.ts";
import { sidebar } from "./sidebar.ts";

export interface ChatPage {
  readonly channel: ConversationChannel;
  readonly channels: readonly ConversationChannel[];
  readonly overview: ChannelOverview;
  readonly look: LookName;
  readonly looks: Looks;
  readonly prefix: string;
  readonly assets: Assets;
  /** Entries older than this one are shown; the newest where absent. */
  readonly before?: number;
}

/** Entries of one page: what is older is a link away. */
const onePage = 12;

/** A channel: what was said, a line to say more, and what it follows. */
export async function chatPage(page: ChatPage): Promise<Html> {
  const { channel, channels, overview, look, looks, prefix, assets, before } = page;
  const { id, entries } = channel;
  const older = before === undefined ? entries : entries.filter((entry) => entry.id < before);
  const shown = older.slice(-onePage);
  const first = shown[0];
  const view = { channel: id, entries, look, looks, prefix };
  const drawn = await Promise.all(shown.map((entry) => drawEntry(entry, view)));
  const newest = Math.max(0, ...channels.flatMap((each) => each.entries.map(({ changed }) => changed)));
  return layout({
    title: `#${id} · Paperboy`,
    assets,
    isWide: look === "both",
    sidebar: sidebar({ channels, current: id, look }),
    main: html`<header class="top"><h1><span class="hash" aria-hidden="true">#</span>${id}</h1>
${lookSwitch(id, look)}</header>
<div id="log" data-events="${eventsPath(id, look)}" data-after="${newest}" data-channel="${id}">
${older.length > shown.length && first && html`<p class="earlier"><a href="${withBefore(chatPath(id, look), first.id)}">Earlier</a></p>`}
${drawn.length === 0 ? welcome(id, look, prefix) : drawn}
${before !== undefined && html`<p class="earlier"><a href="${chatPath(id, look)}">Back to the newest</a></p>`}
</div>
<form id="composer" class="composer" method="post" action="${sayPath(id, look)}" data-live autocomplete="off">
<label class="unseen" for="line">Ask Paperboy</label>
<div class="field completed"><span class="prefix" aria-hidden="true">${prefix}</span><input id="line" name="line" required maxlength="4000" placeholder="search mixture of experts" spellcheck="false" autocapitalize="none" data-complete="">
<button>Send</button></div>
<p class="hint"><span class="keys"><kbd>/</kbd> jumps here, <kbd>↑</kbd> <kbd>↓</kbd> choose a completion, <kbd>Tab</kbd> takes it.</span> <code>help</code> lists everything.</p>
</form>`,
    aside: aboutChannel({ id, look, overview }),
  });
}

const lookLabels: Readonly<Record<LookName, string>> = {
  plain: "Plain",
  slack: "Slack",
  discord: "Discord",
  both: "Side by side",
};

function lookSwitch(id: string, look: LookName): Html {
  const names = Object.entries(lookLabels) as readonly (readonly [LookName, string])[];
  return html`<nav class="look-switch" aria-label="Show messages as"><span aria-hidden="true">Shown as</span><ul>${names.map(
    ([name, label]) =>
      html`<li><a href="${chatPath(id, name)}"${name === look && html` aria-current="true"`}>${label}</a></li>`,
  )}</ul></nav>`;
}

/** Four things to begin with, for whoever has never seen this. */
function welcome(id: string, look: LookName, prefix: string): Html {
  return html`<section class="welcome">
<h2>Research papers, delivered to the channels that care about them</h2>
<p>This is a channel as your team would have it. Type <code>${prefix}</code> commands below, or begin with one of these.</p>
<form method="post" action="${sayPath(id, look)}" data-live class="starts">${starts.map(
    ([line, title, what]) =>
      html`<button name="line" value="${line}"><strong>${title}</strong><span>${what}</span><code>${line}</code></button>`,
  )}</form>
</section>`;
}

const starts = [
  ["search mixture of experts", "Search", "Every result says which words brought it, and where they stand."],
  ["subscribe large language models", "Follow a topic", "The channel gets one digest a day of what is new."],
  ["digest", "Preview the digest", "What the next post would hold. Vote, ask again, and see the order move."],
  ["status", "Look behind it", "How fresh each source of papers is, and what became of past posts."],
] as const;

function withBefore(path: string, before: number): string {
  return `${path}${path.includes("?") ? "&" : "?"}before=${before}`;
}
