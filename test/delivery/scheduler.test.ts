import { expect, test } from "vitest";
import { deliveryId } from "../../src/delivery/delivery-id.ts";
import type { DueDigest } from "../../src/delivery/scheduler.ts";
import { DeliveryError } from "../../src/errors.ts";
import type { fixedClock } from "../support/clock.ts";
import { setUpDeliveries, twoPapers } from "../support/deliveries.ts";

const channel = { platform: "test", id: "w1:c1" };

test("posts at the channel's own hour, once, every day", async () => {
  const { clock, schedule, startProcess, texts } = await setUpDeliveries();
  await schedule(channel);
  const { tick } = startProcess();
  const ticks: [string, number][] = [
    ["2026-03-11T07:59:59Z", 0],
    ["2026-03-11T08:00:00Z", 1],
    ["2026-03-11T08:00:30Z", 1],
    ["2026-03-11T22:59:00Z", 1],
    ["2026-03-12T07:59:00Z", 1],
    ["2026-03-12T08:00:00Z", 2],
  ];
  for (const [time, posts] of ticks) {
    clock.set(time);
    await tick();
    expect([time, texts().length]).toEqual([time, posts]);
  }
  expect(texts()).toEqual(["Papers of 2026-03-11", "Papers of 2026-03-12"]);
});

test("a schedule set after its hour begins on the next of its days", async () => {
  const { clock, schedule, startProcess, texts } = await setUpDeliveries("2026-03-13T10:00:00Z");
  await schedule(channel, { days: [1, 2, 3, 4, 5] });
  const { tick } = startProcess();
  for (const time of ["2026-03-13T10:00:00Z", "2026-03-14T09:00:00Z", "2026-03-15T09:00:00Z"]) {
    clock.set(time);
    await tick();
  }
  expect(texts()).toEqual([]);
  clock.set("2026-03-16T09:00:00Z");
  await tick();
  expect(texts()).toEqual(["Papers of 2026-03-16"]);
});

test("a changed schedule counts at once, and a day that had its post gets no second one", async () => {
  const { clock, schedule, startProcess, texts } = await setUpDeliveries("2026-03-11T07:00:00Z");
  await schedule(channel);
  const { tick } = startProcess();
  clock.set("2026-03-11T08:00:00Z");
  await tick();
  await schedule(channel, { hour: 11 });
  clock.set("2026-03-11T10:00:00Z");
  await tick();
  clock.set("2026-03-12T08:00:00Z");
  await tick();
  expect(texts()).toEqual(["Papers of 2026-03-11"]);
  clock.set("2026-03-12T10:00:00Z");
  await tick();
  expect(texts()).toHaveLength(2);
});

test("many ticks and many processes at once post once", async () => {
  const { clock, schedule, startProcess, platform } = await setUpDeliveries();
  for (let index = 0; index < 20; index++) await schedule({ platform: "test", id: `w${index % 3}:c${index}` });
  clock.set("2026-03-11T08:00:00Z");
  const processes = [startProcess(), startProcess(), startProcess()];
  await Promise.all([...processes, ...processes].map((process) => process.tick()));
  expect(platform.arrived).toHaveLength(20);
  expect(new Set(platform.arrived.map((post) => post.deliveryId)).size).toBe(20);
});

test("after nights off a channel gets one catch-up post, with what was missed since its last one", async () => {
  const { clock, schedule, startProcess, texts } = await setUpDeliveries();
  await schedule(channel);
  const asked: DueDigest[] = [];
  const compose = (request: DueDigest) => {
    asked.push(request);
    return twoPapers(request);
  };
  clock.set("2026-03-11T08:00:00Z");
  await startProcess({ compose }).tick();
  // Seven days later, in the evening.
  clock.set("2026-03-18T18:00:00Z");
  const { tick } = startProcess({ compose });
  await tick();
  await tick();
  expect(texts()).toEqual(["Papers of 2026-03-11", "Papers of 2026-03-18"]);
  expect(asked.map(({ isCatchUp, since }) => [isCatchUp, since])).toEqual([
    [false, "2026-03-08"],
    [true, "2026-03-09"],
  ]);
});

