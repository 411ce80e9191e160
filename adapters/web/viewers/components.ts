import { type Html, html } from "../html.ts";
import type { Pressed } from "../looks.ts";
import { viewDiscordMarkdown } from "./discord-markdown.ts";
import { type Measure, platformButton } from "./frame.ts";

/** The part of Discord's Components V2 that is viewed. */
export interface ComponentsPayload {
  readonly components: readonly Component[];
}

/** Numbers of https://docs.discord.com/developers/components/reference. */
type Component =
  | { readonly type: 1; readonly components: readonly ComponentButton[] }
  | { readonly type: 10; readonly content: string }
  | { readonly type: 13; readonly file: { readonly url: string } }
  | { readonly type: 14 };

interface ComponentButton {
  readonly custom_id: string;
  readonly label?: string;
  readonly style: number;
}

/** `text`: characters of all texts; `components`: nested ones included. */
export interface ComponentsLimits {
  readonly components: number;
  readonly text: number;
}

/** One payload as Discord shows it. */
export function viewComponents({ components }: ComponentsPayload, pressed: ReadonlyMap<string, Pressed>): Html {
  return html`${components.map((component) => viewComponent(component, pressed))}`;
}

export function measureComponents({ components }: ComponentsPayload, limits: ComponentsLimits): readonly Measure[] {
  let count = 0;
  let characters = 0;
  for (const component of components) {
    count += component.type === 1 ? 1 + component.components.length : 1;
    if (component.type === 10) characters += component.content.length;
  }
  return [
    { what: "components", used: count, allowed: limits.components },
    { what: "characters", used: characters, allowed: limits.text },
  ];
}

const styles: Readonly<Record<number, string>> = { 1: "primary", 4: "danger" };

function viewComponent(component: Component, pressed: ReadonlyMap<string, Pressed>): Html {
  switch (component.type) {
    case 1:
      return html`<div class="actions">${component.components.map(({ custom_id, label, style }) =>
        platformButton(label ?? "", pressed.get(custom_id), styles[style]),
      )}</div>`;
    case 10:
      return html`${viewDiscordMarkdown(component.content)}`;
    case 13:
      return html`<p class="attached">${component.file.url.replace(/^attachment:\/\//, "")}</p>`;
    case 14:
      return html`<hr>`;
    default:
      return component satisfies never;
  }
}
