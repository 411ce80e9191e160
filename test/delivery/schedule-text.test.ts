import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultSchedule, type Schedule, type Weekday } from "../../src/delivery/schedule.ts";
import { formatSchedule, parseSchedule, ScheduleError } from "../../src/delivery/schedule-text.ts";
import { loadTimeZones } from "../../src/delivery/time-zones.ts";
import { UserError } from "../../src/errors.ts";
import { cpuClock } from "../support/cpu-clock.ts";

const timeZones = await loadTimeZones();
const vienna = defaultSchedule("Europe/Vienna");

function read(text: string, present: Schedule = vienna): string {
  const schedule = parseSchedule(text, present, timeZones);
  return schedule ? formatSchedule(schedule) : "off";
}

function refusal(text: string): ScheduleError {
  try {
    parseSchedule(text, vienna, timeZones);
  } catch (error) {
    if (error instanceof ScheduleError) return error;
    throw error;
  }
  throw new Error(`"${text}" was accepted`);
}

describe("a schedule as people type it", () => {
  test.each([
    ["09:00 Europe/Berlin weekdays", "09:00 Europe/Berlin, Monday to Friday"],
    ["9am Berlin", "09:00 Europe/Berlin, Monday to Friday"],
    ["9:30 pm New York mon,thu", "21:30 America/New_York, Monday and Thursday"],
    ["mon,thu New York 9:30 pm", "21:30 America/New_York, Monday and Thursday"],
    ["fri 17h30 São Paulo", "17:30 America/Sao_Paulo, every Friday"],
    ["every day at 9 in Munich", "09:00 Europe/Berlin, every day"],
    ["9.30 p.m. Berlin time", "21:30 Europe/Berlin, Monday to Friday"],
    ["9 am Frankfurt", "09:00 Europe/Berlin, Monday to Friday"],
    ["9:00 Washington, D.C.", "09:00 America/New_York, Monday to Friday"],
    ["８：３０ Berlin", "08:30 Europe/Berlin, Monday to Friday"],
  ])("%s means %s", (typed, meant) => {
    expect(read(typed)).toBe(meant);
  });

  test.each([
    ["17h", "17:00"],
    ["noon", "12:00"],
    ["midnight", "00:00"],
    ["12am", "00:00"],
    ["12 PM", "12:00"],
    ["0900", "09:00"],
    ["9", "09:00"],
    ["9 o'clock", "09:00"],
    ["9 Uhr", "09:00"],
    ["23:59", "23:59"],
  ])("%s is %s", (typed, time) => {
    expect(read(typed)).toBe(`${time} Europe/Vienna, Monday to Friday`);
  });

  test.each([
    ["daily", "every day"],
    ["weekdays", "Monday to Friday"],
    ["weekends", "Saturday and Sunday"],
    ["weekly fri", "every Friday"],
    ["Mondays", "every Monday"],
    ["mon-fri", "Monday to Friday"],
    ["Mo-Fr", "Monday to Friday"],
    ["Mon – Fri", "Monday to Friday"],
    ["Tuesday through Thursday", "Tuesday to Thursday"],
    ["mon, wed and fri", "Monday, Wednesday and Friday"],
    ["mon/wed/fri", "Monday, Wednesday and Friday"],
    ["fri mon fri", "Monday and Friday"],
    ["sat-mon", "Monday, Saturday and Sunday"],
    ["weekdays sat", "Monday to Saturday"],
  ])("%s is %s", (typed, days) => {
    expect(read(typed)).toBe(`09:00 Europe/Vienna, ${days}`);
  });

  test("keeps what it does not mention", () => {
    const present: Schedule = { hour: 7, minute: 15, timeZone: "Asia/Tokyo", days: [2, 4] };
    expect(read("Berlin", present)).toBe("07:15 Europe/Berlin, Tuesday and Thursday");
    expect(read("18:00", present)).toBe("18:00 Asia/Tokyo, Tuesday and Thursday");
    expect(read("daily", present)).toBe("07:15 Asia/Tokyo, every day");
    expect(read("", present)).toBe("07:15 Asia/Tokyo, Tuesday and Thursday");
  });

  test("may be off", () => {
    expect(read(" OFF ")).toBe("off");
  });
});