test("a catch-up looks back a fortnight at most, and never into a pause", async () => {
  const { store, clock, schedule, startProcess } = await setUpDeliveries();
  await schedule(channel);
  const since: string[] = [];
  const compose = (request: DueDigest) => {
    since.push(request.since);
    return twoPapers(request);
  };
  const { tick } = startProcess({ compose });
  clock.set("2026-03-11T08:00:00Z");
  await tick();
  clock.set("2026-05-11T08:00:00Z");
  await tick();
  expect(since).toEqual(["2026-03-08", "2026-04-27"]);
  expect(await store.deliveries.lastCovered(channel, "2027-01-01")).toMatchObject({ day: "2026-05-11" });
});

test("yesterday's missed run is made up at once, unless today's comes within six hours", async () => {
  for (const [startsAt, posts] of [
    ["2026-03-12T01:59:00Z", ["Papers of 2026-03-11"]],
    ["2026-03-12T02:00:00Z", []],
  ] as const) {
    const { clock, schedule, startProcess, texts } = await setUpDeliveries();
    await schedule(channel);
    clock.set(startsAt);
    const { tick } = startProcess();
    await tick();
    expect(texts()).toEqual(posts);
    clock.set("2026-03-12T08:00:00Z");
    await tick();
    expect(texts()).toEqual([...posts, "Papers of 2026-03-12"]);
  }
});

test("a clock set back, forward and back again loses nothing and doubles nothing", async () => {
  const { clock, schedule, startProcess, texts } = await setUpDeliveries();
  await schedule(channel);
  const { tick } = startProcess();
  const times = [
    "11T08:00",
    "11T07:00",
    "11T08:30",
    "14T09:00",
    "12T07:00",
    "12T08:00",
    "13T08:00",
    "14T08:00",
    "15T08:00",
  ];
  for (const time of times) {
    clock.set(`2026-03-${time}:00Z`);
    await tick();
  }
  expect(texts()).toEqual([11, 14, 12, 13, 15].map((date) => `Papers of 2026-03-${date}`));
});

test("paused is silent; what came due in the meantime is not made up; a pause with an end ends by itself", async () => {
  const { store, clock, schedule, startProcess, texts } = await setUpDeliveries();
  await schedule(channel);
  const { tick } = startProcess();
  const tickAt = async (time: string) => {
    clock.set(time);
    await tick();
  };
  await store.schedules.pause(channel, { reason: "asked", at: clock.now() });
  await tickAt("2026-03-11T08:00:00Z");
  await tickAt("2026-03-12T08:00:00Z");
  await store.schedules.resume(channel, new Date("2026-03-12T12:00:00Z"));
  await tickAt("2026-03-12T12:00:00Z");
  expect(texts()).toEqual([]);
  await tickAt("2026-03-13T08:00:00Z");
  const until = new Date("2026-03-15T20:00:00Z");
  await store.schedules.pause(channel, { reason: "asked", at: clock.now(), until });
  await tickAt("2026-03-14T08:00:00Z");
  await tickAt("2026-03-15T20:00:00Z");
  await tickAt("2026-03-16T08:00:00Z");
  expect(texts()).toEqual(["Papers of 2026-03-13", "Papers of 2026-03-16"]);
});

