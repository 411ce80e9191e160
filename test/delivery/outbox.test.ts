import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Adapter } from "../../src/adapter.ts";
import { deliveryId } from "../../src/delivery/delivery-id.ts";
import { createOutbox, type OutboxDeps } from "../../src/delivery/outbox.ts";
import { DeliveryError } from "../../src/errors.ts";
import { silentLog } from "../../src/log.ts";
import type { Message } from "../../src/message.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { fixedClock } from "../support/clock.ts";
import { testPlatform } from "../support/platform.ts";
import { tempFolder } from "../support/temp.ts";

const channel = { platform: "test", id: "c1" };
const day = "2026-03-11";
const id = deliveryId(channel, day);
const message: Message = { fallback: "Two papers", blocks: [{ type: "heading", text: "Two papers" }] };
const papers = [
  { key: "k1", topic: "moe" },
  { key: "k2", topic: "video" },
];
const outgoing = { id, channel, day, timeZone: "Europe/Berlin", papers, alike: ["k3"], message };

async function setUp() {
  const store = await openSqliteStore({ file: join(tempFolder(), "paperboy.db") });
  onTestFinished(() => store.close());
  const clock = fixedClock("2026-03-11T08:00:00Z");
  const platform = testPlatform();
  /** A process of its own over the same store. */
  const outboxOf = (owner: string, adapter: Adapter = platform.adapter, more: Partial<OutboxDeps> = {}) =>
    createOutbox({
      deliveries: store.deliveries,
      adapterOf: () => adapter,
      clock,
      log: silentLog,
      owner,
      random: () => 0,
      ...more,
    });
  const seen = () => store.shown.seenBy(channel, ["k1", "k2", "k3"]);
  const delivery = () => store.deliveries.get(channel, day);
  return { store, clock, platform, outboxOf, seen, delivery };
}

/** Does something else while the platform takes the first post; every post arrives. */
function duringFirstPost({ decide }: ReturnType<typeof testPlatform>, act: () => Promise<void>): void {
  let isFirst = true;
  decide(async () => {
    if (isFirst) {
      isFirst = false;
      await act();
    }
    return { arrives: true };
  });
}

test("the id of a delivery is the same everywhere and short enough for any platform", () => {
  expect(id).toBe(deliveryId({ id: "c1", platform: "test" }, "2026-03-11"));
  expect(id).toMatch(/^[\w-]{24}$/u);
  expect(deliveryId({ platform: "tes", id: "tc1" }, day)).not.toBe(id);
});

test("posts once, remembers the post and what it carried", async () => {
  const { platform, outboxOf, delivery, seen } = await setUp();
  expect(await outboxOf("one").deliver(outgoing)).toBe("posted");
  expect(platform.arrived).toEqual([{ deliveryId: id, channel, message }]);
  expect(await delivery()).toMatchObject({ state: "posted", postId: "post-1", attempts: 1, papers });
  expect(await seen()).toEqual(new Set(["k1", "k2", "k3"]));
});

test("a second process, a second timer and a clock set back cannot claim it again", async () => {
  const { platform, clock, outboxOf } = await setUp();
  const one = outboxOf("one");
  const two = outboxOf("two");
  const outcomes = await Promise.all([one.deliver(outgoing), one.deliver(outgoing), two.deliver(outgoing)]);
  expect(outcomes.toSorted()).toEqual(["posted", "taken", "taken"]);
  clock.set("2026-03-10T08:00:00Z");
  expect(await two.deliver(outgoing)).toBe("taken");
  expect(await two.goOn(id)).toBe("taken");
  expect(platform.arrived).toHaveLength(1);
});

test("without a message there is nothing new: the day is covered and nothing is posted", async () => {
  const { store, platform, outboxOf, delivery } = await setUp();
  const { message: _, ...empty } = { ...outgoing, papers: [], alike: [] };
  expect(await outboxOf("one").deliver(empty)).toBe("nothing-new");
  expect(platform.asked()).toBe(0);
  expect(await delivery()).toMatchObject({ state: "nothing-new", attempts: 0 });
  expect(await store.deliveries.waiting(new Date("2027-01-01"), { limit: 10 })).toEqual([]);
});

