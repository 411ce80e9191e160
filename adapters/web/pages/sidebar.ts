import type { ConversationChannel } from "../conversation.ts";
import { type Html, html } from "../html.ts";
import type { LookName } from "../looks.ts";
import { chatPath } from "../paths.ts";

export interface Sidebar {
  readonly channels: readonly ConversationChannel[];
  /** The channel, or the page, that is shown. */
  readonly current: string;
  readonly look: LookName;
}

/** The name of the house, the channels, and the way to the search page. */
export function sidebar({ channels, current, look }: Sidebar): Html {
  return html`<nav class="sidebar" aria-label="Channels">
<p class="brand"><a href="/"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 4h15v14a2 2 0 0 0 2 2H6a3 3 0 0 1-3-3zM18 8h3v10a2 2 0 0 1-3 0zM6 7.5h9M6 11h9M6 14.5h5"/></svg>Paperboy</a></p>
<p class="nav-link"><a href="/search"${current === "/search" && html` aria-current="page"`}>Search all papers</a></p>
<h2>Channels</h2>
<ul class="channels">${channels.map(
    ({ id }) =>
      html`<li><a href="${chatPath(id, look)}" data-channel="${id}"${current === id && html` aria-current="page"`}><span class="hash" aria-hidden="true">#</span> ${id}</a></li>`,
  )}</ul>
<form class="new-channel" method="post" action="/channels">
<label for="new-channel">New channel</label>
<div class="field"><input id="new-channel" name="name" maxlength="60" required placeholder="vision-language" autocomplete="off"><button>Create</button></div>
</form>
<p class="aside-note">A preview on your own machine. What you do here, a team does in Slack or Discord with the same words.</p>
</nav>`;
}