test("paused or forgotten while its digest waited for its turn: nothing is posted; moved to a later hour, it comes then", async () => {
  const { store, clock, schedule, startProcess, texts } = await setUpDeliveries();
  const others = ["w1:c2", "w1:c3", "w1:c4"].map((id) => ({ platform: "test", id }));
  for (const each of [channel, ...others]) await schedule(each);
  const [paused, forgotten, moved] = others;
  if (!paused || !forgotten || !moved) throw new Error("no channels");
  const composed: string[] = [];
  const compose = async (request: DueDigest) => {
    composed.push(request.channel.id);
    if (request.channel.id === channel.id && composed.length === 1) {
      await store.schedules.pause(paused, { reason: "asked", at: clock.now() });
      await store.forgetChannel(forgotten);
      await schedule(moved, { hour: 10 });
    }
    return twoPapers(request);
  };
  const { tick } = startProcess({ compose });
  clock.set("2026-03-11T08:00:00Z");
  await tick();
  await tick();
  expect(texts()).toHaveLength(1);
  clock.set("2026-03-11T09:00:00Z");
  await tick();
  expect(composed).toEqual(["w1:c1", "w1:c4"]);
  expect(await store.deliveries.history(forgotten, 9)).toEqual([]);
});

test("a refusal that waits is dropped when the channel is paused or switched off meanwhile", async () => {
  for (const change of ["pause", "remove"] as const) {
    const { store, clock, schedule, startProcess, platform } = await setUpDeliveries();
    await schedule(channel);
    const { tick } = startProcess();
    platform.decide(() => ({ arrives: false, answer: new DeliveryError("retry", "Down.") }));
    clock.set("2026-03-11T08:00:00Z");
    await tick();
    if (change === "pause") await store.schedules.pause(channel, { reason: "asked", at: clock.now() });
    else await store.schedules.remove(channel);
    platform.decide(() => ({ arrives: true }));
    clock.set("2026-03-11T09:00:00Z");
    expect(await tick()).toEqual({ outcomes: { refused: 1 } });
    expect(platform.arrived).toEqual([]);
    expect(await store.deliveries.get(channel, "2026-03-11")).toMatchObject({ state: "refused" });
  }
});

/** Asks every five minutes. */
async function tickThrough(
  from: string,
  to: string,
  { clock, tick }: { clock: ReturnType<typeof fixedClock>; tick(): Promise<unknown> },
) {
  for (let at = Date.parse(from); at <= Date.parse(to); at += 300_000) {
    clock.set(new Date(at).toISOString());
    await tick();
  }
}

test("a post due right before midnight is tried again for six hours, as its own day's, and doubles no other", async () => {
  for (const [upAgain, posts] of [
    ["2026-03-12T04:30:00Z", ["Papers of 2026-03-11", "Papers of 2026-03-12"]],
    // Too late: the next digest has its papers.
    ["2026-03-12T05:30:00Z", ["Papers of 2026-03-12"]],
  ] as const) {
    const { store, clock, schedule, startProcess, platform, texts } = await setUpDeliveries();
    await schedule(channel, { hour: 23, minute: 55 });
    const { tick } = startProcess();
    platform.decide(() =>
      clock.now() < new Date(upAgain)
        ? { arrives: false, answer: new DeliveryError("retry", "Down.") }
        : { arrives: true },
    );
    await tickThrough("2026-03-11T22:55:00Z", "2026-03-13T22:40:00Z", { clock, tick });
    expect(texts()).toEqual(posts);
    const state = posts.length === 2 ? "posted" : "refused";
    expect(await store.deliveries.get(channel, "2026-03-11")).toMatchObject({ state });
    const held = await store.shown.seenBy(channel, ["2026-03-11 a"]);
    expect(held.size).toBe(posts.length - 1);
  }
});

test("a made-up post that is refused gives way to the next digest, which may carry its papers", async () => {
  const { store, clock, schedule, startProcess, platform, texts } = await setUpDeliveries();
  await schedule(channel);
  const seen: number[] = [];
  const { tick } = startProcess({
    compose: async (request) => {
      seen.push((await store.shown.seenBy(channel, ["2026-03-11 a"])).size);
      return twoPapers(request);
    },
  });
  platform.decide(() => ({ arrives: false, answer: new DeliveryError("retry", "Down.") }));
  await tickThrough("2026-03-12T01:30:00Z", "2026-03-12T07:45:00Z", { clock, tick });
  expect(await store.deliveries.get(channel, "2026-03-11")).toMatchObject({ state: "refused" });
  platform.decide(() => ({ arrives: true }));
  await tickThrough("2026-03-12T08:00:00Z", "2026-03-12T22:00:00Z", { clock, tick });
  expect(texts()).toEqual(["Papers of 2026-03-12"]);
  expect(seen).toEqual([0, 0]);
});

