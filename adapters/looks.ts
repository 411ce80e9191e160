import type { LineMemory, LongLine } from "../src/long-line.ts";
import { readButton as readDiscordButton } from "./discord/button-line.ts";
import { limits as discordLimits, renderDiscord } from "./discord/render.ts";
import { withShare } from "./discord/share.ts";
import { readButton as readSlackButton } from "./slack/button-line.ts";
import { renderSlack, limits as slackLimits } from "./slack/render.ts";
import { withShareButton } from "./slack/share.ts";
import type { Looks, Pressed } from "./web/looks.ts";

/** Messages as the platforms' own renderers make them; neither loads its platform's SDK. */
export const looks: Looks = {
  slack: {
    limits: slackLimits,
    async draw(message, share) {
      const whole = share === undefined ? message : withShareButton(message, share);
      const { payloads, thread, longLines } = renderSlack(whole);
      const memory = remembering(longLines);
      const pressed = new Map<string, Pressed>();
      for (const block of [...payloads, ...thread].flatMap(({ blocks }) => blocks)) {
        if (block.type !== "actions") continue;
        for (const { action_id, value } of block.elements) {
          const button = await readSlackButton(action_id, value, memory);
          if (button?.line !== undefined) pressed.set(action_id, { line: button.line, replaces: button.replaces });
        }
      }
      return { payloads, thread, pressed };
    },
  },
  discord: {
    limits: discordLimits,
    async draw(message, share) {
      const whole = share === undefined ? message : withShare({ message, share });
      const { payloads, more, longLines } = renderDiscord(whole);
      const memory = remembering(longLines);
      const pressed = new Map<string, Pressed>();
      for (const component of [...payloads, ...more].flatMap(({ components }) => components)) {
        if (!("components" in component)) continue;
        for (const { custom_id } of component.components) {
          const button = await readDiscordButton(custom_id, memory);
          if (button) pressed.set(custom_id, button);
        }
      }
      return { payloads, thread: more, pressed };
    },
  },
};

/** Finds the lines that were too long for a button, by what the button holds. */
function remembering(lines: readonly LongLine[]): Pick<LineMemory, "find"> {
  return { find: async (id: string) => lines.find((line) => line.id === id)?.line };
}
