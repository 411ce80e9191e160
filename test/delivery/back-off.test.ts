import fc from "fast-check";
import { expect, test } from "vitest";
import { backOff } from "../../src/delivery/back-off.ts";

test("waits between half a delay that doubles and the whole of it, half an hour at most", () => {
  const property = fc.property(
    fc.integer({ min: 1, max: 100 }),
    fc.double({ min: 0, max: 0.999, noNaN: true }),
    (attempts, random) => {
      const whole = Math.min(30_000 * 2 ** (attempts - 1), 1_800_000);
      const delay = backOff(attempts, () => random);
      expect(delay).toBeGreaterThan(whole / 2);
      expect(delay).toBeLessThanOrEqual(whole);
    },
  );
  fc.assert(property);
});

test("never comes back before the platform said", () => {
  expect(backOff(1, () => 0.5, 3_600_000)).toBe(3_780_000);
  expect(backOff(1, () => 0, 1_000)).toBe(30_000);
});
