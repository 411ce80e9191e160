import { expect, it } from "vitest";
import { dayOf, daysAfter, daysBetween } from "../../src/papers/day.ts";

it("a day is counted in UTC, whatever zone the machine is in", () => {
  expect(dayOf(new Date("2026-03-08T23:59:59.999Z"))).toBe("2026-03-08");
  expect(dayOf(new Date("2026-03-08T23:30:00-05:00"))).toBe("2026-03-09");
});

it("days are counted on and back over months, leap days and changes of clocks", () => {
  expect(daysAfter("2028-02-28", 1)).toBe("2028-02-29");
  expect(daysAfter("2026-03-29", 1)).toBe("2026-03-30");
  expect(daysAfter("2026-01-01", -1)).toBe("2025-12-31");
  expect(daysAfter("2026-01-01", 0)).toBe("2026-01-01");
  expect(daysBetween("2025-12-31", "2026-03-30")).toBe(89);
  expect(daysBetween("2026-01-02", "2026-01-01")).toBe(-1);
});
