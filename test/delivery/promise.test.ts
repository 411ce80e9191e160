import fc from "fast-check";
import { expect, test } from "vitest";
import type { Post } from "../../src/adapter.ts";
import { localDay, nextRun, type Schedule } from "../../src/delivery/schedule.ts";
import { DeliveryError } from "../../src/errors.ts";
import type { ChannelId } from "../../src/store/store.ts";
import { setUpDeliveries } from "../support/deliveries.ts";
import { mortal } from "../support/mortal.ts";

/**
 * The promise: each channel's day at most once whatever happens, and none skipped where Paperboy runs at all. Zones,
 * schedules, clocks, faults of the platform and deaths of the process are drawn at random; the store is real.
 */
const zones = [
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "America/St_Johns",
  "Pacific/Apia",
  "Pacific/Chatham",
  "America/Nuuk",
  "UTC",
];

const anySchedule: fc.Arbitrary<Schedule> = fc.record({
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.constantFrom(0, 15, 30, 59),
  timeZone: fc.constantFrom(...zones),
  days: fc.uniqueArray(fc.constantFrom(1, 2, 3, 4, 5, 6, 7), { minLength: 1 }).map((days) => days.toSorted()),
});

/** Some are days on which clocks change. */
const anyStart = fc
  .constantFrom("2026-03-07", "2026-03-27", "2026-10-23", "2026-10-30", "2026-04-03", "2026-01-10", "2011-12-28")
  .map((date) => Date.parse(date));

const hour = 3_600_000;
/** What a platform does with a post: mostly well, else refused for now or an answer that never came. */
const fates = {
  well: { arrives: true },
  refused: { arrives: false, answer: new DeliveryError("retry", "Not now.") },
  lostAfter: { arrives: true, answer: new DeliveryError("unknown", "No answer.") },
  lostBefore: { arrives: false, answer: new DeliveryError("unknown", "No answer.") },
} as const;
const anyFate = fc.oneof(
  { weight: 6, arbitrary: fc.constant("well" as const) },
  { weight: 1, arbitrary: fc.constantFrom("refused", "lostAfter", "lostBefore") },
);
/** A life: after so many steps it ends, before or after the step took effect; most end after a few posts. */
const anyLife = fc.record({ steps: fc.integer({ min: 1, max: 60 }), diesAfter: fc.boolean() });

function doubled(posts: readonly Post[]): readonly string[] {
  const ids = posts.map((post) => post.deliveryId);
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

function channelOf(index: number): ChannelId {
  return { platform: "test", id: `w${index % 2}:c${index}` };
}

test("killed at any step and started again, again and again: every due day once, none skipped", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anySchedule, { minLength: 1, maxLength: 3 }),
      anyStart,
      fc.array(anyLife, { maxLength: 25 }),
      fc.array(anyFate, { minLength: 1, maxLength: 40 }),
      async (schedules, start, lives, fateList) => {
        const { store, clock, schedule, startProcess, platform } = await setUpDeliveries(new Date(start).toISOString());
        for (const [index, each] of schedules.entries()) await schedule(channelOf(index), each);
        let posts = 0;
        platform.decide(() => fates[fateList[posts++] ?? "well"]);

        const end = start + 4 * 24 * hour;
        const remaining = [...lives];
        let process = begin();
        for (let now = start; now <= end; now += hour / 4) {
          clock.set(new Date(now).toISOString());
          await process.tick().catch(() => undefined);
          if (process.isDead()) process = begin();
        }
        // What the last day left to be tried again or looked up.
        for (let now = end; now <= end + 2 * hour; now += hour / 60) {
          clock.set(new Date(now).toISOString());
          await process.tick();
        }

        expect(doubled(platform.arrived)).toEqual([]);
        for (const [index, each] of schedules.entries()) {
          const made = await store.deliveries.history(channelOf(index), 100);
          const due = dueDays(each, start, end);
          // A run of the two hours after the end may not live to see a second try.
          const madeWhenDue = made.filter(({ day }) => due.includes(day));
          expect(madeWhenDue.map(({ day }) => day).toSorted()).toEqual(due);
          expect(madeWhenDue.filter(({ state }) => state !== "posted")).toEqual([]);
        }

        function begin() {
          const life = remaining.shift() ?? { steps: Number.POSITIVE_INFINITY, diesAfter: false };
          const { isDead, ...parts } = mortal(store, platform.finding(), life.steps, life.diesAfter);
          return { ...startProcess(parts), isDead };
        }
      },
    ),
    { numRuns: 40, interruptAfterTimeLimit: 15_000 },
  );
});

test("whatever the clock does, with two processes that die at random: no channel's day twice", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anySchedule, { minLength: 1, maxLength: 3 }),
      anyStart,
      fc.array(fc.record({ hours: fc.integer({ min: -100, max: 100 }), second: fc.boolean() }), { maxLength: 40 }),
      fc.array(anyLife, { maxLength: 20 }),
      fc.array(anyFate, { minLength: 1, maxLength: 40 }),
      async (schedules, start, jumps, lives, fateList) => {
        const { clock, schedule, startProcess, store, platform } = await setUpDeliveries(new Date(start).toISOString());
        for (const [index, each] of schedules.entries()) await schedule(channelOf(index), each);
        let posts = 0;
        platform.decide(() => fates[fateList[posts++] ?? "well"]);
        const remaining = [...lives];
        const processes = [begin(), begin()];
        let now = start;
        for (const { hours, second } of jumps) {
          now += hours * hour;
          clock.set(new Date(now).toISOString());
          const index = second ? 1 : 0;
          await processes[index]?.tick().catch(() => undefined);
          if (processes[index]?.isDead()) processes[index] = begin();
        }
        expect(doubled(platform.arrived)).toEqual([]);

        // Well again: whatever state all that left behind, the next due days come as ever.
        const calm = Math.max(now, start) + 24 * hour;
        const last = startProcess();
        platform.decide(() => fates.well);
        for (let time = calm; time <= calm + 8 * 24 * hour; time += hour) {
          clock.set(new Date(time).toISOString());
          await last.tick();
        }
        expect(doubled(platform.arrived)).toEqual([]);
        for (const [index, each] of schedules.entries()) {
          const made = (await store.deliveries.history(channelOf(index), 1_000)).map((delivery) => delivery.day);
          expect(made).toEqual(expect.arrayContaining([...dueDays(each, calm, calm + 8 * 24 * hour - hour)]));
        }

        function begin() {
          const life = remaining.shift() ?? { steps: Number.POSITIVE_INFINITY, diesAfter: false };
          const { isDead, ...parts } = mortal(store, platform.finding(), life.steps, life.diesAfter);
          return { ...startProcess(parts), isDead };
        }
      },
    ),
    { numRuns: 40, interruptAfterTimeLimit: 15_000 },
  );
});

/** In order. */
function dueDays(schedule: Schedule, after: number, until: number): readonly string[] {
  const days: string[] = [];
  for (let run = nextRun(schedule, new Date(after)); run && run.getTime() <= until; run = nextRun(schedule, run)) {
    days.push(localDay(run, schedule.timeZone));
  }
  return days;
}
