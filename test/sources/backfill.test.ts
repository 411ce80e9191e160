import { describe, expect, test } from "vitest";
import { type BackfillDeps, backfill } from "../../src/sources/backfill.ts";
import type { Feed } from "../../src/sources/source.ts";
import { feedServer } from "../support/feed-server.ts";
import { dailyPapers, feedsOver, queryAnswer } from "../support/feeds.ts";

const period = { from: "2025-08-01", to: "2025-08-20" };
const firstOf = ([feed]: readonly Feed[]): Feed => {
  if (!feed) throw new Error("no feed");
  return feed;
};

async function dailyServer(failsOn?: string) {
  const server = await feedServer();
  server.answer((url) => {
    const day = url.searchParams.get("date") ?? "";
    if (day === failsOn) return { status: 404 };
    return dailyPapers([{ id: `2508.000${day.slice(-2)}`, title: `Kites of ${day}`, day }]);
  });
  return server;
}

describe("a backfill", () => {
  test("asks for each day once, says how far it is, and never asks again for what it has", async () => {
    const server = await dailyServer();
    const { store, clock, feeds } = await feedsOver(server.url, { hfDaily: true });
    const done: number[] = [];
    const deps: BackfillDeps = { store, clock, onProgress: (progress) => done.push(progress.done) };
    expect(await backfill(firstOf(feeds), period, deps)).toEqual({
      days: 20,
      known: 0,
      papers: 20,
      new: 20,
      rejected: [],
    });
    expect(done).toEqual(Array.from({ length: 21 }, (_, at) => at));
    expect(server.requests).toHaveLength(20);
    expect(await backfill(firstOf(feeds), period, { store, clock })).toMatchObject({ days: 0, known: 20 });
    expect(server.requests).toHaveLength(20);
    const wider = { from: "2025-07-30", to: "2025-08-22" };
    expect(await backfill(firstOf(feeds), wider, { store, clock })).toMatchObject({ days: 4, known: 20, new: 4 });
  });

  test("goes on where it was stopped", async () => {
    const server = await dailyServer();
    const { store, clock, feeds } = await feedsOver(server.url, { hfDaily: true });
    const stop = new AbortController();
    const onProgress: BackfillDeps["onProgress"] = ({ done }) => void (done === 7 && stop.abort());
    const first = await backfill(firstOf(feeds), period, { store, clock, signal: stop.signal, onProgress });
    expect(first).toMatchObject({ days: 7, interrupted: true });
    expect(await backfill(firstOf(feeds), period, { store, clock })).toMatchObject({ days: 13, known: 7, new: 13 });
    expect(server.requests).toHaveLength(20);
  });

  test("keeps the days before one that fails", async () => {
    const server = await dailyServer("2025-08-05");
    const { store, clock, feeds } = await feedsOver(server.url, { hfDaily: true });
    await expect(backfill(firstOf(feeds), period, { store, clock })).rejects.toThrow("the server answered 404");
    expect(await store.papers.count()).toBe(4);
    expect(await store.sources.days("hf-daily by day", period.from, period.to)).toHaveLength(4);
  });

  test("asks again for days that may still grow, and not for days to come", async () => {
    const server = await dailyServer();
    const { store, clock, feeds } = await feedsOver(server.url, { hfDaily: true });
    const last = { from: "2025-09-01", to: "2025-09-30" };
    expect(await backfill(firstOf(feeds), last, { store, clock })).toMatchObject({ days: 3 });
    expect(await backfill(firstOf(feeds), last, { store, clock })).toMatchObject({ days: 2, known: 1 });
  });

  test("takes no other day's papers for the day asked for: a mirror may not know past days", async () => {
    const server = await feedServer();
    server.answer((url) => {
      if (url.pathname !== "/api/query") return dailyPapers([{ id: "2509.00001", title: "Kites", day: "2025-09-02" }]);
      return queryAnswer("2025-09-03T04:00:00Z", [
        { id: "2509.00001v1", title: "Kites", published: "2025-09-02T10:00:00Z" },
      ]);
    });
    const world = await feedsOver(server.url, { hfDaily: true, arxivCategories: ["cs.CL"] });
    const { store, clock } = world;
    const [daily, arxiv] = world.feeds;
    if (!daily || !arxiv) throw new Error("no feeds");
    await expect(backfill(daily, period, { store, clock })).rejects.toThrow(
      "asked for 2025-08-01, it gave the papers of 2025-09-02: it seems to know no past days",
    );
    await expect(backfill(arxiv, period, { store, clock })).rejects.toThrow(
      "asked for papers of 2025-08-01, it gave others, the first of 2025-09-02",
    );
    for (const { name } of world.feeds) {
      expect(await store.sources.days(`${name} by day`, period.from, period.to)).toHaveLength(0);
    }
  });

  test("a day whose papers were submitted in the evening before is that day", async () => {
    const server = await feedServer();
    server.answer(() => dailyPapers([{ id: "2508.00001", title: "Kites", day: "2025-07-31" }]));
    const { store, clock, feeds } = await feedsOver(server.url, { hfDaily: true });
    const day = { from: "2025-08-01", to: "2025-08-01" };
    expect(await backfill(firstOf(feeds), day, { store, clock })).toMatchObject({ days: 1, papers: 1 });
  });

  test("says what could not be read, and of which day", async () => {
    const server = await feedServer();
    server.answer((url) => {
      const day = url.searchParams.get("date") ?? "";
      const whole = dailyPapers([{ id: "2508.00001", title: "Kites", day }]);
      return day === "2025-08-02" ? `${whole.slice(0, -1)},{"paper":{}}]` : "[]";
    });
    const { store, clock, feeds } = await feedsOver(server.url, { hfDaily: true });
    const days = { from: "2025-08-01", to: "2025-08-03" };
    expect(await backfill(firstOf(feeds), days, { store, clock })).toMatchObject({
      days: 3,
      papers: 1,
      rejected: [{ file: "hf-daily 2025-08-02", line: 1, reason: "paper.title: missing" }],
    });
  });

  test("of arXiv asks the query API by day of submission, in slices, and lists papers on that day", async () => {
    const server = await feedServer();
    server.answer((url) => {
      const start = Number(url.searchParams.get("start"));
      const count = Math.max(0, Math.min(500, 620 - start));
      const entries = Array.from({ length: count }, (_, at) => {
        return { id: `2508.${10_000 + start + at}v1`, title: `Kites ${start + at}`, published: "2025-08-01T10:00:00Z" };
      });
      return queryAnswer("2025-09-03T04:00:00Z", entries);
    });
    const { store, clock, feeds } = await feedsOver(server.url, { arxivCategories: ["cs.CL"] });
    const day = { from: "2025-08-01", to: "2025-08-01" };
    expect(await backfill(firstOf(feeds), day, { store, clock })).toMatchObject({ days: 1, papers: 620, new: 620 });
    expect(server.requests.map(({ url }) => url.searchParams.get("search_query"))).toEqual([
      "cat:cs.CL AND submittedDate:[202508010000 TO 202508012359]",
      "cat:cs.CL AND submittedDate:[202508010000 TO 202508012359]",
    ]);
    expect(await store.papers.latest({ limit: 1, offset: 0 })).toMatchObject([{ listed: "2025-08-01" }]);
  });

  test("of arXiv asks again for a slice that is left empty, and never takes part of a day for all of it", async () => {
    const server = await feedServer();
    let gaps = 2;
    server.answer((url) => {
      const start = Number(url.searchParams.get("start"));
      const isFirst = url.searchParams.get("search_query")?.includes("20250801") === true;
      const published = `2025-08-0${isFirst ? 1 : 2}T10:00:00Z`;
      if (start > 0 && gaps-- > 0) return queryAnswer("2025-09-03T04:00:00Z", [], 40);
      // Fewer than asked for, which happens as well.
      const entries = Array.from({ length: Math.min(25, 40 - start) }, (_, at) => {
        return { id: `2508.${10_000 + start + at}v1`, title: `Kites ${start + at}`, published };
      });
      return queryAnswer("2025-09-03T04:00:00Z", entries, 40);
    });
    const { store, clock, feeds } = await feedsOver(server.url, { arxivCategories: ["cs.CL"] });
    const day = { from: "2025-08-01", to: "2025-08-01" };
    expect(await backfill(firstOf(feeds), day, { store, clock })).toMatchObject({ papers: 40 });
    gaps = 99;
    const next = { from: "2025-08-02", to: "2025-08-02" };
    await expect(backfill(firstOf(feeds), next, { store, clock })).rejects.toThrow(
      "it gave 25 of 40 results and no more",
    );
    expect(await backfill(firstOf(feeds), day, { store, clock })).toMatchObject({ days: 0, known: 1 });
  });

  test("of arXiv does not take a server that can't turn pages for a whole day", async () => {
    const server = await feedServer();
    const entries = Array.from({ length: 500 }, (_, at) => {
      return { id: `2508.${10_000 + at}v1`, title: `Kites ${at}`, published: "2025-08-01T10:00:00Z" };
    });
    server.answer(() => queryAnswer("2025-09-03T04:00:00Z", entries, 1_200));
    const { store, clock, feeds } = await feedsOver(server.url, { arxivCategories: ["cs.CL"] });
    const day = { from: "2025-08-01", to: "2025-08-01" };
    await expect(backfill(firstOf(feeds), day, { store, clock })).rejects.toThrow(
      "it gave 500 of 1200 results and then the same again",
    );
  });
});
