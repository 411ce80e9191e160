import type { Message } from "../message.ts";
import { text } from "./blocks.ts";
import { withCode } from "./text.ts";

/** To whoever set the schedule: what the platform said when a digest was not taken. */
export function postsPaused(reason: string): Message {
  const heading = "A digest did not arrive, and the channel's posts are paused";
  const kept = "What the channel follows is kept. Once this is mended, say resume in that channel.";
  return {
    fallback: `${heading}. ${reason} ${kept}`,
    blocks: [
      { type: "heading", text: heading },
      text(...withCode(reason)),
      text("What the channel follows is kept. Once this is mended, say ", { code: "resume" }, " in that channel."),
    ],
  };
}