test("refused for now is tried again later, with the very same message, after the wait the platform asked for", async () => {
  const { platform, clock, outboxOf, delivery } = await setUp();
  const outbox = outboxOf("one");
  platform.decide(() => ({
    arrives: false,
    answer: new DeliveryError("retry", "Too many posts.", { retryAfter: 90_000 }),
  }));
  expect(await outbox.deliver(outgoing)).toBe("waiting");
  expect(await delivery()).toMatchObject({
    state: "refused",
    lastError: "Too many posts.",
    attemptAt: new Date("2026-03-11T08:01:30Z"),
  });
  clock.set("2026-03-11T08:01:29Z");
  expect(await outbox.goOn(id)).toBe("taken");
  platform.decide(() => ({ arrives: true }));
  clock.set("2026-03-11T08:01:30Z");
  expect(await outbox.goOn(id)).toBe("posted");
  expect(platform.arrived).toEqual([{ deliveryId: id, channel, message }]);
  expect(await delivery()).toMatchObject({ state: "posted", attempts: 2 });
});

test("waits longer after each refusal and gives up when the local day ends; its papers count as new again", async () => {
  const { store, platform, clock, outboxOf, delivery, seen } = await setUp();
  const outbox = outboxOf("one");
  platform.decide(() => ({ arrives: false, answer: new DeliveryError("retry", "The platform is down.") }));
  const waits: number[] = [];
  for (let outcome = await outbox.deliver(outgoing); outcome === "waiting"; outcome = await outbox.goOn(id)) {
    const at = (await delivery())?.attemptAt ?? new Date(0);
    waits.push((at.getTime() - clock.now().getTime()) / 60_000);
    clock.set(at.toISOString());
  }
  expect(waits.slice(0, 8)).toEqual([0.5, 1, 2, 4, 8, 16, 30, 30]);
  // Midnight in Berlin.
  expect(clock.now().getTime()).toBeLessThan(Date.parse("2026-03-11T23:00:00Z"));
  expect(clock.now().getTime()).toBeGreaterThanOrEqual(Date.parse("2026-03-11T22:30:00Z"));
  expect(await delivery()).toMatchObject({ state: "refused", lastError: "The platform is down." });
  expect((await delivery())?.attemptAt).toBeUndefined();
  expect(await seen()).toEqual(new Set());
  expect(await store.deliveries.lastCovered(channel, "2026-03-12")).toBeUndefined();
  expect(platform.arrived).toEqual([]);
});

test.each(["gone", "forbidden"] as const)("%s pauses the channel, keeps its schedule and says why", async (kind) => {
  const { store, platform, clock, outboxOf, delivery, seen } = await setUp();
  const schedule = { hour: 9, minute: 0, timeZone: "Europe/Berlin", days: [1, 3] as const };
  await store.schedules.set(channel, { ...schedule, by: { id: "u1" }, at: new Date("2026-03-01T00:00:00Z") });
  platform.decide(() => ({ arrives: false, answer: new DeliveryError(kind, "Invite the bot again.") }));
  expect(await outboxOf("one").deliver(outgoing)).toBe("gone");
  expect(await store.schedules.get(channel)).toMatchObject({
    ...schedule,
    pause: { reason: kind, at: clock.now(), detail: "Invite the bot again." },
  });
  expect(await delivery()).toMatchObject({ state: "gone", lastError: "Invite the bot again." });
  expect(await seen()).toEqual(new Set());
});

const lost = new DeliveryError("unknown", "The answer never came.");

test("an answer that never came is looked up: what arrived is not posted again", async () => {
  const { platform, clock, outboxOf, delivery } = await setUp();
  const outbox = outboxOf("one", platform.finding());
  platform.decide(() => ({ arrives: true, answer: lost }));
  expect(await outbox.deliver(outgoing)).toBe("waiting");
  expect(await delivery()).toMatchObject({ state: "unknown", lastError: "The answer never came." });
  clock.set("2026-03-11T08:02:00Z");
  expect(await outbox.goOn(id)).toBe("posted");
  expect(await delivery()).toMatchObject({ state: "posted", postId: "post-1", attempts: 1 });
  expect(platform.asked()).toBe(1);
});

test("an answer that never came is looked up: what did not arrive is posted", async () => {
  const { platform, clock, outboxOf } = await setUp();
  const outbox = outboxOf("one", platform.finding());
  platform.decide(() => ({ arrives: false, answer: lost }));
  expect(await outbox.deliver(outgoing)).toBe("waiting");
  clock.set("2026-03-11T08:02:00Z");
  platform.decide(() => ({ arrives: true }));
  expect(await outbox.goOn(id)).toBe("posted");
  expect(platform.arrived).toHaveLength(1);
});

