import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createDelivery } from "../../src/delivery/index.ts";
import { readDigest } from "../../src/digests/index.ts";
import { createEngine } from "../../src/engine.ts";
import { createIntake } from "../../src/intake.ts";
import { silentLog } from "../../src/log.ts";
import { daysAfter } from "../../src/papers/day.ts";
import { openSearchIndex } from "../../src/search/sqlite-search-index.ts";
import type { FeedsConfig } from "../../src/sources/index.ts";
import { sourceNotices } from "../../src/views/sources.ts";
import { readText } from "../support/bot.ts";
import { type FeedServer, feedServer, type Reply } from "../support/feed-server.ts";
import { dailyPapers, feedsOver, newsFeed, queryAnswer } from "../support/feeds.ts";
import { recordingAdapter } from "../support/recording-adapter.ts";
import { tempFolder } from "../support/temp.ts";

const channel = { platform: "recording", id: "c" };
const ofDay = (day: string, version = 1) => {
  const id = `${day.slice(2, 4)}${day.slice(5, 7)}.0${day.slice(8)}`;
  return Array.from({ length: 3 }, (_, at) => {
    const type = version > 1 ? ("replace" as const) : ("new" as const);
    return { id: `${id}0${at}v${version}`, title: `Kite ${at} of ${day}`, type };
  });
};

/** arXiv's day at an instant: it begins at midnight in New York, four hours behind in September. */
const newYorkDay = (now: Date) => new Date(now.getTime() - 4 * 3_600_000).toISOString().slice(0, 10);
const isWeekend = (day: string) => [0, 6].includes(new Date(day).getUTCDay());

const justNews = { arxivCategories: ["cs.CL"] };

