import type { Message } from "../../../src/message.ts";
import type { Entry } from "../conversation.ts";
import { type Html, html } from "../html.ts";
import type { Drawn, LookName, Looks, Pressed } from "../looks.ts";
import { type Move, movesSince } from "../moves.ts";
import { filePath, sayPath } from "../paths.ts";
import { actionButton, renderHtml, timeElement } from "../render.ts";
import { cleanText } from "../text.ts";
import { measureBlockKit, viewBlockKit } from "../viewers/block-kit.ts";
import { measureComponents, viewComponents } from "../viewers/components.ts";
import { type FramedMessage, type Measure, viewFrame } from "../viewers/frame.ts";

export interface EntryView {
  readonly channel: string;
  /** Those of the channel, oldest first: what was asked before is compared with. */
  readonly entries: readonly Entry[];
  readonly look: LookName;
  readonly looks: Looks;
  readonly prefix: string;
}

/** What was asked and what was answered, or a post, in the look that was chosen. */
export async function drawEntry(entry: Entry, view: EntryView): Promise<Html> {
  const { channel, look } = view;
  const { message, line } = entry;
  return html`<article class="entry" id="e${entry.id}" data-changed="${entry.changed}" tabindex="-1" aria-label="${cleanText(message.fallback).slice(0, 120)}">
<h2>${
    line === undefined
      ? html`<span class="who">Paperboy</span> <span class="badge">posted the digest</span>`
      : html`<span class="who">You</span> <code class="asked">${view.prefix} ${cleanText(withoutPrefix(line, view.prefix))}</code>`
  } ${timeElement(entry.at, "short")}</h2>
${moves(entry, view.entries)}
<form method="post" action="${sayPath(channel, look)}" data-live>
<input type="hidden" name="under" value="${entry.id}">
<div class="shown ${look}">${look === "plain" ? plainLook(entry) : await platformLooks(entry, view)}</div>
</form>
${message.file && html`<p class="file"><a href="${filePath(channel, entry.id)}" download>Download ${cleanText(message.file.name)}</a></p>`}
</article>`;
}

function plainLook({ message, isPrivate, share }: Entry): Html {
  return html`<div class="plain-message">${renderHtml(message)}${
    isPrivate &&
    html`<p class="privately">Only you see this.${share !== undefined && html` ${actionButton({ label: "Share with the channel", run: share })}`}</p>`
  }</div>`;
}

async function platformLooks({ message, isPrivate, share }: Entry, { look, looks }: EntryView): Promise<Html> {
  const slack = async () => {
    const { slack: platform } = looks;
    const drawn = await platform.draw(message, share);
    return viewFrame({
      platform: "slack",
      label: "As Slack shows it",
      ...(isPrivate && { privately: "Only visible to you" }),
      ...framed(drawn, viewBlockKit, (payload) => measureBlockKit(payload, platform.limits)),
    });
  };
  const discord = async () => {
    const { discord: platform } = looks;
    const drawn = await platform.draw(message, share);
    return viewFrame({
      platform: "discord",
      label: "As Discord shows it",
      ...(isPrivate && { privately: "Only you can see this" }),
      ...framed(drawn, viewComponents, (payload) => measureComponents(payload, platform.limits)),
    });
  };
  return html`${look !== "discord" && (await slack())}${look !== "slack" && (await discord())}`;
}

function framed<Payload>(
  { payloads, thread, pressed }: Drawn<Payload>,
  view: (payload: Payload, pressed: ReadonlyMap<string, Pressed>) => Html,
  measure: (payload: Payload) => readonly Measure[],
) {
  const one = (payload: Payload): FramedMessage => ({ content: view(payload, pressed), measures: measure(payload) });
  return { messages: payloads.map(one), thread: thread.map(one) };
}

/** Most papers that are named; the eye sees the rest. */
const mostMoves = 6;

function moves(entry: Entry, entries: readonly Entry[]): Html | undefined {
  const since = movesSince(entries, entry);
  if (!since) return undefined;
  const shown = [...since.moved].sort((one, other) => distance(other) - distance(one)).slice(0, mostMoves);
  return html`<details class="moves" open><summary>Since this was last asked</summary><ul>${shown.map(
    (move) => html`<li>${direction(move)} ${cleanText(move.title)}</li>`,
  )}${since.gone
    .slice(0, mostMoves)
    .map((title) => html`<li><span class="gone">gone</span> ${cleanText(title)}</li>`)}</ul></details>`;
}

function direction({ from, to }: Move): Html {
  if (from === undefined) return html`<span class="new">new at ${to}</span>`;
  return from > to
    ? html`<span class="up">▲ ${from} to ${to}</span>`
    : html`<span class="down">▼ ${from} to ${to}</span>`;
}

function distance({ from, to }: Move): number {
  return from === undefined ? 0.5 : Math.abs(from - to);
}

function withoutPrefix(line: string, prefix: string): string {
  const typed = line.trim();
  return typed.toLowerCase().startsWith(`${prefix} `) ? typed.slice(prefix.length + 1).trimStart() : typed;
}

/** For a screen reader: one line, however long the answer is. */
export function spoken({ fallback }: Message): string {
  return cleanText(fallback).slice(0, 300);
}