test("residual case: where the platform cannot look it up, an unknown post is left and reported, never repeated", async () => {
  const { store, platform, clock, outboxOf, delivery, seen } = await setUp();
  const outbox = outboxOf("one");
  platform.decide(() => ({ arrives: false, answer: lost }));
  expect(await outbox.deliver(outgoing)).toBe("unknown");
  clock.set("2026-03-11T20:00:00Z");
  expect(await store.deliveries.waiting(clock.now(), { limit: 10 })).toEqual([]);
  expect(await outbox.goOn(id)).toBe("taken");
  expect(platform.asked()).toBe(1);
  expect(await delivery()).toMatchObject({ state: "unknown", lastError: "The answer never came." });
  expect(await seen()).toEqual(new Set(["k1", "k2", "k3"]));
});

test("a look-up that fails is made again; one that is not allowed leaves the post unknown", async () => {
  const { platform, clock, outboxOf, delivery } = await setUp();
  platform.decide(() => ({ arrives: true, answer: lost }));
  let failure = new DeliveryError("retry", "The platform is down.");
  const adapter = platform.finding(async () => {
    throw failure;
  });
  const outbox = outboxOf("one", adapter);
  await outbox.deliver(outgoing);
  clock.set("2026-03-11T08:02:00Z");
  expect(await outbox.goOn(id)).toBe("waiting");
  failure = new DeliveryError("forbidden", "The bot may not read this channel.");
  clock.set("2026-03-11T08:04:00Z");
  expect(await outbox.goOn(id)).toBe("unknown");
  expect(await delivery()).toMatchObject({ state: "unknown", lastError: "The answer never came." });
  expect(platform.asked()).toBe(1);
});

test("a platform that does not answer in time, and an adapter that breaks, leave the outcome unknown", async () => {
  const { platform, outboxOf, delivery } = await setUp();
  platform.decide(() => new Promise(() => undefined));
  expect(await outboxOf("one", platform.adapter, { postWithin: 10 }).deliver(outgoing)).toBe("unknown");
  expect((await delivery())?.lastError).toBe("The platform did not answer within 0.01 seconds.");
  const other = { ...outgoing, day: "2026-03-12", id: deliveryId(channel, "2026-03-12") };
  platform.decide(() => ({ arrives: true, answer: new TypeError("x is undefined") }));
  expect(await outboxOf("one").deliver(other)).toBe("unknown");
});

test("a process that died between claim and post: the next one posts, after the lease", async () => {
  const { store, platform, clock, outboxOf } = await setUp();
  const { message: _, ...claim } = outgoing;
  const lease = { owner: "dead", now: clock.now(), until: new Date("2026-03-11T08:02:00Z") };
  await store.deliveries.claim({ ...claim, content: JSON.stringify(message) }, lease);
  const next = outboxOf("next");
  expect(await next.goOn(id)).toBe("taken");
  clock.set("2026-03-11T08:02:00Z");
  const outcomes = await Promise.all([next.goOn(id), outboxOf("third").goOn(id)]);
  expect(outcomes.toSorted()).toEqual(["posted", "taken"]);
  expect(platform.arrived).toEqual([{ deliveryId: id, channel, message }]);
});

test("a process that was taken for dead does not post any more when it wakes up", async () => {
  const { store, platform, clock, outboxOf } = await setUp();
  const deliveries = {
    ...store.deliveries,
    async claim(...args: Parameters<typeof store.deliveries.claim>) {
      const claimed = await store.deliveries.claim(...args);
      // The machine sleeps here, and another process goes on.
      clock.set("2026-03-11T09:00:00Z");
      expect(await outboxOf("other").goOn(id)).toBe("posted");
      return claimed;
    },
  };
  expect(await outboxOf("sleeper", platform.adapter, { deliveries }).deliver(outgoing)).toBe("taken");
  expect(platform.arrived).toHaveLength(1);
});

test("residual case: frozen between its last look and the post, while another process looks it up, it posts twice", async () => {
  const { platform, clock, outboxOf } = await setUp();
  const other = outboxOf("other", platform.finding());
  duringFirstPost(platform, async () => {
    clock.set("2026-03-11T09:00:00Z");
    expect(await other.goOn(id)).toBe("posted");
  });
  await outboxOf("frozen", platform.finding()).deliver(outgoing);
  expect(platform.arrived).toHaveLength(2);
});

