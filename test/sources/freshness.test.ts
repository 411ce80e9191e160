import { describe, expect, test } from "vitest";
import { weekdayCalendar } from "../../src/sources/calendar.ts";
import { isAwaited, judge, lacks, nextPollAt } from "../../src/sources/freshness.ts";
import type { SourceBatch, SourceState } from "../../src/store/store.ts";

/** 2025-09-03 is a Wednesday, 2025-09-06 a Saturday. */
const newYork = weekdayCalendar({ timeZone: "America/New_York", readyHour: 1 });
const at = (time: string) => new Date(time);
const ids = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `p${from + index}`);

function earlier(...batches: readonly [date: string, ids: readonly string[]][]): readonly SourceBatch[] {
  return batches.map(([date, papers]) => {
    return { feed: "f", date, papers: papers.length, ids: papers, askedAt: at("2025-09-01T00:00:00Z") };
  });
}

const judged = (
  batch: Parameters<typeof judge>[0],
  now: string,
  before: readonly SourceBatch[] = [],
  isSteady = true,
) => judge(batch, before, { calendar: newYork, isSteady, now: at(now) });

describe("a source's calendar", () => {
  test("has a batch each weekday, in the source's own zone, in summer and winter", () => {
    expect(newYork.due(at("2025-09-03T04:59:00Z"))).toBe("2025-09-02");
    expect(newYork.due(at("2025-09-03T05:00:00Z"))).toBe("2025-09-03");
    expect(newYork.due(at("2025-12-03T05:30:00Z"))).toBe("2025-12-02");
    expect(newYork.due(at("2025-12-03T06:00:00Z"))).toBe("2025-12-03");
  });

  test("has none on weekends: Friday's is the last until Monday", () => {
    for (const time of ["2025-09-06T12:00:00Z", "2025-09-07T23:00:00Z", "2025-09-08T04:00:00Z"]) {
      expect(newYork.due(at(time))).toBe("2025-09-05");
    }
    expect(newYork.isQuiet(at("2025-09-06T12:00:00Z"))).toBe(true);
    expect(newYork.isQuiet(at("2025-09-08T04:30:00Z"))).toBe(false);
    expect(newYork.nextDue(at("2025-09-06T12:00:00Z"))).toEqual(at("2025-09-08T05:00:00Z"));
    expect(["2025-09-05", "2025-09-07", "2025-09-08"].map(newYork.before)).toEqual([
      "2025-09-04",
      "2025-09-05",
      "2025-09-05",
    ]);
  });
});

describe("a batch", () => {
  test("of the day is new", () => {
    expect(judged({ date: "2025-09-03", ids: ids(50) }, "2025-09-03T09:00:00Z")).toEqual({ freshness: "new" });
  });

  test("with nothing in it is quiet, on any day", () => {
    expect(judged({ date: "2025-09-03", ids: [] }, "2025-09-03T09:00:00Z").freshness).toBe("quiet");
    expect(judged({ date: "2025-09-06", ids: [] }, "2025-09-06T09:00:00Z").freshness).toBe("quiet");
  });

  test("of Friday is quiet at the weekend and stale on Monday", () => {
    const friday = { date: "2025-09-05", ids: ids(50) };
    expect(judged(friday, "2025-09-06T12:00:00Z").freshness).toBe("quiet");
    expect(judged(friday, "2025-09-08T12:00:00Z")).toEqual({
      freshness: "stale",
      detail: "it still shows the batch of 2025-09-05",
    });
  });

  test("that is dated days ahead is stale; tomorrow it is in some places already", () => {
    const now = "2025-09-03T12:00:00Z";
    expect(judged({ date: "2025-09-04", ids: ids(5) }, now)).toEqual({ freshness: "new" });
    expect(judged({ date: "2035-09-03", ids: ids(5) }, now)).toEqual({
      freshness: "stale",
      detail: "it is dated 2035-09-03, which is yet to come",
    });
  });

  test("that carries the new date but the old papers is stale", () => {
    const before = earlier(["2025-09-02", ids(200)]);
    const again = judged({ date: "2025-09-03", ids: ids(198) }, "2025-09-03T12:00:00Z", before);
    expect(again).toMatchObject({ freshness: "stale", detail: expect.stringContaining("papers of 2025-09-02 again") });
  });

  test("that shrank to a fraction is stale where batches are steady, and new where days differ", () => {
    const before = earlier(["2025-09-02", ids(228)], ["2025-09-01", ids(210, 300)], ["2025-08-29", ids(240, 600)]);
    const small = { date: "2025-09-03", ids: ids(16, 1_000) };
    expect(judged(small, "2025-09-03T12:00:00Z", before)).toEqual({
      freshness: "stale",
      detail: "16 papers where there are usually 228",
    });
    expect(judged(small, "2025-09-03T12:00:00Z", before, false).freshness).toBe("new");
  });

  test("looked at again on its own day is new still", () => {
    const before = earlier(["2025-09-03", ids(50)], ["2025-09-02", ids(50, 100)]);
    expect(judged({ date: "2025-09-03", ids: ids(50) }, "2025-09-03T15:00:00Z", before).freshness).toBe("new");
  });

  test("without a date is new as long as it holds papers not seen before", () => {
    const before = earlier(["2025-09-02", ids(5)]);
    expect(judged({ ids: ids(6) }, "2025-09-03T12:00:00Z", before).freshness).toBe("new");
    expect(judged({ ids: ids(5) }, "2025-09-03T12:00:00Z", before).freshness).toBe("quiet");
  });
});