/** arXiv's query API: what was submitted on a day is announced on the next weekday. */
function submitted(url: URL, now: Date): Reply {
  const [, year, month, date] =
    /submittedDate:\[(\d{4})(\d\d)(\d\d)/.exec(url.searchParams.get("search_query") ?? "") ?? [];
  if (year === undefined) return { status: 400 };
  const day = `${year}-${month}-${date}`;
  const announced = [1, 2, 3].map((days) => daysAfter(day, days)).find((other) => !isWeekend(other)) ?? day;
  const isKnown = !isWeekend(day) && announced <= newYorkDay(now);
  const papers = ofDay(announced).map(({ id, title }) => ({ id, title, published: `${day}T12:00:00Z` }));
  return queryAnswer(now.toISOString(), isKnown ? papers : [], isKnown ? papers.length : 0);
}

/** A channel that follows kites and gets its post at nine in Berlin, from arXiv alone if not told otherwise; it is Sunday noon. */
async function setUp(answer: (now: Date, url: URL, number: number) => Reply, sources: Partial<FeedsConfig> = justNews) {
  const server: FeedServer = await feedServer();
  const world = await feedsOver(server.url, { ...sources, start: "2025-08-31T12:00:00Z" });
  const { store, clock, poller } = world;
  server.answer((url, number) => {
    const reply = answer(clock.now(), url, number);
    return url.pathname !== "/api/query" || typeof reply !== "string" ? reply : submitted(url, clock.now());
  });
  const index = await openSearchIndex({ file: join(tempFolder(), "index.db"), store });
  onTestFinished(() => index.close());
  const adapter = recordingAdapter();
  const delivery = createDelivery({
    store,
    engine: createEngine({ store, index, clock }),
    adapters: [adapter],
    clock,
    log: silentLog,
    notices: () => sourceNotices(poller.lacking()),
    awaitsPapers: () => poller.awaitsPapers(),
    longestWait: 2 * 3_600_000,
  });
  const at = clock.now();
  await store.subscriptions.add(channel, { topic: "kite", by: { id: "u" }, at });
  const days = [1, 2, 3, 4, 5, 6, 7] as const;
  await store.schedules.set(channel, { hour: 9, minute: 0, timeZone: "Europe/Berlin", days, by: { id: "u" }, at });
  const posts: { at: string; text: string }[] = [];
  return {
    server,
    store,
    clock,
    posts,
    async runUntil(end: string) {
      for (const last = new Date(end); clock.now() < last; clock.move(10 * 60_000)) {
        await poller.tick();
        await delivery.tick();
        for (const { message } of adapter.posts.slice(posts.length)) {
          posts.push({ at: clock.now().toISOString().slice(0, 16), text: readText(message) });
        }
      }
    },
  };
}

const titlesIn = (text: string) => [...new Set(text.match(/Kite \d of [\d-]+/g))].toSorted();

describe("a channel fed by arXiv", () => {
  test("over three weeks gets each paper once, at its hour, and nothing at weekends; new versions are not posted", async () => {
    const { posts, store, runUntil } = await setUp((now) => {
      const day = newYorkDay(now);
      if (isWeekend(day)) return newsFeed(day, []);
      const yesterday = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
      return newsFeed(day, [...ofDay(day), ...ofDay(yesterday, 2)]);
    });
    await runUntil("2025-09-21T22:00:00Z");
    const shown = posts.flatMap(({ text }) => titlesIn(text));
    expect(shown).toHaveLength(15 * 3);
    expect(new Set(shown)).toHaveLength(15 * 3);
    expect(new Set(posts.map(({ at }) => at.slice(11)))).toEqual(new Set(["07:00"]));
    expect(posts.filter(({ at }) => isWeekend(at.slice(0, 10)))).toEqual([]);
    for (const { text } of posts) expect(text).not.toMatch(/missing/);
    expect(await store.papers.byArxivId("2509.00400")).toMatchObject({ arxivVersion: 2, listed: "2025-09-04" });
  });

  test("and by Hugging Face, both failing now and then, gets each paper once over three weeks, with the facts of both", async () => {
    const paperOf = (item: { id: string; title: string }, day: string) => {
      const more = { githubRepo: "https://github.com/kite/wind", githubStars: 7, ai_keywords: ["wind"] };
      return { id: item.id.replace(/v\d$/, ""), title: item.title, day, upvotes: 12, more };
    };
    const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
    const { posts, store, server, runUntil } = await setUp(
      (now, url, number) => {
        if (number % 6 === 0) return { status: 503 };
        if (number % 10 === 0) return { body: "<html>Busy</html>" };
        if (number % 17 === 0) return { body: "[<rss>".padEnd(400), cutAfter: 90 };
        if (url.pathname.startsWith("/api/daily_papers")) {
          const day = url.searchParams.get("date") ?? "";
          const isThere = !isWeekend(day) && day <= now.toISOString().slice(0, 10);
          // Hugging Face lists a paper the day after arXiv announced it, and one of its own.
          const own = { id: `9${day.slice(3, 4)}${day.slice(5, 7)}.0${day.slice(8)}90`, title: `Kite 9 of ${day}` };
          const listed = [...ofDay(dayBefore(day)).slice(0, 1), own];
          return dailyPapers(isThere ? listed.map((item) => paperOf(item, day)) : []);
        }
        const day = newYorkDay(now);
        const news = [...ofDay(day), ...ofDay(dayBefore(day), 2)];
        const crossed = news.map((item) => (item.type === "new" ? { ...item, type: "cross" as const } : item));
        return newsFeed(day, isWeekend(day) ? [] : url.pathname.endsWith("cs.LG") ? crossed : news);
      },
      { hfDaily: true, arxivCategories: ["cs.CL", "cs.LG"] },
    );
    await runUntil("2025-09-21T22:00:00Z");
    expect(server.requests.length).toBeGreaterThan(300);
    const shown = posts.flatMap(({ text }) => titlesIn(text));
    expect(new Set(shown)).toHaveLength(shown.length);
    const weekdays = Array.from({ length: 15 }, (_, at) => {
      return new Date(Date.UTC(2025, 8, 1 + at + 2 * Math.floor(at / 5))).toISOString().slice(0, 10);
    });
    for (const day of weekdays) {
      for (const number of [0, 1, 2, 9]) expect(shown).toContain(`Kite ${number} of ${day}`);
    }
    expect(await store.papers.byArxivId("2509.00400")).toMatchObject({
      title: "Kite 0 of 2025-09-04",
      arxivVersion: 2,
      listed: "2025-09-04",
      categories: ["cs.CL"],
      upvotes: 12,
      stars: 7,
      aiKeywords: ["wind"],
      sources: expect.arrayContaining([
        { source: "arxiv", listed: "2025-09-04" },
        { source: "hf-daily", listed: "2025-09-05" },
      ]),
    });
  });

  test("waits for a batch that is late, and gets it when it comes", async () => {
    const late = new Date("2025-09-02T08:30:00Z");
    const { posts, runUntil } = await setUp((now) => {
      const day = newYorkDay(now) === "2025-09-02" && now < late ? "2025-09-01" : newYorkDay(now);
      return newsFeed(day, isWeekend(day) ? [] : ofDay(day));
    });
    await runUntil("2025-09-02T22:00:00Z");
    const [, tuesday] = posts;
    expect(posts).toHaveLength(2);
    expect(titlesIn(tuesday?.text ?? "")).toEqual([
      "Kite 0 of 2025-09-02",
      "Kite 1 of 2025-09-02",
      "Kite 2 of 2025-09-02",
    ]);
    expect(tuesday?.at.slice(0, 13)).toBe("2025-09-02T08");
    expect(tuesday?.text).not.toMatch(/missing/);
  });

  test("after the longest wait gets a post that says what is wrong, once, and the papers of all days when it is there", async () => {
    const { posts, runUntil } = await setUp((now) => {
      const day = newYorkDay(now);
      if (day === "2025-09-02" || day === "2025-09-03") return { status: 500 };
      return newsFeed(day, isWeekend(day) ? [] : ofDay(day));
    });
    await runUntil("2025-09-04T22:00:00Z");
    expect(posts.map(({ at }) => at.slice(0, 13))).toEqual(["2025-09-01T07", "2025-09-02T09", "2025-09-04T07"]);
    expect(posts[1]?.text).toContain("New papers of arxiv:cs.CL may be missing: it has failed since 2025-09-02");
    expect(posts[1]?.text).toContain("its last batch is of 2025-09-01");
    const papers = ["2025-09-02", "2025-09-03", "2025-09-04"].flatMap((day) => ofDay(day).map(({ title }) => title));
    expect(titlesIn(posts[2]?.text ?? "")).toEqual(papers.toSorted());
    expect(posts[2]?.text).not.toContain("missing");
  });
});

describe("papers of days on which nobody could ask", () => {
  /** 2025-09-01 is a Monday. Both sources tell their latest days alone, as the real ones do. */
  const answer = (now: Date, url: URL) => {
    if (!url.pathname.startsWith("/api/daily_papers")) {
      const day = newYorkDay(now);
      return newsFeed(day, isWeekend(day) ? [] : ofDay(day));
    }
    const day = url.searchParams.get("date") ?? "";
    const isThere = !isWeekend(day) && day <= now.toISOString().slice(0, 10);
    return dailyPapers(isThere ? ofDay(day).map(({ id, title }) => ({ id: id.replace("v1", ""), title, day })) : []);
  };
  const weekdays = Array.from({ length: 16 }, (_, at) => daysAfter("2025-09-01", at)).filter((day) => !isWeekend(day));
  const all = weekdays.flatMap((day) => ofDay(day).map(({ title }) => title)).toSorted();
  const shownIn = (posts: readonly { readonly text: string }[]) =>
    posts
      .flatMap(({ text }) => titlesIn(text))
      .filter((title) => !title.includes("-08-"))
      .toSorted();
  const each = [
    ["arXiv", justNews],
    ["Hugging Face", { hfDaily: true, arxivCategories: [] }],
  ] as const;

  for (const [name, sources] of each) {
    test(`${name}: a program that was off from Friday to Tuesday posts them when it is back, once`, async () => {
      const { posts, clock, runUntil } = await setUp(answer, sources);
      await runUntil("2025-09-05T00:00:00Z");
      clock.set("2025-09-09T05:00:00Z");
      await runUntil("2025-09-16T22:00:00Z");
      expect(shownIn(posts)).toEqual(all);
    });

    test(`${name}: a source that failed for three working days has them posted when it is back, though the channel had other posts meanwhile`, async () => {
      let isDown = false;
      const { posts, runUntil } = await setUp((now, url) => (isDown ? { status: 500 } : answer(now, url)), sources);
      await runUntil("2025-09-03T00:00:00Z");
      isDown = true;
      await runUntil("2025-09-08T05:00:00Z");
      isDown = false;
      await runUntil("2025-09-16T22:00:00Z");
      expect(shownIn(posts)).toEqual(all);
    });
  }
});

describe("a channel fed by files", () => {
  test("gets the papers of one that comes days late, though it had other posts meanwhile, and no paper twice", async () => {
    const { store, clock, posts, runUntil } = await setUp(() => ({ status: 404 }), { arxivCategories: [] });
    const intake = createIntake({ store, clock, readDigest });
    const folder = tempFolder();
    const ofDays = (...days: string[]) => days.flatMap((day) => ofDay(day).map(({ title }) => title));
    for (const [day, dropped] of [
      ["2025-09-01", "2025-09-01T10:00:00Z"],
      ["2025-09-08", "2025-09-08T10:00:00Z"],
      ["2025-09-03", "2025-09-10T10:00:00Z"],
    ] as const) {
      await runUntil(dropped);
      const file = join(folder, `${day}.xml`);
      writeFileSync(file, String(newsFeed(day, ofDay(day))));
      await intake.takeIn([file]);
    }
    await runUntil("2025-09-12T22:00:00Z");
    expect(posts.map(({ at, text }) => [at.slice(0, 10), titlesIn(text)])).toEqual([
      ["2025-09-02", ofDays("2025-09-01")],
      ["2025-09-09", ofDays("2025-09-08")],
      ["2025-09-11", ofDays("2025-09-03")],
    ]);
  });
});
