import { type Html, html } from "../html.ts";
import type { Pressed } from "../looks.ts";
import { type Measure, platformButton } from "./frame.ts";
import { decoded, viewMrkdwn } from "./mrkdwn.ts";

/** The part of Slack's Block Kit that is viewed. */
export interface BlockKitPayload {
  readonly blocks: readonly BlockKitBlock[];
}

type BlockKitBlock =
  | { readonly type: "header"; readonly text: { readonly text: string } }
  | { readonly type: "section"; readonly text: { readonly text: string } }
  | { readonly type: "context"; readonly elements: readonly { readonly text: string }[] }
  | { readonly type: "actions"; readonly elements: readonly BlockKitButton[] }
  | { readonly type: "divider" };

interface BlockKitButton {
  readonly action_id: string;
  readonly text: { readonly text: string };
  readonly style?: "primary" | "danger";
}

/** `together`: characters of all blocks as JSON. */
export interface BlockKitLimits {
  readonly blocks: number;
  readonly together: number;
}

/** One payload as Slack shows it. */
export function viewBlockKit({ blocks }: BlockKitPayload, pressed: ReadonlyMap<string, Pressed>): Html {
  return html`${blocks.map((block) => viewBlock(block, pressed))}`;
}

export function measureBlockKit({ blocks }: BlockKitPayload, limits: BlockKitLimits): readonly Measure[] {
  return [
    { what: "blocks", used: blocks.length, allowed: limits.blocks },
    { what: "characters", used: JSON.stringify(blocks).length, allowed: limits.together },
  ];
}

function viewBlock(block: BlockKitBlock, pressed: ReadonlyMap<string, Pressed>): Html {
  switch (block.type) {
    case "header":
      return html`<h3>${decoded(block.text.text)}</h3>`;
    case "section":
      return html`<div class="section">${viewMrkdwn(block.text.text)}</div>`;
    case "context":
      return html`<div class="context">${block.elements.map(({ text }) => viewMrkdwn(text))}</div>`;
    case "actions":
      return html`<div class="actions">${block.elements.map(({ action_id, text, style }) =>
        platformButton(decoded(text.text), pressed.get(action_id), style),
      )}</div>`;
    case "divider":
      return html`<hr>`;
    default:
      return block satisfies never;
  }
}
