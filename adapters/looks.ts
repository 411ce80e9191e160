import type { Message } from "../src/message.ts";
import { readButton } from "./discord/button-line.ts";
import { limits as discordLimits, renderDiscord } from "./discord/render.ts";
import { withShare } from "./discord/share.ts";
import { renderSlack, limits as slackLimits } from "./slack/render.ts";
import type { Looks, Pressed } from "./web/looks.ts";

/** Messages as the platforms' own renderers make them; neither loads its platform's SDK. */
export const looks: Looks = {
  slack: {
    limits: slackLimits,
    async draw(message, share) {
      const { payloads, thread } = renderSlack(share === undefined ? message : withShareButton(message, share));
      const pressed = new Map<string, Pressed>();
      for (const { blocks } of [...payloads, ...thread]) {
        for (const block of blocks) {
          if (block.type !== "actions") continue;
          for (const { action_id, value } of block.elements) {
            pressed.set(action_id, { line: value, replaces: action_id.startsWith("replace") });
          }
        }
      }
      return { payloads, thread, pressed };
    },
  },
  discord: {
    limits: discordLimits,
    async draw(message, share) {
      const { payloads, more, longLines } = renderDiscord(
        share === undefined ? message : withShare({ message, share }),
      );
      const memory = {
        keep: async () => undefined,
        find: async (id: string) => longLines.find((long) => long.id === id)?.line,
      };
      const pressed = new Map<string, Pressed>();
      for (const { components } of [...payloads, ...more]) {
        for (const component of components) {
          if (!("components" in component)) continue;
          for (const { custom_id } of component.components) {
            const line = await readButton(custom_id, memory);
            if (line) pressed.set(custom_id, line);
          }
        }
      }
      return { payloads, thread: more, pressed };
    },
  },
};

/** As adapters/slack/answers.ts puts it under private answers. */
function withShareButton(message: Message, run: string): Message {
  return {
    ...message,
    blocks: [...message.blocks, { type: "actions", actions: [{ label: "Share with channel", run }] }],
  };
}
