import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  defaultSchedule,
  dueDay,
  lastDueDay,
  localDay,
  nextRun,
  type Schedule,
  type Weekday,
} from "../../src/delivery/schedule.ts";

const daily: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

function at(time: string, timeZone: string, days: readonly Weekday[] = daily): Schedule {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return { hour, minute, timeZone, days };
}

function runs(schedule: Schedule, after: string, count: number): string[] {
  const found: string[] = [];
  let last: Date | undefined = new Date(after);
  while (found.length < count) {
    last = nextRun(schedule, last);
    if (!last) break;
    found.push(last.toISOString().slice(0, 16));
  }
  return found;
}

describe("the next run", () => {
  test("is at the channel's own hour, whatever the offset of its zone", () => {
    const after = "2026-11-20T00:00:00Z";
    expect(runs(at("09:00", "Europe/Berlin"), after, 1)).toEqual(["2026-11-20T08:00"]);
    expect(runs(at("09:00", "America/Los_Angeles"), after, 1)).toEqual(["2026-11-20T17:00"]);
    expect(runs(at("09:00", "Asia/Kathmandu"), after, 1)).toEqual(["2026-11-20T03:15"]);
    expect(runs(at("09:00", "Pacific/Kiritimati"), after, 1)).toEqual(["2026-11-20T19:00"]);
  });

  test("is strictly later than the instant asked for", () => {
    const schedule = at("09:00", "Europe/Berlin");
    expect(runs(schedule, "2026-11-20T07:59:59.999Z", 1)).toEqual(["2026-11-20T08:00"]);
    expect(runs(schedule, "2026-11-20T08:00:00.000Z", 1)).toEqual(["2026-11-21T08:00"]);
  });

  test("leaves out the days that were not asked for", () => {
    expect(runs(defaultSchedule("Europe/Berlin"), "2026-11-20T09:00:00Z", 2)).toEqual([
      "2026-11-23T08:00",
      "2026-11-24T08:00",
    ]);
    expect(runs(at("09:00", "UTC", [5]), "2026-11-20T09:00:00Z", 2)).toEqual(["2026-11-27T09:00", "2026-12-04T09:00"]);
  });

  test("stays at the local hour when summer time begins and ends", () => {
    expect(runs(at("09:00", "Europe/Berlin"), "2026-03-28T00:00:00Z", 2)).toEqual([
      "2026-03-28T08:00",
      "2026-03-29T07:00",
    ]);
    expect(runs(at("09:00", "Australia/Lord_Howe"), "2026-04-03T12:00:00Z", 2)).toEqual([
      "2026-04-03T22:00",
      "2026-04-04T22:30",
    ]);
  });

  test("comes once, an hour later, where clocks skip its hour", () => {
    expect(runs(at("02:30", "Europe/Berlin"), "2026-03-28T00:00:00Z", 3)).toEqual([
      "2026-03-28T01:30",
      "2026-03-29T01:30", // 03:30 in summer time
      "2026-03-30T00:30",
    ]);
  });

  test("comes once, the first time, where clocks repeat its hour", () => {
    expect(runs(at("02:30", "Europe/Berlin"), "2026-10-24T12:00:00Z", 2)).toEqual([
      "2026-10-25T00:30",
      "2026-10-26T01:30",
    ]);
  });

  test("comes on a day that begins at one o'clock", () => {
    expect(runs(at("00:00", "Africa/Cairo"), "2026-04-23T12:00:00Z", 2)).toEqual([
      "2026-04-23T22:00", // 01:00 on the 24th
      "2026-04-24T21:00",
    ]);
    expect(runs(at("00:30", "America/Sao_Paulo"), "2018-11-03T12:00:00Z", 1)).toEqual(["2018-11-04T03:30"]);
  });

  test("comes earlier where its hour is skipped at the end of the day", () => {
    const schedule = at("23:30", "America/Nuuk");
    expect(runs(schedule, "2026-03-28T12:00:00Z", 2)).toEqual(["2026-03-29T00:30", "2026-03-30T00:30"]);
    expect(dueDay(schedule, new Date("2026-03-29T00:30:00Z"))).toBe("2026-03-28");
  });

  test("passes over a day that the zone itself skipped", () => {
    expect(runs(at("09:00", "Pacific/Apia"), "2011-12-29T12:00:00Z", 2)).toEqual([
      "2011-12-29T19:00",
      "2011-12-30T19:00", // the 31st: there was no 30th
    ]);
    expect(runs(at("09:00", "Pacific/Apia", [5]), "2011-12-24T12:00:00Z", 1)).toEqual(["2012-01-05T19:00"]);
  });

  test("does not exist for a schedule without days", () => {
    expect(nextRun(at("09:00", "UTC", []), new Date("2026-11-20T09:00:00Z"))).toBeUndefined();
    expect(lastDueDay(at("09:00", "UTC", []), new Date("2026-11-20T09:00:00Z"))).toBeUndefined();
  });
});

