import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseHfDaily } from "../../src/digests/hf-daily.ts";
import { cpuClock } from "../support/cpu-clock.ts";
import { dailyPapers } from "../support/feeds.ts";

const context = { file: "day.json", takenInAt: new Date("2025-09-03T12:00:00Z") };
const parse = (text: string) => parseHfDaily(text, context);
const one = (more: Readonly<Record<string, unknown>>) =>
  parse(dailyPapers([{ id: "2509.00001", title: "Kites", day: "2025-09-03", more }])).entries[0];

describe("an answer of the Daily Papers", () => {
  test("gives all that is known of a paper", () => {
    const more = {
      title: "Kites and\n  Wind",
      publishedAt: "2025-09-01T10:00:00.000Z",
      githubRepo: "https://github.com/kite/wind",
      githubStars: 12,
      projectPage: "https://kite.example/wind",
      organization: { _id: "9", name: "kites", fullname: "The Kite Society" },
      ai_summary: "A machine's words.",
      ai_keywords: ["kites", "wind", 3],
      discussionId: "x",
    };
    const papers = dailyPapers([{ id: "2509.00001", title: "Kites", day: "2025-09-03", upvotes: 35, more }]);
    expect(parse(papers)).toEqual({
      source: "day.json",
      date: "2025-09-03",
      rejects: [],
      entries: [
        {
          title: "Kites and Wind",
          abstract: "We write about kites.",
          authors: ["Ada Kite"],
          published: "2025-09-01",
          listed: "2025-09-03",
          arxivId: "2509.00001",
          links: { code: "https://github.com/kite/wind", project: "https://kite.example/wind" },
          upvotes: 35,
          stars: 12,
          organisation: "The Kite Society",
          aiKeywords: ["kites", "wind"],
        },
      ],
    });
  });

  test("before fields came along had only an outer date, which told the day of the listing", () => {
    const old = [
      {
        paper: { id: "2406.00001", title: "Old", publishedAt: "2024-06-11T02:00:00.000Z" },
        publishedAt: "2024-06-12T01:00:00.000Z",
      },
    ];
    expect(parse(JSON.stringify(old)).entries).toEqual([
      { title: "Old", abstract: "", published: "2024-06-11", listed: "2024-06-12", arxivId: "2406.00001" },
    ]);
  });

  test("hidden authors stay hidden", () => {
    const authors = [{ name: "Ada Kite", hidden: false }, { name: "Bo Wind", hidden: true }, { name: " " }, null];
    expect(one({ authors })?.authors).toEqual(["Ada Kite"]);
  });

  test("a field of another shape costs only itself", () => {
    const odd = {
      upvotes: "many",
      githubRepo: "javascript:alert(1)",
      githubStars: -1,
      organization: 7,
      ai_keywords: null,
      authors: 3,
      summary: null,
    };
    const entry = one(odd);
    expect(entry).toEqual({
      title: "Kites",
      abstract: "",
      published: "2025-09-03",
      listed: "2025-09-03",
      arxivId: "2509.00001",
    });
  });

  test("one bad paper costs only itself, and is named with its line", () => {
    const text = `[\n${dailyPapers([{ id: "2509.00001", title: "One", day: "2025-09-03" }]).slice(1, -1)},\n{"paper": nonsense},\n{"paper": {"id": "1"}},\n7]`;
    const { entries, rejects } = parse(text);
    expect(entries.map(({ title }) => title)).toEqual(["One"]);
    expect(rejects).toEqual([
      { file: "day.json", line: 3, reason: "not valid JSON" },
      { file: "day.json", line: 4, reason: "paper.title: missing" },
      { file: "day.json", line: 5, reason: "entry: not an object" },
    ]);
  });

  test("that was cut off still gives what came whole, and says so", () => {
    const text = dailyPapers(["One", "Two"].map((title, at) => ({ id: `2509.0000${at}`, title, day: "2025-09-03" })));
    const digest = parse(text.slice(0, -40));
    expect(digest.entries.map(({ title }) => title)).toEqual(["One"]);
    expect(digest.damage).toMatch(/ends early/);
    expect(digest.rejects).toHaveLength(1);
  });

  test("that is none says what it is", () => {
    expect(parse("<!doctype html><html>").damage).toMatch(/web page/);
    expect(parse('{"error":"Rate limited, try later"}').damage).toBe(
      "not a JSON list of papers: Rate limited, try later",
    );
    expect(parse(" ").damage).toMatch(/empty/);
    expect(parse("[]")).toEqual({ source: "day.json", entries: [], rejects: [] });
  });

  test("hostile ones neither throw nor take long", () => {
    const deep = `[{"paper":{"title":"x","authors":${"[".repeat(200_000)}`;
    for (const text of [
      deep,
      `${deep}${"]".repeat(200_000)}}}]`,
      "[".repeat(500_000),
      `["${"\\".repeat(500_000)}`,
      `[${",".repeat(500_000)}]`,
    ]) {
      const spent = cpuClock();
      parse(text);
      expect(spent()).toBeLessThan(2_000);
    }
  });

  test("one of megabytes on one line takes no longer than on many", () => {
    const more = { summary: "We fly kites in the wind. ".repeat(40) };
    const papers = Array.from({ length: 10_000 }, (_, at) => ({
      id: `2509.${10_000 + at}`,
      title: `Kites ${at}`,
      day: "2025-09-03",
      more,
    }));
    const spent = cpuClock();
    expect(parse(dailyPapers(papers)).entries).toHaveLength(10_000);
    expect(spent()).toBeLessThan(3_000);
  });

  test("any JSON, and any change to a good one, leaves papers or rejects, and no exception", () => {
    const good = dailyPapers([{ id: "2509.00001", title: "Kites", day: "2025-09-03" }]);
    fc.assert(fc.property(fc.json(), (json) => void parse(json)));
    fc.assert(
      fc.property(fc.nat(), fc.nat(40), fc.string({ maxLength: 12 }), (at, length, put) => {
        const place = at % good.length;
        const { entries, rejects } = parse(good.slice(0, place) + put + good.slice(place + length));
        expect(entries.length + rejects.length).toBeLessThanOrEqual(14);
      }),
      { numRuns: 500 },
    );
  });
});
