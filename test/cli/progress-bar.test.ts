import { describe, expect, it } from "vitest";
import { createProgressBar, describeProgress } from "../../src/cli/progress-bar.ts";

describe("the progress bar", () => {
  it("shows share, count, pace and time left", () => {
    const line = describeProgress({ done: 0.25, entries: 12_000, rate: 5_120.4, secondsLeft: 6.2 });
    expect(line).toBe("[#####---------------]   25 %  12,000 papers  5,120/s  about 7 s left");
  });

  it("writes longer times in minutes and hours", () => {
    const left = (secondsLeft: number) => describeProgress({ done: 0, entries: 0, rate: 1, secondsLeft });
    expect(left(61)).toContain("about 1 min 1 s left");
    expect(left(7_260)).toContain("about 2 h 1 min left");
  });

  it("claims no time left before there is a pace, and names what is counted", () => {
    expect(describeProgress({ done: 1, entries: 3, rate: 0 }, 80, "papers indexed")).toBe(
      "[####################]  100 %  3 papers indexed  0/s",
    );
  });

  it("shows on a terminal that doesn't know its size, and nowhere else than on terminals", () => {
    const written: string[] = [];
    const stream = { isTTY: true, columns: 0, write: (text: string) => void written.push(text) };
    createProgressBar(stream as unknown as NodeJS.WriteStream).show({ done: 0.5, entries: 3, rate: 1 });
    expect(written).toEqual([expect.stringContaining("50 %  3 papers")]);
    createProgressBar({ ...stream, isTTY: false } as unknown as NodeJS.WriteStream).show({
      done: 1,
      entries: 3,
      rate: 1,
    });
    expect(written).toHaveLength(1);
  });

  it("never wraps: a second line could not be redrawn", () => {
    expect(describeProgress({ done: 0.5, entries: 1, rate: 1 }, 20)).toHaveLength(19);
  });
});
