import { describe, expect, onTestFinished, test } from "vitest";
import type { Lease, ScheduleSetting, Store } from "../../src/store/store.ts";

/** What every store of schedules and deliveries must do; `open` gives an empty one. */
export function describeDeliveryStore(name: string, open: () => Promise<Store>): void {
  const openHere = async () => {
    const store = await open();
    onTestFinished(() => store.close());
    return store;
  };
  const channel = { platform: "p", id: "c1" };
  const at = new Date("2026-03-11T07:00:00Z");
  const instant = (time: string) => new Date(`2026-03-11T${time}:00Z`);
  const setting: ScheduleSetting = {
    hour: 9,
    minute: 30,
    timeZone: "Asia/Kathmandu",
    days: [1, 4],
    by: { id: "u1", name: "Ada" },
    at,
  };

  describe(`${name} as a store of schedules`, () => {
    test("hands a schedule back as it was set; a channel has one or none", async () => {
      const { schedules } = await openHere();
      expect(await schedules.get(channel)).toBeUndefined();
      await schedules.set(channel, setting);
      const expected = { ...setting, channel, saysNothingNew: false, restInChannel: false, activeFrom: at, version: 1 };
      expect(await schedules.get(channel)).toEqual(expected);
      expect(await schedules.get({ ...channel, platform: "q" })).toBeUndefined();
      const many = Array.from({ length: 1_200 }, (_, number) => ({ ...channel, id: `other-${number}` }));
      expect(await schedules.getMany([...many, channel, { ...channel, platform: "q" }])).toEqual([expected]);
      expect(await schedules.getMany([])).toEqual([]);
      expect(await schedules.remove(channel)).toBe(true);
      expect(await schedules.remove(channel)).toBe(false);
      expect(await schedules.get(channel)).toBeUndefined();
    });

    test("setting it anew ends a pause and keeps what was not said", async () => {
      const { schedules } = await openHere();
      await schedules.set(channel, setting);
      expect(await schedules.sayNothingNew(channel, true)).toBe(true);
      expect(await schedules.putRestInChannel(channel, true)).toBe(true);
      await schedules.pause(channel, { reason: "gone", at, detail: "The channel is archived." });
      const later = instant("08:00");
      await schedules.set(channel, { ...setting, hour: 11, at: later, by: { id: "u2" } });
      const schedule = await schedules.get(channel);
      expect(schedule).toMatchObject({
        hour: 11,
        saysNothingNew: true,
        restInChannel: true,
        by: { id: "u2" },
        activeFrom: later,
      });
      expect(schedule).not.toHaveProperty("pause");
    });

    test("pauses and resumes; who is not scheduled cannot be", async () => {
      const { schedules } = await openHere();
      const pause = { reason: "asked", at, until: instant("12:00"), detail: "Ada" } as const;
      expect(await schedules.pause(channel, pause)).toBe(false);
      expect(await schedules.resume(channel, at)).toBe(false);
      expect(await schedules.sayNothingNew(channel, true)).toBe(false);
      expect(await schedules.putRestInChannel(channel, true)).toBe(false);
      await schedules.set(channel, setting);
      expect(await schedules.pause(channel, pause)).toBe(true);
      expect((await schedules.get(channel))?.pause).toEqual(pause);
      expect(await schedules.resume(channel, instant("10:00"))).toBe(true);
      const schedule = await schedules.get(channel);
      expect(schedule).toMatchObject({ activeFrom: instant("10:00"), at });
      expect(schedule).not.toHaveProperty("pause");
    });

    test("is worth a look when set, again when its time comes, and when the clock was set back", async () => {
      const { schedules } = await openHere();
      await schedules.set(channel, setting);
      const due = async (time: string) => (await schedules.toCheck(instant(time), { limit: 10 })).length;
      expect(await due("07:00")).toBe(1);
      const [schedule] = await schedules.toCheck(at, { limit: 10 });
      if (schedule) await schedules.checked(schedule, instant("07:00"), instant("09:00"));
      expect([await due("08:59"), await due("09:00"), await due("06:59")]).toEqual([0, 1, 1]);
    });

    test("a look at an older reading does not hide what people changed since", async () => {
      const { schedules } = await openHere();
      await schedules.set(channel, setting);
      const [old] = await schedules.toCheck(at, { limit: 10 });
      await schedules.set(channel, { ...setting, hour: 8 });
      if (old) await schedules.checked(old, instant("07:00"), instant("23:00"));
      expect(await schedules.toCheck(instant("07:01"), { limit: 10 })).toHaveLength(1);
    });

    test("without an end a pause is not looked at; with one it is", async () => {
      const { schedules } = await openHere();
      await schedules.set(channel, setting);
      await schedules.pause(channel, { reason: "asked", at });
      expect(await schedules.toCheck(instant("20:00"), { limit: 10 })).toEqual([]);
      await schedules.pause(channel, { reason: "asked", at, until: instant("12:00") });
      expect(await schedules.toCheck(instant("20:00"), { limit: 10 })).toHaveLength(1);
    });

    test("pages through all of them", async () => {
      const { schedules } = await openHere();
      const channels = ["p", "q"].flatMap((platform) => ["a", "b", "c"].map((id) => ({ platform, id })));
      for (const each of channels.toReversed()) await schedules.set(each, setting);
      const first = await schedules.toCheck(at, { limit: 4 });
      const rest = await schedules.toCheck(at, { limit: 4, after: channels[3] ?? channel });
      expect([...first, ...rest].map((schedule) => schedule.channel)).toEqual(channels);
    });
  });

  describe(`${name} as a store of deliveries`, () => {
    const day = "2026-03-11";
    const delivery = {
      id: "d1",
      channel,
      day,
      timeZone: "Asia/Kathmandu",
      papers: [
        { key: "k2", topic: "moe" },
        { key: "k1", topic: "video" },
      ],
      content: "the post",
    };
    const lease = (owner: string, from: string, to: string): Lease => ({
      owner,
      now: instant(from),
      until: instant(to),
    });
    const shown = (store: Store) => store.shown.seenBy(channel, ["k1", "k2", "k3"]);

    test("of many that claim a channel's day at once, one gets it, and its papers count as shown", async () => {
      const store = await openHere();
      const claims = Array.from({ length: 5 }, (_, index) => {
        const papers = [{ key: `k${index}`, topic: "moe" }];
        return store.deliveries.claim({ ...delivery, id: `d${index}`, papers }, lease(`o${index}`, "08:00", "08:02"));
      });
      const outcomes = await Promise.all(claims);
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      const [made] = await store.deliveries.history(channel, 10);
      expect(await store.shown.seenBy(channel, ["k0", "k1", "k2", "k3", "k4"])).toEqual(
        new Set(made?.papers.map((paper) => paper.key)),
      );
      expect(
        await store.deliveries.claim({ ...delivery, day: "2026-03-12", id: "d9" }, lease("o", "08:00", "08:02")),
      ).toBe(true);
    });

    test("hands it back as it was claimed", async () => {
      const { deliveries } = await openHere();
      await deliveries.claim({ ...delivery, alike: ["k3"] }, lease("one", "08:00", "08:02"));
      const { content, ...rest } = delivery;
      const expected = {
        ...rest,
        state: "claimed",
        claimedAt: instant("08:00"),
        touchedAt: instant("08:00"),
        attemptAt: instant("08:02"),
        attempts: 0,
      };
      expect(await deliveries.get(channel, day)).toEqual(expected);
      expect(await deliveries.get(channel, "2026-03-12")).toBeUndefined();
      expect(await deliveries.waiting(instant("08:01"), { limit: 10 })).toEqual([]);
      expect(await deliveries.waiting(instant("08:02"), { limit: 10 })).toEqual([expected]);
      expect(await deliveries.waiting(instant("08:02"), { limit: 10, after: "d1" })).toEqual([]);
      expect(await deliveries.takeUp("d1", lease("two", "08:02", "08:04"))).toMatchObject({ content });
    });

    test("of two that take one up at once, one gets it; the first owner has lost it then", async () => {
      const { deliveries } = await openHere();
      await deliveries.claim(delivery, lease("one", "08:00", "08:02"));
      expect(await deliveries.takeUp("d1", lease("two", "08:01", "08:04"))).toBeUndefined();
      const taken = await Promise.all([
        deliveries.takeUp("d1", lease("two", "08:02", "08:04")),
        deliveries.takeUp("d1", lease("three", "08:02", "08:04")),
      ]);
      expect(taken.filter(Boolean)).toHaveLength(1);
      expect(await deliveries.beginPosting("d1", lease("one", "08:02", "08:04"))).toBe(false);
      await deliveries.settle("d1", "one", { state: "posted", postId: "x" }, instant("08:03"));
      await deliveries.release("d1", "one", instant("08:03"));
      expect(await deliveries.get(channel, day)).toMatchObject({ state: "claimed", attemptAt: instant("08:04") });
    });

    test("posting begins within the lease only, and counts the attempts", async () => {
      const { deliveries } = await openHere();
      await deliveries.claim(delivery, lease("one", "08:00", "08:02"));
      expect(await deliveries.beginPosting("d1", lease("one", "08:02", "08:04"))).toBe(false);
      expect(await deliveries.beginPosting("d1", lease("one", "08:01", "08:04"))).toBe(true);
      expect(await deliveries.get(channel, day)).toMatchObject({ state: "posting", attempts: 1 });
    });

    test("what is settled stays settled", async () => {
      const { deliveries } = await openHere();
      await deliveries.claim(delivery, lease("one", "08:00", "08:02"));
      await deliveries.settle("d1", "one", { state: "posted", postId: "x" }, instant("08:01"));
      await deliveries.settle("d1", "one", { state: "unknown", error: "?" }, instant("08:01"));
      await deliveries.release("d1", "one", instant("08:01"));
      expect(await deliveries.beginPosting("d1", lease("one", "08:01", "08:04"))).toBe(false);
      expect(await deliveries.takeUp("d1", lease("two", "23:00", "23:59"))).toBeUndefined();
      expect(await deliveries.get(channel, day)).toMatchObject({ state: "posted", postId: "x" });
      expect(await deliveries.counts()).toEqual({ posted: 1 });
    });

    test("papers and notices of a post that will not come are new again; of one that may have come they are not", async () => {
      const outcomes = [
        [{ state: "refused", error: "Down." }, false],
        [{ state: "refused", error: "Down.", retryAt: instant("08:30") }, true],
        [{ state: "gone", reason: "gone", error: "Archived." }, false],
        [{ state: "unknown", error: "No answer." }, true],
        [{ state: "posted", postId: "x" }, true],
      ] as const;
      for (const [settlement, counts] of outcomes) {
        const store = await openHere();
        await store.shown.record(channel, ["k3"], at);
        await store.deliveries.claim({ ...delivery, notices: ["n1"] }, lease("one", "08:00", "08:02"));
        await store.deliveries.settle("d1", "one", settlement, instant("08:01"));
        expect([settlement, await shown(store)]).toEqual([settlement, new Set(counts ? ["k1", "k2", "k3"] : ["k3"])]);
        expect(await store.deliveries.untold(channel, ["n1", "n2"])).toEqual(counts ? ["n2"] : ["n1", "n2"]);
        await store.close();
      }
    });

    test("history is latest day first; covered are days whose papers reached the channel or may have", async () => {
      const { deliveries } = await openHere();
      const states = [
        ["2026-03-09", { state: "posted", postId: "x" }],
        ["2026-03-10", { state: "refused", error: "Down." }],
        ["2026-03-11", { state: "gone", reason: "gone", error: "Archived." }],
      ] as const;
      for (const [date, settlement] of states.toReversed()) {
        await deliveries.claim({ ...delivery, id: date, day: date }, lease("one", "08:00", "08:02"));
        await deliveries.settle(date, "one", settlement, instant("08:01"));
      }
      expect((await deliveries.history(channel, 2)).map((made) => made.day)).toEqual(["2026-03-11", "2026-03-10"]);
      expect(await deliveries.lastCovered(channel, "2026-03-12")).toMatchObject({ day: "2026-03-09" });
      expect(await deliveries.lastCovered(channel, "2026-03-09")).toBeUndefined();
    });
  });
}