describe("the next poll", () => {
  const plan = (now: string) => ({ calendar: newYork, refreshEvery: 12 * 3_600_000, now: at(now), random: () => 0.5 });
  const minutes = (from: string, next: Date) => Math.round((next.getTime() - at(from).getTime()) / 60_000);
  const minutesTo = (now: string, freshness: Parameters<typeof nextPollAt>[0]["freshness"], failures = 0) =>
    minutes(now, nextPollAt({ freshness, failures }, plan(now)));

  test("comes soon while the day's batch is missing, and when the next is due where it is there", () => {
    expect(minutesTo("2025-09-03T12:00:00Z", "stale")).toBe(30);
    expect(minutesTo("2025-09-03T12:00:00Z", "quiet")).toBe(60);
    expect(minutesTo("2025-09-03T12:00:00Z", "new")).toBe(720);
    expect(minutesTo("2025-09-04T03:00:00Z", "new")).toBe(130);
    expect(minutesTo("2025-09-06T12:00:00Z", "quiet")).toBe(360);
  });

  test("backs off while the source fails, up to two hours, and as long as the server asks", () => {
    const failing = [1, 2, 3, 4, 5, 6, 50].map((failures) => minutesTo("2025-09-03T12:00:00Z", "failed", failures));
    expect(failing).toEqual([5, 10, 20, 40, 80, 120, 120]);
    const retryAt = at("2025-09-03T18:00:00Z");
    const next = nextPollAt({ freshness: "failed", failures: 1, retryAt }, plan("2025-09-03T12:00:00Z"));
    expect(next).toEqual(retryAt);
  });
});

describe("the batch that is due", () => {
  const state = (freshness: SourceState["freshness"], date: string | undefined, askedAt: string): SourceState => {
    const asked = at(askedAt);
    const batch = date === undefined ? {} : { batch: { date, papers: 9 } };
    return { feed: "f", freshness, since: asked, askedAt: asked, nextPollAt: asked, failures: 0, ...batch };
  };
  const awaited = (known: SourceState | undefined, now: string) => isAwaited(known, newYork, at(now));
  const wednesday = "2025-09-03T12:00:00Z";

  test("is awaited while the feed is stale, fails, or was not asked since it was due", () => {
    expect(awaited(undefined, wednesday)).toBe(true);
    expect(awaited(state("stale", "2025-09-02", wednesday), wednesday)).toBe(true);
    expect(awaited(state("failed", undefined, wednesday), wednesday)).toBe(true);
    expect(awaited(state("new", "2025-09-02", "2025-09-02T12:00:00Z"), wednesday)).toBe(true);
    expect(awaited(state("quiet", "2025-09-02", "2025-09-03T03:00:00Z"), wednesday)).toBe(true);
  });

  test("is not awaited when it is there, when the feed says there is none, and at weekends", () => {
    expect(awaited(state("new", "2025-09-03", wednesday), wednesday)).toBe(false);
    expect(awaited(state("failed", "2025-09-03", wednesday), wednesday)).toBe(false);
    expect(awaited(state("quiet", "2025-09-02", wednesday), wednesday)).toBe(false);
    expect(awaited(state("new", undefined, wednesday), wednesday)).toBe(false);
    expect(awaited(state("failed", "2025-09-04", wednesday), "2025-09-06T12:00:00Z")).toBe(false);
  });

  test("is lacking in an outage only until it has come", () => {
    expect(lacks(state("failed", "2025-09-02", wednesday), newYork, at(wednesday))).toBe(true);
    expect(lacks(state("failed", "2025-09-03", wednesday), newYork, at(wednesday))).toBe(false);
  });
});