describe("the day that is due", () => {
  const schedule = defaultSchedule("Europe/Berlin");

  test("is today from its hour until midnight, and no other time", () => {
    expect(dueDay(schedule, new Date("2026-11-20T07:59:59Z"))).toBeUndefined();
    expect(dueDay(schedule, new Date("2026-11-20T08:00:00Z"))).toBe("2026-11-20");
    expect(dueDay(schedule, new Date("2026-11-20T22:59:59Z"))).toBe("2026-11-20");
    expect(dueDay(schedule, new Date("2026-11-20T23:00:00Z"))).toBeUndefined();
  });

  test("remains known after it ended, for a channel that missed it", () => {
    expect(lastDueDay(schedule, new Date("2026-11-20T07:59:59Z"))).toBe("2026-11-19");
    expect(lastDueDay(schedule, new Date("2026-11-20T08:00:00Z"))).toBe("2026-11-20");
    expect(lastDueDay(schedule, new Date("2026-11-22T12:00:00Z"))).toBe("2026-11-20");
  });

  test("is the calendar day of the channel, not the machine's", () => {
    expect(localDay(new Date("2026-11-20T23:30:00Z"), "Europe/Berlin")).toBe("2026-11-21");
    expect(localDay(new Date("2026-11-20T00:30:00Z"), "America/New_York")).toBe("2026-11-19");
  });
});

/** What the wall clock of a zone shows, read by Intl and not by the library under test. */
function wallClock(instant: number, timeZone: string): { day: string; time: string; weekday: number } {
  const format = formats.get(timeZone) ?? newFormat(timeZone);
  const [day = "", time = ""] = format.format(instant).split(" ");
  return { day, time, weekday: new Date(`${day}T00:00:00Z`).getUTCDay() || 7 };
}

const formats = new Map<string, Intl.DateTimeFormat>();

function newFormat(timeZone: string): Intl.DateTimeFormat {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  formats.set(timeZone, format);
  return format;
}

const quarter = 15 * 60_000;
const changeable = ["Africa/Cairo", "America/Nuuk", "America/Sao_Paulo", "America/St_Johns", "Australia/Lord_Howe"];
const zones = fc.oneof(
  fc.constantFrom(...Intl.supportedValuesOf("timeZone")),
  fc.constantFrom(...changeable, "Pacific/Apia", "Pacific/Kwajalein", "Asia/Kathmandu", "Africa/Casablanca"),
);
const schedules = fc.record({
  hour: fc.oneof(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 1, 2, 23)),
  minute: fc.integer({ min: 0, max: 59 }),
  timeZone: zones,
  days: fc.oneof(fc.constant(daily), fc.subarray([...daily], { minLength: 1 })),
});
const instants = fc.oneof(
  fc.integer({ min: Date.UTC(1970, 0, 10), max: Date.UTC(2037, 11, 1) }),
  // The days around a change of clocks: late March and October, and the date line's crossing.
  fc.integer({ min: Date.UTC(2026, 2, 26), max: Date.UTC(2026, 2, 31) }),
  fc.integer({ min: Date.UTC(2026, 9, 22), max: Date.UTC(2026, 10, 2) }),
  fc.integer({ min: Date.UTC(2011, 11, 24), max: Date.UTC(2011, 11, 31) }),
);

describe("for any zone, schedule and instant", () => {
  test("runs follow each other on every scheduled day of the calendar, none skipped, none doubled", () => {
    fc.assert(
      fc.property(schedules, instants, (schedule, start) => {
        let after = start;
        const seen: string[] = [];
        for (let count = 0; count < 4; count++) {
          const run = nextRun(schedule, new Date(after))?.getTime() ?? Number.NaN;
          expect(run).toBeGreaterThan(after);
          const { day, weekday } = wallClock(run, schedule.timeZone);
          expect(schedule.days).toContain(weekday);
          expect(seen).not.toContain(day);
          // No scheduled day lies between two runs.
          const between = new Set<string>();
          for (let instant = after; instant < run; instant += quarter) {
            const wall = wallClock(instant, schedule.timeZone);
            if (schedule.days.some((scheduled) => scheduled === wall.weekday)) between.add(wall.day);
          }
          if (count > 0) expect([...between].filter((other) => !seen.includes(other) && other !== day)).toEqual([]);
          seen.push(day);
          after = run;
        }
        expect(seen).toEqual([...seen].sort());
      }),
      { numRuns: 300 },
    );
  });

  test("a run is at the schedule's hour, unless the clocks of that day never show it", () => {
    fc.assert(
      fc.property(schedules, instants, (schedule, start) => {
        const run = nextRun(schedule, new Date(start))?.getTime() ?? Number.NaN;
        const { day, time } = wallClock(run, schedule.timeZone);
        const wanted = `${String(schedule.hour).padStart(2, "0")}:${String(schedule.minute).padStart(2, "0")}`;
        if (time === wanted) return;
        for (let instant = run - 26 * 4 * quarter; instant < run + 26 * 4 * quarter; instant += 60_000) {
          expect(wallClock(instant, schedule.timeZone)).not.toMatchObject({ day, time: wanted });
        }
      }),
      { numRuns: 300 },
    );
  });

  test("the due day begins with its run and ends with the day", () => {
    fc.assert(
      fc.property(schedules, instants, (schedule, start) => {
        const run = nextRun(schedule, new Date(start)) ?? new Date(Number.NaN);
        const day = localDay(run, schedule.timeZone);
        expect(dueDay(schedule, run)).toBe(day);
        expect(lastDueDay(schedule, run)).toBe(day);
        expect(dueDay(schedule, new Date(run.getTime() - 1))).not.toBe(day);
        for (let instant = run.getTime(); instant < run.getTime() + 100 * quarter; instant += quarter) {
          const today = wallClock(instant, schedule.timeZone).day;
          const due = dueDay(schedule, new Date(instant));
          if (today === day) expect(due).toBe(day);
          else expect(due).not.toBe(day);
        }
      }),
      { numRuns: 300 },
    );
  });
});