test("a clock set far forward does not make a process take a post from itself", async () => {
  const { platform, clock, outboxOf } = await setUp();
  const outbox = outboxOf("one", platform.finding());
  platform.decide(async () => {
    clock.set("2027-03-11T09:00:00Z");
    expect(await outbox.goOn(id)).toBe("taken");
    return { arrives: true };
  });
  expect(await outbox.deliver(outgoing)).toBe("posted");
  expect(platform.arrived).toHaveLength(1);
});

test("a clock set back does not make a second process take a post that is under way", async () => {
  const { platform, clock, outboxOf } = await setUp();
  const other = outboxOf("other", platform.finding());
  duringFirstPost(platform, async () => {
    clock.set("2026-03-11T07:59:00Z");
    expect(await other.goOn(id)).toBe("taken");
  });
  expect(await outboxOf("one", platform.finding()).deliver(outgoing)).toBe("posted");
  expect(platform.arrived).toHaveLength(1);
});

test("a process that died while it posted, and a clock set back: looked up after a whole lease, and posted once", async () => {
  const { platform, clock, outboxOf, store } = await setUp();
  const mortal = { ...store.deliveries, settle: () => Promise.reject(new Error("killed")) };
  platform.decide(() => ({ arrives: false, answer: new DeliveryError("unknown", "Silence.") }));
  await expect(outboxOf("one", platform.finding(), { deliveries: mortal }).deliver(outgoing)).rejects.toThrow("killed");
  platform.decide(() => ({ arrives: true }));
  const other = outboxOf("other", platform.finding());
  clock.set("2026-03-10T08:00:00Z");
  expect(await other.goOn(id)).toBe("taken");
  expect(await store.deliveries.waiting(clock.now(), { limit: 9 })).toEqual([]);
  clock.set("2026-03-10T08:02:00Z");
  expect(await store.deliveries.waiting(clock.now(), { limit: 9 })).toMatchObject([{ id }]);
  expect(await other.goOn(id)).toBe("posted");
  expect(platform.arrived).toHaveLength(1);
});

test("a clock set back does not hide what is waiting", async () => {
  const { platform, clock, outboxOf } = await setUp();
  const outbox = outboxOf("one");
  platform.decide(() => ({ arrives: false, answer: new DeliveryError("retry", "Down.") }));
  await outbox.deliver(outgoing);
  clock.set("2026-03-09T08:00:00Z");
  platform.decide(() => ({ arrives: true }));
  expect(await outbox.goOn(id)).toBe("posted");
});

test("an outcome that could not be written down is written when it is taken up, and nothing is posted again", async () => {
  const { store, platform, clock, outboxOf, delivery } = await setUp();
  let isFull = true;
  const deliveries = {
    ...store.deliveries,
    settle: async (...args: Parameters<typeof store.deliveries.settle>) => {
      if (isFull) throw new Error("the disk is full");
      return store.deliveries.settle(...args);
    },
  };
  const outbox = outboxOf("one", platform.adapter, { deliveries });
  await expect(outbox.deliver(outgoing)).rejects.toThrow("the disk is full");
  expect(await delivery()).toMatchObject({ state: "posting" });
  isFull = false;
  clock.set("2026-03-11T08:02:00Z");
  expect(await outbox.goOn(id)).toBe("posted");
  expect(await delivery()).toMatchObject({ state: "posted", postId: "post-1" });
  expect(platform.asked()).toBe(1);
});

test("stopped before the platform was asked, it is given back, and the next process posts at once", async () => {
  const { store, platform, outboxOf } = await setUp();
  const stop = new AbortController();
  const deliveries = {
    ...store.deliveries,
    async claim(...args: Parameters<typeof store.deliveries.claim>) {
      const claimed = await store.deliveries.claim(...args);
      stop.abort();
      return claimed;
    },
  };
  const outbox = outboxOf("one", platform.adapter, { deliveries });
  expect(await outbox.deliver(outgoing, { signal: stop.signal })).toBe("released");
  expect(await outbox.deliver(outgoing, { signal: stop.signal })).toBe("released");
  expect(platform.asked()).toBe(0);
  expect(await outboxOf("two").goOn(id)).toBe("posted");
});
