import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { parseArxivAtom } from "../../src/digests/arxiv-atom.ts";
import { parseArxivRss } from "../../src/digests/arxiv-rss.ts";
import { parseHfDaily } from "../../src/digests/hf-daily.ts";
import { readDigest } from "../../src/digests/index.ts";
import { createIntake } from "../../src/intake.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { cpuClock } from "../support/cpu-clock.ts";
import { feedServer } from "../support/feed-server.ts";
import { feedsOver } from "../support/feeds.ts";
import { realData } from "../support/real-data.ts";
import { tempFolder } from "../support/temp.ts";

const feeds = join(realData ?? "", "feeds");
const context = { file: "feed", takenInAt: new Date("2026-11-21T12:00:00Z") };

const formats = [
  { folder: "hf-daily", parse: parseHfDaily },
  { folder: "arxiv-atom", parse: parseArxivAtom },
  { folder: "arxiv-rss", parse: parseArxivRss },
] as const;

function filesOf(folder: string) {
  return readdirSync(join(feeds, folder)).map((name) => {
    return { name, text: readFileSync(join(feeds, folder, name), "utf8") };
  });
}

describe.skipIf(realData === undefined)("real answers of the feeds (needs the folder of real data)", () => {
  test("every day of the Daily Papers reads without a loss", () => {
    let papers = 0;
    for (const { name, text } of filesOf("hf-daily")) {
      const digest = parseHfDaily(text, context);
      const raw: readonly { paper: Record<string, unknown> & { authors: unknown[] } }[] = JSON.parse(text);
      expect(digest.rejects, name).toEqual([]);
      expect(digest.date).toBe(name.slice(0, 10));
      expect(digest.entries).toHaveLength(raw.length);
      for (const [at, entry] of digest.entries.entries()) {
        const { paper } = raw[at] ?? { paper: { authors: [] } };
        expect(entry.arxivId).toBe(paper["id"]);
        expect(entry.authors).toHaveLength(paper.authors.length);
        expect(entry.published).toBe(String(paper["publishedAt"]).slice(0, 10));
        expect(entry).toMatchObject({ upvotes: paper["upvotes"] });
        expect(entry.stars).toBe(paper["githubStars"]);
        expect(entry.links?.code).toBe(paper["githubRepo"]);
        expect(entry.links?.project).toBe(paper["projectPage"]);
        expect(entry.aiKeywords ?? []).toEqual(paper["ai_keywords"] ?? []);
        expect(entry.title).not.toMatch(/\n| {2}/);
        expect(entry.abstract.length).toBeGreaterThan(100);
      }
      papers += digest.entries.length;
    }
    expect(papers).toBe(189);
  });

  test("every answer of arXiv reads without a loss", () => {
    for (const { name, text } of filesOf("arxiv-atom")) {
      const { entries, rejects, damage } = parseArxivAtom(text, context);
      expect([rejects, damage], name).toEqual([[], undefined]);
      expect(entries).toHaveLength(text.split("<entry>").length - 1);
      expect(entries.flatMap(({ authors = [] }) => authors)).toHaveLength(text.split("<author>").length - 1);
      for (const entry of entries) {
        expect(entry.arxivVersion).toBeGreaterThan(0);
        expect(entry.categories?.length).toBeGreaterThan(0);
        expect(entry.published).toMatch(/^\d{4}-\d\d-\d\d$/);
        expect(entry.abstract.length).toBeGreaterThan(100);
      }
    }
    const [news] = filesOf("arxiv-rss").filter(({ name }) => name.includes("7-entries"));
    const digest = parseArxivRss(news?.text ?? "", context);
    expect(digest).toMatchObject({ date: "2025-08-20", rejects: [] });
    expect(digest.entries.map(({ published }) => published !== undefined)).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  test("a feed cut off in its first item gives its date, that item as far as it goes, and the cut", () => {
    const [fragment] = filesOf("arxiv-rss").filter(({ name }) => name.endsWith(".fragment.xml"));
    const { date, entries, rejects, damage } = parseArxivRss(fragment?.text ?? "", context);
    expect(date).toBe("2025-09-18");
    expect(entries).toMatchObject([{ arxivId: "2509.13332", listed: "2025-09-18" }]);
    expect(rejects).toHaveLength(1);
    expect(damage).toMatch(/ends early/);
  });

  test("all of them are taken in as files, twice without a change", async () => {
    const store = await openSqliteStore({ file: join(tempFolder(), "paperboy.db") });
    onTestFinished(() => store.close());
    const intake = createIntake({ store, clock: systemClock, readDigest });
    const paths = formats.map(({ folder }) => join(feeds, folder));
    const report = await intake.takeIn(paths);
    expect(report).toMatchObject({ files: 15, entries: 189 + 61 + 8 });
    expect(report.rejected.map(({ file }) => file.split("/").at(-1))).toEqual([
      "rss2-channel-header-only.fragment.xml",
    ]);
    const before = await store.papers.lastChange();
    expect(await intake.takeIn(paths)).toMatchObject({ new: 0 });
    expect(await store.papers.lastChange()).toBe(before);
  });

  for (const { folder, parse } of formats) {
    test(`${folder}: no mutation of a real answer throws or hangs, and what stands before it stays`, () => {
      const texts = filesOf(folder).map(({ text }) => text);
      const put = fc.oneof(
        fc.string(),
        fc.constantFrom("<", ">", '"', "]", "}", "\0", "&", "<![CDATA[", "<!--", "</entry>", "\ud800"),
      );
      fc.assert(
        fc.property(fc.nat(), fc.nat(), fc.nat(400), put, fc.boolean(), (which, at, length, piece, cuts) => {
          const text = texts[which % texts.length] ?? "";
          const place = at % text.length;
          const changed = text.slice(0, place) + piece + (cuts ? "" : text.slice(place + length));
          const spent = cpuClock();
          const { entries } = parse(changed, context);
          expect(spent()).toBeLessThan(1_500);
          // An entry that was whole before the change is read as before.
          const marker = folder === "hf-daily" ? /"paper":\s*\{/ : /<entry>|<item>/;
          const before = Math.max(0, text.slice(0, place).split(marker).length - 2);
          expect(entries.length).toBeGreaterThanOrEqual(before);
        }),
        { numRuns: 150 },
      );
    });
  }

  test("paperboy-jsonl: no mutation of real papers throws, and the lines before and behind it stay", async () => {
    const papers = filesOf("hf-daily").flatMap(({ text }) => parseHfDaily(text, context).entries.slice(0, 4));
    const lines = papers.map(({ title, abstract, arxivId }) => JSON.stringify({ id: arxivId, title, abstract }));
    const file = join(tempFolder(), "papers.jsonl");
    await fc.assert(
      fc.asyncProperty(
        fc.nat(lines.length - 1),
        fc.nat(),
        fc.nat(60),
        fc.string(),
        async (which, at, length, piece) => {
          const line = lines[which] ?? "";
          const place = at % line.length;
          const changed = line.slice(0, place) + piece.replaceAll("\n", " ") + line.slice(place + length);
          writeFileSync(file, lines.with(which, changed).join("\n"));
          const titles = new Set<string>();
          for await (const item of readDigest(file, { ...context, file }))
            if ("entry" in item) titles.add(item.entry.title);
          for (const { title } of papers.toSpliced(which, 1)) expect(titles).toContain(title);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("by the hour at which a day of the Daily Papers counts as due, it had papers, and nine in ten of them", () => {
    const hour = 7;
    const listed = filesOf("hf-daily").map(({ name, text }) => {
      const raw: readonly { publishedAt: string; paper: { submittedOnDailyAt?: string } }[] = JSON.parse(text);
      const due = new Date(`${name.slice(0, 10)}T0${hour}:00:00Z`);
      const times = raw.map(({ publishedAt, paper }) => new Date(paper.submittedOnDailyAt ?? publishedAt));
      return { all: times.length, inTime: times.filter((time) => time < due).length };
    });
    for (const { inTime } of listed) expect(inTime).toBeGreaterThan(5);
    const sum = (of: "all" | "inTime") => listed.reduce((total, day) => total + day[of], 0);
    expect(sum("inTime") / sum("all")).toBeGreaterThan(0.9);
  });

  test("a month of real days through a server that fails now and then loses no paper", async () => {
    const server = await feedServer();
    const days = new Map(filesOf("hf-daily").map(({ name, text }) => [name.slice(0, 10), text]));
    server.answer((url, number) => {
      if (number % 5 === 0) return { status: 503 };
      if (number % 7 === 0) return "<html>Busy</html>";
      const body = days.get(url.searchParams.get("date") ?? "") ?? "[]";
      return number % 11 === 0 ? { body, cutAfter: 10 } : { body, headers: { etag: `"${body.length}"` } };
    });
    const { poller, store, clock } = await feedsOver(server.url, { hfDaily: true, start: "2025-08-25T00:00:00Z" });
    for (let tick = 0; tick < 10 * 24 * 6; tick++, clock.move(10 * 60_000)) await poller.tick();
    const wanted = ["2025-08-27", "2025-09-03"].flatMap((day) => parseHfDaily(days.get(day) ?? "", context).entries);
    expect(await store.papers.count()).toBe(wanted.length);
    expect(await store.papers.byArxivId(wanted[0]?.arxivId ?? "")).toMatchObject({ sources: [{ source: "hf-daily" }] });
  });

  test("a gigantic file is one reject, in bounded memory", async () => {
    const file = join(tempFolder(), "huge.json");
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, `[${" ".repeat(100 * 1024 * 1024)}]`);
    const items = [];
    for await (const item of readDigest(file, { ...context, file: "huge.json" })) items.push(item);
    expect(items).toEqual([
      { reject: { file: "huge.json", line: 1, reason: expect.stringMatching(/larger than 50 MB/) } },
    ]);
  });
});
