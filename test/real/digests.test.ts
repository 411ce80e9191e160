import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePageText } from "../../src/digests/page-text.ts";
import { cpuClock } from "../support/cpu-clock.ts";
import { realData } from "../support/real-data.ts";

interface Answer {
  readonly title: string;
  readonly id?: string;
  readonly date?: string;
  readonly upvotes?: number;
}

const parse = (folder: string, file: string) =>
  parsePageText(readFileSync(join(realData ?? "", folder, file), "utf8"), {
    file,
    takenInAt: new Date("2026-11-21T00:00:00Z"),
  });

describe.skipIf(realData === undefined)("the real pages (skipped where PAPERBOY_REAL_DATA is not there)", () => {
  it("gives 301 entries, 233 titles and no reject from the five founding pages", () => {
    const digests = readdirSync(join(realData ?? "", "digests"))
      .sort()
      .map((file) => parse("digests", file));
    expect(digests.map((digest) => digest.entries.length)).toEqual([68, 64, 48, 75, 46]);
    expect(digests.flatMap((digest) => digest.rejects)).toEqual([]);
    expect(digests.map((digest) => digest.date)).toEqual([
      "2026-03-11",
      "2026-05-22",
      "2026-03-12",
      "2026-03-11",
      "2026-03-14",
    ]);
    const entries = digests.flatMap((digest) => digest.entries);
    expect(new Set(entries.map((entry) => entry.title)).size).toBe(233);
    expect(entries.filter((entry) => entry.abstract.length < 1000)).toEqual([]);
  });

  it("keeps the papers before a damage, whatever it is", () => {
    const pages = ["digests", "feeds/page-text"].flatMap((folder) =>
      readdirSync(join(realData ?? "", folder))
        .filter((file) => !file.endsWith(".json"))
        .map((file) => ({ folder, file, text: readFileSync(join(realData ?? "", folder, file), "utf8") })),
    );
    const put = fc.oneof(
      fc.string(),
      fc.constantFrom("\n", "\n\n", "# ", "- ", "](", "Mar 11", "Upvote", "<html>", "\0", "\ud800", "   "),
    );
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(400), put, fc.boolean(), (which, at, length, piece, cuts) => {
        const { folder, file, text } = pages[which % pages.length] ?? { folder: "", file: "", text: "" };
        const place = at % text.length;
        const changed = text.slice(0, place) + piece + (cuts ? "" : text.slice(place + length));
        const damagedLine = text.slice(0, place).split("\n").length;
        const whole = parse(folder, file).entries;
        // The next paper began before the damage: this one was over by then.
        const before = whole.filter((_, index) => (whole[index + 1]?.line ?? damagedLine) < damagedLine - 1);
        const spent = cpuClock();
        const context = { file, takenInAt: new Date("2026-11-21T00:00:00Z") };
        const titles = parsePageText(changed, context).entries.map(({ title }) => title);
        expect(spent()).toBeLessThan(1_500);
        for (const { title } of before) expect(titles).toContain(title);
      }),
      { numRuns: 150 },
    );
  });

  it("reads every other layout as the answers say", () => {
    const answers: Record<string, readonly Answer[]> = JSON.parse(
      readFileSync(join(realData ?? "", "feeds/page-text/answers.json"), "utf8"),
    );
    for (const [file, expected] of Object.entries(answers)) {
      const digest = parse("feeds/page-text", file);
      expect(digest.rejects, file).toEqual([]);
      expect(
        digest.entries.map((entry, index) => ({
          title: entry.title,
          ...(expected[index]?.id !== undefined && { id: entry.arxivId }),
          ...(expected[index]?.date !== undefined && { date: entry.published }),
          ...(expected[index]?.upvotes !== undefined && { upvotes: entry.upvotes }),
        })),
        file,
      ).toEqual(expected.map((answer) => ({ ...answer })));
    }
  });
});
