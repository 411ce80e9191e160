import { type Html, html } from "../html.ts";
import type { Pressed } from "../looks.ts";

/** How much of what a platform takes a message uses. */
export interface Measure {
  readonly what: string;
  readonly used: number;
  readonly allowed: number;
}

export interface Frame {
  readonly platform: "slack" | "discord";
  /** `As Slack shows it`. */
  readonly label: string;
  /** What the platform writes above an answer that one person sees. */
  readonly privately?: string;
  readonly messages: readonly FramedMessage[];
  readonly thread: readonly FramedMessage[];
}

export interface FramedMessage {
  readonly content: Html;
  readonly measures: readonly Measure[];
}

/** Messages in a platform's dress, each with what it uses of the platform's limits. */
export function viewFrame({ platform, label, privately, messages, thread }: Frame): Html {
  return html`<div class="look ${platform}" role="group" aria-label="${label}">
<p class="look-name">${label}</p>
${messages.map((message) => viewMessage(message, privately))}
${
  thread.length > 0 &&
  html`<details class="thread"><summary>Thread: ${thread.length} ${thread.length === 1 ? "message" : "messages"}</summary>
${thread.map((message) => viewMessage(message))}</details>`
}</div>`;
}

export function platformButton(label: string, pressed: Pressed | undefined, style: string | undefined): Html {
  const name = pressed?.replaces ? "replace" : "line";
  return html`<button class="action ${style ?? "plain"}" name="${name}" value="${pressed?.line}"${
    !pressed && html` disabled`
  }>${label}</button>`;
}

function viewMessage({ content, measures }: FramedMessage, privately?: string): Html {
  return html`<div class="platform-message">
<span class="avatar" aria-hidden="true">P</span>
<div class="bubble">${privately !== undefined && html`<p class="privately">${privately}</p>`}
<p class="sender"><b>Paperboy</b> <span class="app">APP</span></p>
${content}</div>
<ul class="measures">${measures.map(viewMeasure)}</ul>
</div>`;
}

function viewMeasure({ what, used, allowed }: Measure): Html {
  const words = `${used.toLocaleString("en-GB")} of ${allowed.toLocaleString("en-GB")} ${what}`;
  return html`<li><meter min="0" max="${allowed}" value="${used}" high="${allowed * 0.9}" aria-label="${words}"></meter> ${words}</li>`;
}
