import { cityMapping } from "city-timezones";
import { describe, expect, test } from "vitest";
import { canonicalTimeZone, loadTimeZones, TimeZoneError } from "../../src/delivery/time-zones.ts";
import { zoneAliases } from "../../src/delivery/zone-aliases.ts";

const timeZones = await loadTimeZones();

function refusal(typed: string): TimeZoneError {
  try {
    timeZones.find(typed);
  } catch (error) {
    if (error instanceof TimeZoneError) return error;
    throw error;
  }
  throw new Error(`"${typed}" was accepted`);
}

describe("a time zone as people type it", () => {
  test.each([
    ["Berlin", "Europe/Berlin"],
    ["Munich", "Europe/Berlin"],
    ["münchen", "Europe/Berlin"],
    ["São Paulo", "America/Sao_Paulo"],
    ["sao paulo", "America/Sao_Paulo"],
    ["Bangalore", "Asia/Kolkata"],
    ["Bengaluru", "Asia/Kolkata"],
    ["San Francisco", "America/Los_Angeles"],
    ["Boston", "America/New_York"],
    ["Zürich", "Europe/Zurich"],
    ["Kathmandu", "Asia/Kathmandu"],
    ["St. John's, Canada", "America/St_Johns"],
    ["Lord Howe", "Australia/Lord_Howe"],
  ])("the city %s is %s", (typed, zone) => {
    expect(timeZones.find(typed)).toBe(zone);
  });

  test.each([
    ["Kenya", "Africa/Nairobi"],
    ["Japan", "Asia/Tokyo"],
    ["china", "Asia/Shanghai"],
    ["UK", "Europe/London"],
    ["California", "America/Los_Angeles"],
  ])("the country or province %s is %s", (typed, zone) => {
    expect(timeZones.find(typed)).toBe(zone);
  });

  test.each([
    ["CET", "Europe/Berlin"],
    ["cest", "Europe/Berlin"],
    ["PST", "America/Los_Angeles"],
    ["PDT", "America/Los_Angeles"],
    ["EST", "America/New_York"],
    ["Pacific", "America/Los_Angeles"],
    ["JST", "Asia/Tokyo"],
    ["UTC", "UTC"],
    ["z", "UTC"],
  ])("the abbreviation %s is the clock of %s", (typed, zone) => {
    expect(timeZones.find(typed)).toBe(zone);
  });

  test.each([
    ["europe/berlin", "Europe/Berlin"],
    ["America/New York", "America/New_York"],
    ["Asia/Calcutta", "Asia/Calcutta"],
    ["us/pacific", "US/Pacific"],
    ["Etc/GMT-2", "Etc/GMT-2"],
  ])("the zone %s is %s", (typed, zone) => {
    expect(timeZones.find(typed)).toBe(zone);
  });

  test("of several places with one name the by far largest is meant, and a region settles the rest", () => {
    expect(timeZones.find("London")).toBe("Europe/London");
    expect(timeZones.find("London Ontario")).toBe("America/Toronto");
    expect(timeZones.find("Portland")).toBe("America/Los_Angeles");
    expect(timeZones.find("Portland, Maine")).toBe("America/New_York");
    expect(timeZones.find("San Jose, CA")).toBe("America/Los_Angeles");
    expect(timeZones.find("Cambridge UK")).toBe("Europe/London");
  });
});

describe("what is not one time zone", () => {
  test.each([
    ["IST", ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]],
    ["CST", ["America/Chicago", "Asia/Shanghai", "America/Mexico_City"]],
    ["GMT", ["UTC", "Europe/London"]],
    ["Cambridge", ["Europe/London", "America/New_York"]],
    ["Birmingham", ["Europe/London", "America/Chicago"]],
    ["Georgia", ["America/New_York", "Asia/Tbilisi"]],
  ])("%s is asked about", (typed, choices) => {
    expect(refusal(typed)).toMatchObject({ code: "time-zone-ambiguous", choices });
  });

  test("the question names the zones to write", () => {
    expect(refusal("ist").message).toBe(
      '"ist" can mean several time zones: write Asia/Kolkata, Europe/Dublin or Asia/Jerusalem.',
    );
  });

  test("a fixed offset is refused with the reason, and the zone to write for those who mean it", () => {
    expect(refusal("GMT+2")).toMatchObject({
      code: "time-zone-offset",
      message:
        '"GMT+2" is a fixed offset and does not follow summer time: write a city such as Berlin, or Etc/GMT-2 if the post should stay at that offset.',
      choices: ["Etc/GMT-2"],
    });
    expect(refusal("utc -08:00").choices).toEqual(["Etc/GMT+8"]);
    expect(refusal("+5:30").message).toBe(
      '"+5:30" is a fixed offset and does not follow summer time: write a city such as Berlin.',
    );
    expect(refusal("UTC+99").choices).toEqual([]);
  });

  test.each([
    ["Belrin", "Berlin (Europe/Berlin)"],
    ["Tokio", "Tokyo (Asia/Tokyo)"],
    ["San Fran", "San Francisco (America/Los_Angeles)"],
    ["Bangalor", "bangalore (Asia/Kolkata)"],
    ["Europe/Munich", "Munich (Europe/Berlin)"],
    ["Europe/Brelin", "Europe/Berlin"],
    ["Berlin please", "Berlin (Europe/Berlin)"],
  ])("%s: did you mean %s?", (typed, meant) => {
    expect(refusal(typed).message).toBe(`There is no place or time zone called "${typed}": did you mean ${meant}?`);
  });

  test("nonsense is told what to write, and quoted in part only", () => {
    expect(refusal("xyzzyqq").message).toBe(
      'There is no place or time zone called "xyzzyqq": write a city such as Berlin, or a zone such as Europe/Berlin.',
    );
    expect(refusal("x".repeat(5000)).message.length).toBeLessThan(200);
    for (const word of ["__proto__", "constructor", "Etc/../passwd", "", "/", "+", "🙂"]) {
      expect(refusal(word).code).toBe("time-zone-unknown");
    }
  });
});

test("a zone that a platform names is brought into its proper case, and checked", () => {
  expect(canonicalTimeZone("america/port-au-prince")).toBe("America/Port-au-Prince");
  expect(canonicalTimeZone("UTC")).toBe("UTC");
  expect(canonicalTimeZone("Asia/Kolkata")).toBe("Asia/Kolkata");
  for (const name of ["Mars/Olympus", "+02:00", "", "Berlin", "Europe/", "a".repeat(10_000)]) {
    expect(canonicalTimeZone(name)).toBeUndefined();
  }
});

test("every zone that the tables name is one the runtime knows", () => {
  const named = new Set([...zoneAliases.values()].flat());
  for (const { timezone } of cityMapping) if (timezone) named.add(timezone);
  expect([...named].filter((zone) => canonicalTimeZone(zone) !== zone)).toEqual([]);
});