test("what waited while nothing ran gives its papers to the digest that is due at the start", async () => {
  const { store, clock, schedule, startProcess, platform, texts } = await setUpDeliveries();
  await schedule(channel, { hour: 23, minute: 55 });
  platform.decide(() => ({ arrives: false, answer: new DeliveryError("retry", "Down.") }));
  clock.set("2026-03-11T22:55:00Z");
  await startProcess().tick();
  platform.decide(() => ({ arrives: true }));
  clock.set("2026-03-12T23:00:00Z");
  const seen: number[] = [];
  const compose = async (request: DueDigest) => {
    seen.push((await store.shown.seenBy(channel, ["2026-03-11 a"])).size);
    return twoPapers(request);
  };
  expect(await startProcess({ compose }).tick()).toEqual({ outcomes: { refused: 1, posted: 1 } });
  expect([texts(), seen]).toEqual([["Papers of 2026-03-12"], [0]]);
});

test("what waits still comes where the next digest went without it, because the schedule was moved", async () => {
  const { clock, schedule, startProcess, platform, texts } = await setUpDeliveries();
  await schedule(channel, { hour: 23, minute: 55 });
  const { tick } = startProcess();
  platform.decide(() => ({
    arrives: false,
    answer: new DeliveryError("retry", "Down.", { retryAfter: 3_600_000 }),
  }));
  clock.set("2026-03-11T22:55:00Z");
  await tick();
  await schedule(channel, { hour: 0, minute: 30 });
  platform.decide(() => ({ arrives: true }));
  await tickThrough("2026-03-11T23:30:00Z", "2026-03-12T12:00:00Z", { clock, tick });
  expect(texts()).toEqual(["Papers of 2026-03-12", "Papers of 2026-03-11"]);
});

test("nothing new: nothing is posted, and the day is not looked at again", async () => {
  const { clock, schedule, startProcess, store, platform } = await setUpDeliveries();
  await schedule(channel);
  await store.schedules.sayNothingNew(channel, true);
  const asked: DueDigest[] = [];
  const { tick } = startProcess({
    compose: async (request) => {
      asked.push(request);
      return { papers: [] };
    },
  });
  clock.set("2026-03-11T08:00:00Z");
  expect(await tick()).toEqual({ outcomes: { "nothing-new": 1 } });
  expect(await tick()).toEqual({ outcomes: {} });
  expect(asked.map((request) => request.saysNothingNew)).toEqual([true]);
  expect(platform.asked()).toBe(0);
});

test("a notice is told each channel once, in its next post", async () => {
  const { clock, schedule, startProcess, texts } = await setUpDeliveries();
  await schedule(channel);
  const { tick } = startProcess({
    notices: () => [{ id: "arxiv failed 2026-03-11", text: "arXiv could not be read." }],
  });
  for (const date of [11, 12]) {
    clock.set(`2026-03-${date}T08:00:00Z`);
    await tick();
  }
  expect(texts()).toEqual(["Papers of 2026-03-11 arXiv could not be read.", "Papers of 2026-03-12"]);
});

