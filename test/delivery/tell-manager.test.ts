import { describe, expect, it } from "vitest";
import type { Adapter } from "../../src/adapter.ts";
import { createManagerTeller } from "../../src/delivery/tell-manager.ts";
import { silentLog } from "../../src/log.ts";
import type { ChannelSchedule } from "../../src/store/store.ts";
import { recordingAdapter } from "../support/recording-adapter.ts";

const channel = { platform: "recording", id: "c" };
const pause = { reason: "forbidden", at: new Date(), detail: "The bot may not post in #papers." } as const;
const schedule = { channel, by: { id: "ada" }, pause } as unknown as ChannelSchedule;

function teller(adapter: Adapter, found: ChannelSchedule | undefined = schedule) {
  return createManagerTeller({ schedules: { get: async () => found }, adapterOf: () => adapter, log: silentLog });
}

describe("who set a schedule", () => {
  it("is told the platform's reason and how posts go on", async () => {
    const told: unknown[] = [];
    const adapter = { ...recordingAdapter(), tell: async (...args: unknown[]) => void told.push(args) };
    await teller(adapter)(channel);
    expect(told).toEqual([["ada", expect.objectContaining({ fallback: expect.stringContaining("#papers") }), channel]]);
    expect(JSON.stringify(told)).toContain("resume");
  });

  it("is not told where nothing is paused, where the platform cannot reach people, or where they cannot be reached", async () => {
    const told: unknown[] = [];
    const adapter = { ...recordingAdapter(), tell: async (...args: unknown[]) => void told.push(args) };
    await teller(adapter, { ...schedule, pause: undefined } as unknown as ChannelSchedule)(channel);
    await teller(recordingAdapter())(channel);
    const refusing = {
      ...recordingAdapter(),
      tell: async () => {
        throw new Error("takes no messages");
      },
    };
    await expect(teller(refusing)(channel)).resolves.toBeUndefined();
    expect(told).toEqual([]);
  });
});
