import type { Message } from "../../src/message.ts";
import type { BlockKitLimits, BlockKitPayload } from "./viewers/block-kit.ts";
import type { ComponentsLimits, ComponentsPayload } from "./viewers/components.ts";

/** A message as a platform would be sent it. */
export interface Drawn<Payload> {
  readonly payloads: readonly Payload[];
  readonly thread: readonly Payload[];
  /** What the platform's buttons stand for, by the id that it sends back when one is pressed. */
  readonly pressed: ReadonlyMap<string, Pressed>;
}

export interface Pressed {
  readonly line: string;
  readonly replaces: boolean;
}

/** How a platform would be sent a message. `share` is the line of a button that shows a private answer to all. */
export interface Look<Payload, Limits> {
  readonly limits: Limits;
  draw(message: Message, share?: string): Promise<Drawn<Payload>>;
}

/** The looks of the platforms, made by their own renderers; the page knows how those show what they are sent. */
export interface Looks {
  readonly slack: Look<BlockKitPayload, BlockKitLimits>;
  readonly discord: Look<ComponentsPayload, ComponentsLimits>;
}

const lookNames = ["plain", "slack", "discord", "both"] as const;

/** How a page shows messages; it stands in the address. */
export type LookName = (typeof lookNames)[number];

export function readLook(name: string | null): LookName {
  return lookNames.find((look) => look === name) ?? "plain";
}