test("a channel whose digest cannot be composed holds up nobody, and is tried again at the next tick", async () => {
  const { clock, schedule, startProcess, platform } = await setUpDeliveries();
  const broken = { platform: "test", id: "w1:broken" };
  for (const each of [broken, channel]) await schedule(each);
  let isBroken = true;
  const { tick } = startProcess({
    compose: async (request) => {
      if (isBroken && request.channel.id === broken.id) throw new Error("out of luck");
      return twoPapers(request);
    },
  });
  clock.set("2026-03-11T08:00:00Z");
  expect(await tick()).toEqual({ outcomes: { failed: 1, posted: 1 } });
  isBroken = false;
  expect(await tick()).toEqual({ outcomes: { posted: 1 } });
  expect(platform.arrived.map((post) => post.channel.id)).toEqual([channel.id, broken.id]);
});

test("a channel whose zone this machine does not know holds up nobody, and posts again once it has another", async () => {
  const { clock, schedule, startProcess, texts } = await setUpDeliveries();
  await schedule({ platform: "test", id: "w1:c0" }, { timeZone: "America/Atlantis" });
  await schedule(channel);
  const { tick } = startProcess();
  clock.set("2026-03-11T08:00:00Z");
  await tick();
  expect(texts()).toEqual(["Papers of 2026-03-11"]);
  await schedule({ platform: "test", id: "w1:c0" });
  clock.set("2026-03-12T08:00:00Z");
  await tick();
  expect(texts()).toHaveLength(3);
});

test("a post that waits goes out though the zone of its channel is one that this machine does not know any more", async () => {
  const { clock, schedule, startProcess, platform } = await setUpDeliveries();
  await schedule(channel);
  platform.decide(() => ({ arrives: false, answer: new DeliveryError("retry", "Down.") }));
  clock.set("2026-03-11T08:00:00Z");
  const { tick } = startProcess();
  expect((await tick()).outcomes).toEqual({ waiting: 1 });
  platform.decide(() => ({ arrives: true }));
  await schedule(channel, { timeZone: "America/Atlantis" });
  clock.set("2026-03-11T09:00:00Z");
  expect((await tick()).outcomes).toEqual({ posted: 1 });
});

test("a post of a day that this machine cannot tell is given up once it was tried long enough", async () => {
  const { clock, schedule, store, startProcess } = await setUpDeliveries("2026-03-11T08:00:00Z");
  await schedule(channel, { timeZone: "America/Atlantis" });
  const content = JSON.stringify({ fallback: "Papers", blocks: [] });
  const ofToday = { id: deliveryId(channel, "2026-03-11"), channel, day: "2026-03-11", papers: [], content };
  const lease = { owner: "another", now: clock.now(), until: new Date("2026-03-11T08:02:00Z") };
  await store.deliveries.claim({ ...ofToday, timeZone: "America/Atlantis" }, lease);
  clock.set("2026-03-11T15:00:00Z");
  expect((await startProcess().tick()).outcomes).toEqual({ refused: 1 });
});

test("a platform that this process does not serve is left to one that does", async () => {
  const { clock, schedule, startProcess, platform } = await setUpDeliveries();
  await schedule(channel);
  clock.set("2026-03-11T08:00:00Z");
  expect(await startProcess({ serves: () => false }).tick()).toEqual({ outcomes: {} });
  expect(await startProcess().tick()).toEqual({ outcomes: { posted: 1 } });
  expect(platform.arrived).toHaveLength(1);
});

test("a workspace that does not answer holds up no other, nor the next tick", async () => {
  const { clock, schedule, startProcess, platform } = await setUpDeliveries();
  for (let index = 0; index < 100; index++) await schedule({ platform: "test", id: `slow:c${index}` });
  for (let index = 0; index < 10; index++) await schedule({ platform: "test", id: `w${index}:c` });
  await schedule({ platform: "test", id: "late:c" }, { hour: 10 });
  const { promise: thaw, resolve } = Promise.withResolvers<void>();
  const { promise: allOthers, resolve: othersDone } = Promise.withResolvers<void>();
  let slowAtOnce = 0;
  let others = 0;
  platform.decide(async (post) => {
    if (!post.channel.id.startsWith("slow")) {
      others++;
      if (others === 10) othersDone();
      return { arrives: true };
    }
    slowAtOnce++;
    await thaw;
    return { arrives: true };
  });
  const { tick } = startProcess();
  clock.set("2026-03-11T08:00:00Z");
  const first = tick();
  await allOthers;
  clock.set("2026-03-11T09:00:00Z");
  expect(await Promise.race([tick(), first])).toMatchObject({ outcomes: { posted: 1 } });
  expect(slowAtOnce).toBe(4);
  resolve();
  expect(await first).toMatchObject({ outcomes: { posted: 110 } });
  expect(new Set(platform.arrived.map((post) => post.deliveryId)).size).toBe(111);
});

