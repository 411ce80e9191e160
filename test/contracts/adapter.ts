import { describe, expect, it } from "vitest";
import { type Adapter, checksPosts, findsPosts } from "../../src/adapter.ts";
import type { Message } from "../../src/message.ts";
import { testBot } from "../support/bot.ts";

/** An adapter with a platform around it that a test can speak on and look at. */
export interface AdapterHarness {
  readonly adapter: Adapter;
  /** Says a line as a person would; resolves with what became visible. */
  say(line: string): Promise<string>;
  /** Everything visible so far. */
  visible(): string;
}

/** What every adapter must do. */
export function adapterContract(name: string, harness: () => Promise<AdapterHarness> | AdapterHarness): void {
  describe(`${name} as an adapter`, () => {
    it("answers what is said, errors included", async () => {
      const { adapter, say } = await harness();
      await adapter.start(testBot());
      expect(await say("search experts")).toContain("12 papers match experts");
      expect(await say("serach experts")).toContain("did you mean");
      expect(await say("how do I subscribe?")).toContain("Follow a topic in this channel");
      await adapter.stop();
    });

    it("posts a message and names what it posted", async () => {
      const { adapter, visible } = await harness();
      await adapter.start(testBot());
      const posted = await adapter.post({
        deliveryId: "d-1",
        channel: { platform: adapter.platform, id: "c" },
        message: { fallback: "Today", blocks: [{ type: "heading", text: "Today's papers" }] },
      });
      expect(posted.id).not.toBe("");
      expect(visible()).toContain("Today's papers");
      await adapter.stop();
    });

    it("posts before it is started too, for a process that answers nobody", async () => {
      const { adapter, visible } = await harness();
      await adapter.post({
        deliveryId: "d-2",
        channel: { platform: adapter.platform, id: "c" },
        message: { fallback: "Today", blocks: [{ type: "heading", text: "Papers without a chat" }] },
      });
      expect(visible()).toContain("Papers without a chat");
      await adapter.stop();
    });

    it("finds what it posted and nothing else, if it can look for posts", async () => {
      const { adapter } = await harness();
      await adapter.start(testBot());
      if (findsPosts(adapter)) {
        const channel = { platform: adapter.platform, id: "c" };
        const since = new Date("2026-01-10T09:00:00Z");
        const message: Message = { fallback: "Today", blocks: [{ type: "heading", text: "Today's papers" }] };
        const posted = await adapter.post({ deliveryId: "d-1", channel, message });
        expect(await adapter.findPost({ deliveryId: "d-1", channel, since })).toEqual(posted);
        expect(await adapter.findPost({ deliveryId: "d-2", channel, since })).toBeUndefined();
      }
      await adapter.stop();
    });

    it("may post in the channel it was set up in, if it can tell", async () => {
      const { adapter } = await harness();
      await adapter.start(testBot());
      if (checksPosts(adapter)) {
        const permission = await adapter.canPostTo({ platform: adapter.platform, id: "c" });
        expect(permission.allowed ? "" : permission.advice).toBe("");
      }
      await adapter.stop();
    });

    it("stops, also twice, also before it started", async () => {
      const { adapter } = await harness();
      await adapter.stop();
      const started = (await harness()).adapter;
      await started.start(testBot());
      await started.stop();
      await started.stop();
    });
  });
}