describe("a schedule that is not understood", () => {
  test.each(["24:00", "25:00", "9:60", "13pm", "0am", "9:00-17:00", "1e9"])("%s is no time of day", (typed) => {
    const { code, message } = refusal(`${typed} Berlin`);
    expect(code).toBe("schedule-time");
    expect(message).toBe(`"${typed}" is no time of day: write it as 09:00, 17:30 or 9am.`);
  });

  test.each([
    ["thrusday", "Thursday"],
    ["9:00 weekdyas", "weekdays"],
    ["dayli", "daily"],
    ["mid-night", "midnight"],
  ])("%s: did you mean %s?", (typed, meant) => {
    expect(refusal(typed)).toMatchObject({ code: "schedule-word", message: expect.stringContaining(`mean ${meant}?`) });
  });

  test("offers the whole schedule with the city that was misspelt", () => {
    const { code, message, choices } = refusal("Belrin 18:00 daily");
    expect(code).toBe("time-zone-unknown");
    expect(message).toContain('"Belrin": did you mean Berlin (Europe/Berlin)?');
    expect(choices.map(formatSchedule)).toEqual(["18:00 Europe/Berlin, every day"]);
  });

  test("offers a schedule for each zone that an abbreviation can mean", () => {
    const { code, choices } = refusal("9:00 IST fri");
    expect(code).toBe("time-zone-ambiguous");
    expect(choices.map((choice) => choice.timeZone)).toEqual(["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]);
    expect(choices.map((choice) => choice.days)).toEqual([[5], [5], [5]]);
  });

  test("says why two hours, a week without its day, or every other week cannot be", () => {
    expect(refusal("9:00 17:00").message).toBe("A channel gets one post a day: write one hour.");
    expect(refusal("weekly Berlin").message).toContain("weekly fri");
    expect(refusal("every other friday").message).toContain("every week");
    expect(refusal("weekdays except fri").message).toContain("name them");
    expect(refusal("off 9:00").message).toContain("stands alone");
    expect(refusal("9 ".repeat(150)).message).toContain("too long");
  });
});

const schedules = fc.record({
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.integer({ min: 0, max: 59 }),
  timeZone: fc.constantFrom("UTC", "Etc/GMT-2", "Asia/Calcutta", ...Intl.supportedValuesOf("timeZone")),
  days: fc.subarray<Weekday>([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
});

test("any schedule reads back from the words it is shown in", () => {
  fc.assert(
    fc.property(schedules, (schedule) => {
      expect(parseSchedule(formatSchedule(schedule), vienna, timeZones)).toEqual(schedule);
    }),
    { numRuns: 1000 },
  );
});

test("whatever is typed is either understood or answered with a sentence, at once", () => {
  const pieces = fc.constantFrom(
    ..."09:00 9am 25:99 am - -- , ; / // mon mon-fri off weekly daily to and Berlin Europe/ +2 GMT+99 UTC-3:30".split(
      " ",
    ),
    ..."__proto__ constructor toString hasOwnProperty ../../etc/passwd %00 \u0000 \u202e İstanbul ﬁ 🙂 ߀ ٣".split(" "),
  );
  const typed = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.array(fc.oneof(pieces, fc.string({ maxLength: 12 })), { maxLength: 30 }).map((words) => words.join(" ")),
  );
  let slowest = 0;
  fc.assert(
    fc.property(typed, (text) => {
      const spent = cpuClock();
      try {
        const schedule = parseSchedule(text, vienna, timeZones);
        if (schedule) expect(parseSchedule(formatSchedule(schedule), vienna, timeZones)).toEqual(schedule);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        expect(String(error).length).toBeLessThan(400);
      }
      slowest = Math.max(slowest, spent());
    }),
    { numRuns: 1000 },
  );
  // Some ten milliseconds; a regular expression that backtracks would take seconds.
  expect(slowest).toBeLessThan(1000);
});

test.each([" ", "-", "9", "a", "mon,", "a-", "Europe/", "+1"])(
  "two hundred characters of %j are answered at once",
  (piece) => {
    const spent = cpuClock();
    try {
      parseSchedule(piece.repeat(200).slice(0, 200), vienna, timeZones);
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
    }
    expect(spent()).toBeLessThan(500);
  },
);