test("stopped: no new claims, what is under way ends, the rest is for the next start", async () => {
  const { clock, schedule, startProcess, store, platform } = await setUpDeliveries();
  for (let index = 0; index < 10; index++) await schedule({ platform: "test", id: `w1:c${index}` });
  const { promise: thaw, resolve } = Promise.withResolvers<void>();
  const { promise: begun, resolve: hasBegun } = Promise.withResolvers<void>();
  platform.decide(async () => {
    if (platform.asked() === 4) hasBegun();
    await thaw;
    return { arrives: true };
  });
  const process = startProcess();
  clock.set("2026-03-11T08:00:00Z");
  const ticking = process.tick();
  await begun;
  const stopping = process.stop(10_000);
  resolve();
  await stopping;
  await ticking;
  expect(platform.arrived).toHaveLength(4);
  expect(await store.deliveries.counts()).toEqual({ posted: 4 });
  expect(await process.tick()).toEqual({ outcomes: {} });
  expect(await startProcess().tick()).toEqual({ outcomes: { posted: 6 } });
});

test("stopping waits no longer than it may; what was under way is looked up by the next start", async () => {
  const { clock, schedule, startProcess, store, platform } = await setUpDeliveries();
  await schedule(channel);
  platform.decide(() => new Promise(() => undefined));
  const process = startProcess();
  clock.set("2026-03-11T08:00:00Z");
  void process.tick();
  while (platform.asked() === 0) await new Promise(setImmediate);
  await process.stop(20);
  expect(await store.deliveries.get(channel, "2026-03-11")).toMatchObject({ state: "posting" });
  platform.decide(() => ({ arrives: true }));
  clock.set("2026-03-11T08:10:00Z");
  expect(await startProcess().tick()).toEqual({ outcomes: { posted: 1 } });
});

test("commands get their turn while many digests are composed", async () => {
  const { clock, schedule, startProcess } = await setUpDeliveries();
  for (let index = 0; index < 50; index++) await schedule({ platform: "test", id: `w${index}:c` });
  let composed = 0;
  const { tick } = startProcess({
    compose: (request) => {
      composed++;
      for (const until = performance.now() + 16; performance.now() < until; );
      return twoPapers(request);
    },
  });
  clock.set("2026-03-11T08:00:00Z");
  const ticking = tick();
  const seenByCommands = new Set<number>();
  while (composed < 50) {
    await new Promise(setImmediate);
    seenByCommands.add(composed);
  }
  await ticking;
  expect(seenByCommands.size).toBeGreaterThanOrEqual(49);
});

test("02:30 is posted once on both days when clocks change", async () => {
  const { clock, schedule, startProcess, platform } = await setUpDeliveries("2026-03-27T00:00:00Z");
  await schedule(channel, { hour: 2, minute: 30 });
  const { tick } = startProcess();
  const days = ["2026-03-28", "2026-03-29", "2026-03-30", "2026-10-24", "2026-10-25", "2026-10-26"];
  for (const day of days) {
    for (let quarter = 0; quarter < 96; quarter++) {
      clock.set(new Date(Date.parse(day) + quarter * 900_000).toISOString());
      await tick();
    }
  }
  const posts = platform.arrived.map((post) => post.deliveryId);
  for (const day of days) expect(posts.filter((id) => id === deliveryId(channel, day))).toHaveLength(1);
});
