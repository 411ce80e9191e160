import { expect, test } from "vitest";
import { lookAt } from "../../src/delivery/catch-up.ts";
import { defaultSchedule } from "../../src/delivery/schedule.ts";
import type { ChannelSchedule } from "../../src/store/store.ts";

test("a schedule whose next run nobody can say brings nothing, and is looked at again in a fortnight", () => {
  const schedule: ChannelSchedule = {
    ...defaultSchedule("Europe/Berlin"),
    days: [],
    channel: { platform: "test", id: "C1" },
    activeFrom: new Date("2026-11-01T00:00:00Z"),
    saysNothingNew: false,
    restInChannel: false,
    version: 1,
    by: { id: "U1" },
    at: new Date("2026-11-01T00:00:00Z"),
  };
  const look = lookAt(schedule, new Date("2026-11-21T08:00:00Z"));
  expect(look).toEqual({ next: new Date("2026-12-05T08:00:00Z") });
});
