import type { Clock } from "../../src/clock.ts";
import type { Log } from "../../src/log.ts";
import type { LineMemory } from "../../src/long-line.ts";
import type { Message } from "../../src/message.ts";
import { type RenderedMessage, renderSlack } from "./render.ts";
import { describeFailure } from "./web.ts";

export type Render = (message: Message) => Promise<RenderedMessage>;

export interface RenderDeps {
  readonly lines: Pick<LineMemory, "keep">;
  readonly clock: Clock;
  readonly log: Log;
}

/** Renders, and keeps the lines that no button holds before anybody can press one. Never rejects. */
export function createRender({ lines, clock, log }: RenderDeps): Render {
  return async (message) => {
    const rendered = renderSlack(message);
    try {
      await lines.keep(rendered.longLines, clock.now());
    } catch (error) {
      log.error({ platform: "slack", error: describeFailure(error) }, "the lines of long buttons could not be kept");
    }
    return rendered;
  };
}
