import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { silentLog } from "../../src/log.ts";
import { createPoller } from "../../src/sources/poll.ts";
import { type FeedServer, feedServer, type Reply } from "../support/feed-server.ts";
import { dailyPapers, feedsOver, newsAtom, newsFeed, queryAnswer } from "../support/feeds.ts";

const arxiv = { arxivCategories: ["cs.CL"] };
const standings = ({ poller }: Awaited<ReturnType<typeof feedsOver>>) =>
  poller.known().map(({ feed, freshness }) => `${feed} ${freshness}`);

/** The news of each category, in either form, and a query API that is down unless told otherwise. */
function serveNews(
  server: FeedServer,
  news: (category: string, form: string) => Reply,
  query: Reply | ((url: URL) => Reply) = { status: 400 },
) {
  server.answer((url) => {
    const [, form = "", category = ""] = url.pathname.split("/");
    if (form === "rss" || form === "atom") return news(category, form);
    return typeof query === "function" ? query(url) : query;
  });
}

const newYorkDay = (now: Date) => new Date(now.getTime() - 4 * 3_600_000).toISOString().slice(0, 10);

/** Papers whose numbers begin alike. */
const items = (count: number, prefix = "2509.0") =>
  Array.from({ length: count }, (_, at) => {
    const id = prefix + String(at).padStart(10 - prefix.length, "0");
    return { id: `${id}v1`, title: `Paper ${id}` };
  });

describe("polling the Daily Papers", () => {
  test("asks for the day and the days before, takes them in with their own days, and does not ask again at once", async () => {
    const server = await feedServer();
    server.answer((url) => {
      const day = url.searchParams.get("date") ?? "";
      return dailyPapers([{ id: `2509.000${day.slice(-2)}`, title: `Kites of ${day}`, day, upvotes: 5 }]);
    });
    const { poller, store, clock } = await feedsOver(server.url, { hfDaily: true });
    expect(await poller.tick()).toEqual({ polled: 1, new: 4 });
    expect(server.requests.map(({ url }) => url.searchParams.get("date"))).toEqual([
      "2025-09-03",
      "2025-09-02",
      "2025-09-01",
      "2025-08-31",
    ]);
    const latest = await store.papers.latest({ limit: 1, offset: 0 });
    expect(latest).toMatchObject([{ arxivId: "2509.00003", listed: "2025-09-03", sources: [{ source: "hf-daily" }] }]);
    const batch = { date: "2025-09-03", papers: 1 };
    expect(poller.known()).toMatchObject([{ feed: "hf-daily", freshness: "new", failures: 0, batch }]);
    clock.move(60_000);
    expect(await poller.tick()).toEqual({ polled: 0, new: 0 });
  });

  test("turns pages until a day is whole", async () => {
    const server = await feedServer();
    server.answer((url) => {
      const page = Number(url.searchParams.get("p"));
      const isDay = url.searchParams.get("date") === "2025-09-03";
      const count = isDay ? Math.max(0, Math.min(100, 130 - page * 100)) : 0;
      const papers = Array.from({ length: count }, (_, at) => {
        return { id: `2509.${10_000 + page * 100 + at}`, title: `Kites ${page} ${at}`, day: "2025-09-03" };
      });
      return dailyPapers(papers);
    });
    const { poller, store } = await feedsOver(server.url, { hfDaily: true });
    expect(await poller.tick()).toMatchObject({ new: 130 });
    expect(await store.papers.count()).toBe(130);
  });

  test("a server that gives no more than 50 at a time is asked for the rest", async () => {
    const server = await feedServer();
    server.answer((url) => {
      const page = Number(url.searchParams.get("p"));
      const isDay = url.searchParams.get("date") === "2025-09-03";
      const count = isDay ? Math.max(0, Math.min(50, 62 - page * 50)) : 0;
      const papers = Array.from({ length: count }, (_, at) => {
        return { id: `2509.${10_000 + page * 50 + at}`, title: `Kites ${page} ${at}`, day: "2025-09-03" };
      });
      return dailyPapers(papers);
    });
    const { poller } = await feedsOver(server.url, { hfDaily: true });
    expect(await poller.tick()).toMatchObject({ new: 62 });
  });

  test("a day of the past that fails does not keep the day's batch from coming in", async () => {
    const server = await feedServer();
    server.answer((url) => {
      const day = url.searchParams.get("date") ?? "";
      if (day < "2025-09-02") return { status: 500 };
      return dailyPapers([{ id: `2509.000${day.slice(-2)}`, title: `Kites of ${day}`, day }]);
    });
    const world = await feedsOver(server.url, { hfDaily: true });
    expect(await world.poller.tick()).toEqual({ polled: 1, new: 2 });
    expect(standings(world)).toEqual(["hf-daily new"]);
  });

  test("a server that can't turn pages is asked for two, not forever", async () => {
    const server = await feedServer();
    const papers = Array.from({ length: 100 }, (_, at) => {
      return { id: `2509.${10_000 + at}`, title: `Kites ${at}`, day: "2025-09-03" };
    });
    server.answer(() => dailyPapers(papers));
    const { poller } = await feedsOver(server.url, { hfDaily: true });
    await poller.tick();
    expect(server.requests).toHaveLength(8);
  });

  test("upvotes and stars of the last days grow and fall; unchanged days cost an empty answer each", async () => {
    const server = await feedServer();
    let upvotes = 5;
    server.answer((url) => {
      const day = url.searchParams.get("date") ?? "";
      if (day !== "2025-09-02") return { body: "[]", headers: { etag: `"${day}"` } };
      const more = { githubRepo: "https://github.com/kite/wind", githubStars: upvotes * 10 };
      const body = dailyPapers([{ id: "2509.00001", title: "Kites", day, upvotes, more }]);
      return { body, headers: { etag: `"${day} ${upvotes}"` } };
    });
    const { poller, store, clock } = await feedsOver(server.url, { hfDaily: true });
    await poller.tick();
    upvotes = 80;
    clock.move(3 * 3_600_000);
    await poller.tick();
    expect(await store.papers.byArxivId("2509.00001")).toMatchObject({ upvotes: 80, stars: 800, listed: "2025-09-02" });
    upvotes = 78;
    clock.move(3 * 3_600_000);
    await poller.tick();
    expect(await store.papers.byArxivId("2509.00001")).toMatchObject({ upvotes: 78, stars: 780, listed: "2025-09-02" });
    const change = await store.papers.lastChange();
    clock.move(3 * 3_600_000);
    await poller.tick();
    expect(server.requests.filter(({ headers }) => headers["if-none-match"] !== undefined)).toHaveLength(12);
    expect(await store.papers.lastChange()).toBe(change);
  });

  test("numbers that a feed tells again leave a paper as it is, and still count as told now", async () => {
    const server = await feedServer();
    let upvotes = 5;
    server.answer((url) => {
      const day = url.searchParams.get("date") ?? "";
      const papers = [1, 2].map((at) => ({ id: `2509.0000${at}`, title: `Kites ${at}`, day, upvotes: 5 }));
      const voted = { id: "2509.00003", title: "Kites 3", day, upvotes };
      return day === "2025-09-02" ? dailyPapers([...papers, voted]) : "[]";
    });
    const { poller, store, clock } = await feedsOver(server.url, { hfDaily: true });
    await poller.tick();
    const change = await store.papers.lastChange();
    const told = await store.papers.byArxivId("2509.00001");
    upvotes = 6;
    clock.move(3 * 3_600_000);
    await poller.tick();
    const toldAgain = await store.papers.byArxivId("2509.00001");
    expect((await store.papers.changes(change, 10)).map(({ paper }) => paper?.arxivId)).toEqual(["2509.00003"]);
    expect(toldAgain).toEqual({ ...told, countedAt: toldAgain?.countedAt });
    expect(String(toldAgain?.countedAt?.upvotes) > String(told?.countedAt?.upvotes)).toBe(true);
  });

  test("an answer that is no list, is cut off or too large is a failure that says why and takes nothing away", async () => {
    const server = await feedServer();
    const good = (url: URL) => {
      const day = url.searchParams.get("date") ?? "";
      return dailyPapers([{ id: `2509.000${day.slice(-2)}`, title: `Kites of ${day}`, day }]);
    };
    server.answer(good);
    const { poller, store, clock } = await feedsOver(server.url, { hfDaily: true });
    await poller.tick();
    const packed = gzipSync(dailyPapers([{ id: "2509.1", title: "Cut ".repeat(2_000), day: "2025-09-03" }]));
    const faults: readonly [Reply, RegExp][] = [
      ["<!doctype html><html>Busy</html>", /web page/],
      [dailyPapers([{ id: "2509.1", title: "Cut", day: "2025-09-03" }]).slice(0, -30), /ends early/],
      [
        { headers: { "content-encoding": "gzip" }, body: packed.subarray(0, packed.length / 2) },
        /ends early|no answer/,
      ],
      ['[{"paper":{}},{"paper":{}}]', /none of its 2 entries can be read/],
      [{ bytes: 100 * 1024 * 1024 }, /larger than 32 MB/],
      [{ status: 500 }, /answered 500/],
      [{ body: "[".padEnd(900), cutAfter: 300 }, /no answer/],
      [{ hangs: true }, /no whole answer within 2 s/],
    ];
    for (const [reply, detail] of faults) {
      server.answer(() => reply);
      clock.move(4 * 3_600_000);
      await poller.tick();
      const [state] = poller.known();
      expect(state).toMatchObject({ freshness: "failed", detail: expect.stringMatching(detail) });
    }
    expect(await store.papers.count()).toBe(4);
    server.answer(good);
    clock.set("2025-09-04T12:00:00Z");
    await poller.tick();
    expect(poller.known()).toMatchObject([{ freshness: "new", failures: 0 }]);
  });
});

describe("polling arXiv", () => {
  test("reads a category's news; a cross-list in another category is the same paper, a replacement no new one", async () => {
    const server = await feedServer();
    const shared = { id: "2509.00001v1", title: "Shared" };
    const old = { id: "2401.00003v4", title: "Years old", type: "replace" } as const;
    const crossed = { ...shared, type: "cross" as const, categories: ["cs.CL", "cs.LG"] };
    serveNews(server, (category) => newsFeed("2025-09-03", category === "cs.CL" ? [shared, old] : [crossed]));
    const { poller, store, clock } = await feedsOver(server.url, { arxivCategories: ["cs.CL", "cs.LG"] });
    const begun = clock.now().getTime();
    expect(await poller.tick()).toEqual({ polled: 2, new: 1 });
    expect(clock.now().getTime() - begun).toBeGreaterThanOrEqual(3_000);
    const [paper] = await store.papers.latest({ limit: 9, offset: 0 });
    expect(paper).toMatchObject({ title: "Shared", categories: ["cs.CL", "cs.LG"], listed: "2025-09-03" });
    expect(paper?.sources).toEqual([{ source: "arxiv", listed: "2025-09-03" }]);
    expect(await store.papers.count()).toBe(1);
  });

  test("a new version updates the paper, which keeps its key, its place and the day it was listed", async () => {
    const server = await feedServer();
    serveNews(server, () => newsFeed("2025-09-02", [{ id: "2509.00001v1", title: "Kites", abstract: "First words." }]));
    const { poller, store, clock } = await feedsOver(server.url, { ...arxiv, start: "2025-09-02T12:00:00Z" });
    await poller.tick();
    const first = await store.papers.byArxivId("2509.00001");
    const second = { id: "2509.00001v2", title: "Kites and Wind", abstract: "Better.", type: "replace" } as const;
    serveNews(server, () => newsFeed("2025-09-03", [second, { id: "2509.00002v1", title: "Other" }]));
    clock.set("2025-09-03T12:00:00Z");
    expect(await poller.tick()).toMatchObject({ new: 1 });
    expect(await store.papers.byArxivId("2509.00001")).toMatchObject({
      key: first?.key,
      title: "Kites and Wind",
      abstract: "Better.",
      arxivVersion: 2,
      listed: "2025-09-02",
      published: "2025-09-02",
    });
  });

  test("a paper known from both sources is one, with the facts of both and arXiv's words", async () => {
    const server = await feedServer();
    const title = "Kites";
    server.answer((url) => {
      if (url.pathname.startsWith("/rss/")) {
        return newsFeed("2025-09-03", [{ id: "2509.00001v1", title, abstract: "We reach $1920\\times1080$." }]);
      }
      const day = url.searchParams.get("date") ?? "";
      const more = {
        summary: "We reach 1920times1080, says the longer text of another.",
        organization: { name: "kites" },
      };
      return dailyPapers(day === "2025-09-03" ? [{ id: "2509.00001", title, day, upvotes: 9, more }] : []);
    });
    const { poller, store } = await feedsOver(server.url, { ...arxiv, hfDaily: true });
    expect(await poller.tick()).toEqual({ polled: 2, new: 1 });
    expect(await store.papers.byArxivId("2509.00001")).toMatchObject({
      abstract: "We reach 1920×1080.",
      upvotes: 9,
      organisation: "kites",
      arxivVersion: 1,
      categories: ["cs.CL"],
      sources: expect.arrayContaining([
        { source: "arxiv", listed: "2025-09-03" },
        { source: "hf-daily", listed: "2025-09-03" },
      ]),
    });
  });

  test("each category is looked at: one can be stale while another is new", async () => {
    const server = await feedServer();
    serveNews(server, (category) =>
      newsFeed(
        category === "cs.LG" ? "2025-09-02" : "2025-09-03",
        items(30, category === "cs.LG" ? "2508.1" : "2509.1"),
      ),
    );
    const world = await feedsOver(server.url, { arxivCategories: ["cs.CL", "cs.LG"] });
    await world.poller.tick();
    expect(standings(world)).toEqual(["arxiv:cs.CL new", "arxiv:cs.LG stale"]);
    serveNews(server, () => newsFeed("2025-09-03", items(30)));
    world.clock.move(45 * 60_000);
    expect(await world.poller.tick()).toMatchObject({ polled: 1 });
    expect(standings(world)).toEqual(["arxiv:cs.CL new", "arxiv:cs.LG new"]);
  });

  test("when the news fail, the query API tells what was submitted lately, and status says so", async () => {
    const server = await feedServer();
    const answer = queryAnswer("2025-09-03T12:00:00Z", [
      { id: "2509.00001v1", title: "Lately", published: "2025-09-02T10:00:00Z" },
      { id: "2501.00001v1", title: "Long ago", published: "2025-01-02T10:00:00Z" },
    ]);
    serveNews(server, () => "<html>Down for maintenance</html>", answer);
    const { poller, store } = await feedsOver(server.url, arxiv);
    expect(await poller.tick()).toMatchObject({ new: 1 });
    expect(await store.papers.latest({ limit: 9, offset: 0 })).toMatchObject([{ title: "Lately" }]);
    expect(poller.known()).toMatchObject([
      { freshness: "stale", detail: "its news feed failed (not an RSS or Atom feed)" },
    ]);
  });

  test("news that are none, cut off, too large or an error are a failure that says why and takes nothing away", async () => {
    const server = await feedServer();
    serveNews(server, () => newsFeed("2025-09-03", items(3)));
    const { poller, store, clock } = await feedsOver(server.url, arxiv);
    await poller.tick();
    const whole = newsFeed("2025-09-03", items(5, "2509.1"));
    const error = { id: "http://arxiv.org/api/errors#x", title: "Error", published: "2025-09-03" };
    const faults: readonly [news: Reply, query: Reply, detail: RegExp][] = [
      ["<!doctype html><html>Busy</html>", "<html>Busy</html>", /not an RSS or Atom feed/],
      [whole.slice(0, -400), { status: 500 }, /the feed ends early/],
      [
        queryAnswer("2025-09-03T04:00:00Z", [error]),
        queryAnswer("2025-09-03T04:00:00Z", [error]),
        /none of its 1 entries/,
      ],
      [{ bytes: 40 * 1024 * 1024 }, { status: 503 }, /larger than 32 MB/],
      [{ status: 429, headers: { "retry-after": "900" } }, whole, /429 \(too many requests\)/],
      [{ hangs: true }, { hangs: true }, /no whole answer within 2 s/],
    ];
    for (const [news, query, detail] of faults) {
      serveNews(server, () => news, query);
      clock.move(13 * 3_600_000);
      await poller.tick();
      expect(poller.known()).toMatchObject([{ freshness: "failed", detail: expect.stringMatching(detail) }]);
    }
    expect(await store.papers.count()).toBe(3);
    const [state] = poller.known();
    serveNews(server, () => newsFeed(newYorkDay(clock.now()), items(4, "2509.2")));
    if (state) clock.set(state.nextPollAt.toISOString());
    expect(await poller.tick()).toMatchObject({ new: 4 });
  });

  test("while the news fail the query API is asked every six hours at most: it changes once a day", async () => {
    const server = await feedServer();
    const answer = queryAnswer("2025-09-03T12:00:00Z", [
      { id: "2509.00001v1", title: "Lately", published: "2025-09-02T10:00:00Z" },
    ]);
    serveNews(server, () => "<html>Down for maintenance</html>", answer);
    const world = await feedsOver(server.url, arxiv);
    for (let quarter = 0; quarter < 8 * 4; quarter++, world.clock.move(15 * 60_000)) {
      await world.poller.tick();
      expect(standings(world)).toEqual(["arxiv:cs.CL stale"]);
    }
    expect(server.requests.filter(({ url }) => url.pathname === "/api/query")).toHaveLength(2);
  });

  test("the news are read as Atom where the server has no RSS", async () => {
    const server = await feedServer();
    const atom = newsAtom("2025-09-03", [{ id: "2509.00001v1", title: "Kites" }]);
    serveNews(server, (_category, form) => (form === "rss" ? { status: 404 } : atom));
    const world = await feedsOver(server.url, arxiv);
    expect(await world.poller.tick()).toMatchObject({ new: 1 });
    expect(world.poller.known()).toMatchObject([{ freshness: "new", batch: { date: "2025-09-03", papers: 1 } }]);
    expect(server.requests.map(({ url }) => url.pathname)).toEqual(["/rss/cs.CL", "/atom/cs.CL"]);
  });

  test("papers of one category can be searched while another keeps its answer back", async () => {
    const server = await feedServer();
    const { promise, resolve } = Promise.withResolvers<void>();
    serveNews(server, (category) => (category === "cs.LG" ? { hangs: true } : newsFeed("2025-09-03", items(3))));
    const { poller, store } = await feedsOver(server.url, { arxivCategories: ["cs.CL", "cs.LG"], timeLimit: 1_000 });
    const stop = new AbortController();
    const ticking = poller.tick({ signal: stop.signal, onPapers: async () => resolve() });
    await promise;
    expect(await store.papers.count()).toBe(3);
    stop.abort();
    await expect(ticking).rejects.toThrow();
  });

  test("a mirror that has the query API alone is enough", async () => {
    const server = await feedServer();
    const answer = queryAnswer("2025-09-03T12:00:00Z", [
      { id: "2509.00001v1", title: "Lately", published: "2025-09-02T10:00:00Z" },
    ]);
    serveNews(server, () => ({ status: 404 }), answer);
    const world = await feedsOver(server.url, arxiv);
    expect(await world.poller.tick()).toMatchObject({ new: 1 });
    expect(standings(world)).toEqual(["arxiv:cs.CL new"]);
  });
});

describe("what goes wrong", () => {
  test("a paper that is listed on a day to come is of today: it would be the latest for years", async () => {
    const server = await feedServer();
    const paper = {
      id: "2509.00001",
      title: "Kites",
      day: "2025-09-03",
      more: { submittedOnDailyAt: "2030-01-01T00:00:00Z" },
    };
    server.answer(() => dailyPapers([paper]));
    const { store, poller } = await feedsOver(server.url, { hfDaily: true });
    await poller.tick();
    expect(await store.papers.byArxivId("2509.00001")).toMatchObject({ listed: "2025-09-03" });
  });

  test("a source whose answer can't be kept is not asked at every tick", async () => {
    const server = await feedServer();
    serveNews(server, () => newsFeed("2025-09-03", items(3)));
    const { store, clock, feeds } = await feedsOver(server.url, arxiv);
    let isFull = true;
    const takeIn: typeof store.papers.takeIn = async (...given) => {
      if (isFull) throw new Error("the disk is full");
      return store.papers.takeIn(...given);
    };
    const papers = { ...store.papers, takeIn };
    const poller = createPoller({ store: { ...store, papers }, feeds, clock, log: silentLog, random: () => 0.5 });
    await expect(poller.tick()).rejects.toThrow("the disk is full");
    for (let tick = 0; tick < 29; tick++) {
      clock.move(2_000);
      await poller.tick();
    }
    expect(server.requests).toHaveLength(1);
    isFull = false;
    clock.move(2_000);
    expect(await poller.tick()).toMatchObject({ new: 3 });
  });
});

describe("batches that were missed", () => {
  /** Days the query API was asked for, since the last look. */
  const asked = (server: FeedServer) => {
    let seen = 0;
    return () => {
      const queries = server.requests.slice(seen).map(({ url }) => url.searchParams.get("search_query") ?? "");
      seen = server.requests.length;
      return queries.flatMap((query) => /\[(\d{8})/.exec(query)?.[1] ?? []);
    };
  };
  const nothing = queryAnswer("2025-09-10T04:00:00Z", [], 0);

  test("are asked for once each, by the days on which their papers were submitted; nothing before the first", async () => {
    const server = await feedServer();
    const world = await feedsOver(server.url, { ...arxiv, start: "2025-09-03T06:00:00Z" });
    const days = asked(server);
    serveNews(server, () => newsFeed("2025-09-03", items(3, "2509.03")), nothing);
    await world.poller.tick();
    expect(days()).toEqual([]);
    world.clock.set("2025-09-09T06:00:00Z");
    serveNews(server, () => newsFeed("2025-09-09", items(3, "2509.09")), nothing);
    await world.poller.tick();
    // Of Thursday the 4th, Friday and Monday.
    expect(days()).toEqual(["20250902", "20250903", "20250904", "20250905"]);
    world.clock.set("2025-09-09T20:00:00Z");
    await world.poller.tick();
    expect(days()).toEqual([]);
  });

  test("that can't be had now are asked for with the next poll, and today's count all the same", async () => {
    const server = await feedServer();
    const world = await feedsOver(server.url, { ...arxiv, start: "2025-09-03T06:00:00Z" });
    serveNews(server, () => newsFeed("2025-09-03", items(3, "2509.03")), nothing);
    await world.poller.tick();
    world.clock.set("2025-09-05T06:00:00Z");
    serveNews(server, () => newsFeed("2025-09-05", items(3, "2509.05")));
    await world.poller.tick();
    expect(standings(world)).toEqual(["arxiv:cs.CL new"]);
    const missed = { id: "2509.00401v1", title: "Missed", published: "2025-09-03T10:00:00Z" };
    serveNews(
      server,
      () => newsFeed("2025-09-05", items(3, "2509.05")),
      (url) => (url.href.includes("20250903") ? queryAnswer("2025-09-05T20:00:00Z", [missed], 1) : nothing),
    );
    world.clock.set("2025-09-05T20:00:00Z");
    expect(await world.poller.tick()).toMatchObject({ new: 1 });
    expect(await world.store.papers.byArxivId("2509.00401")).toMatchObject({ listed: "2025-09-03" });
  });

  test("on Friday are asked for at the weekend, when the feed is empty", async () => {
    const server = await feedServer();
    const world = await feedsOver(server.url, { ...arxiv, start: "2025-09-04T06:00:00Z" });
    const days = asked(server);
    serveNews(server, () => newsFeed("2025-09-04", items(3, "2509.04")), nothing);
    await world.poller.tick();
    world.clock.set("2025-09-06T12:00:00Z");
    serveNews(server, () => newsFeed("2025-09-06", []), nothing);
    await world.poller.tick();
    expect(days()).toEqual(["20250903", "20250904"]);
  });

  test("are whole where the weekend knew half of Thursday's papers, and nobody asked on Monday either", async () => {
    const server = await feedServer();
    const world = await feedsOver(server.url, { ...arxiv, start: "2025-09-04T06:00:00Z" });
    const morning = { id: "2509.00401v1", title: "Of the morning", published: "2025-09-04T10:00:00Z" };
    const evening = { id: "2509.00402v1", title: "Of the evening", published: "2025-09-04T20:00:00Z" };
    // What is submitted in the evening is announced, and known to the API, with Monday's batch.
    let known = [morning];
    let news = newsFeed("2025-09-04", items(3, "2509.04"));
    serveNews(
      server,
      () => news,
      (url) => (url.href.includes("20250904") ? queryAnswer("2025-09-09T04:00:00Z", known, known.length) : nothing),
    );
    await world.poller.tick();
    world.clock.set("2025-09-06T12:00:00Z");
    news = newsFeed("2025-09-06", []);
    expect(await world.poller.tick()).toMatchObject({ new: 1 });
    world.clock.set("2025-09-09T06:00:00Z");
    known = [morning, evening];
    news = newsFeed("2025-09-09", items(3, "2509.09"));
    expect(await world.poller.tick()).toMatchObject({ new: 4 });
    expect(await world.store.papers.byArxivId("2509.00402")).toMatchObject({ listed: "2025-09-04" });
  });

  test("are asked for though one day of them can't be had, and two such days end the asking until the next poll", async () => {
    const server = await feedServer();
    const world = await feedsOver(server.url, { ...arxiv, start: "2025-09-03T06:00:00Z" });
    const days = asked(server);
    const bad = new Set(["20250902"]);
    let news = newsFeed("2025-09-03", items(3, "2509.03"));
    serveNews(
      server,
      () => news,
      (url) => ([...bad].some((day) => url.href.includes(day)) ? { status: 400 } : nothing),
    );
    await world.poller.tick();
    news = newsFeed("2025-09-09", items(3, "2509.09"));
    world.clock.set("2025-09-09T06:00:00Z");
    await world.poller.tick();
    expect(days()).toEqual(["20250902", "20250903", "20250904", "20250905"]);
    for (const day of ["20250908", "20250909"]) bad.add(day);
    news = newsFeed("2025-09-12", items(3, "2509.12"));
    world.clock.set("2025-09-12T06:00:00Z");
    await world.poller.tick();
    expect(days()).toEqual(["20250902", "20250908"]);
  });

  test("are gone on with at the next start where the program was stopped meanwhile", async () => {
    const server = await feedServer();
    const world = await feedsOver(server.url, { ...arxiv, start: "2025-09-03T06:00:00Z" });
    const days = asked(server);
    const stopping = new AbortController();
    let news = newsFeed("2025-09-03", items(3, "2509.03"));
    serveNews(
      server,
      () => news,
      () => {
        stopping.abort();
        return nothing;
      },
    );
    await world.poller.tick();
    news = newsFeed("2025-09-05", items(3, "2509.05"));
    world.clock.set("2025-09-05T06:00:00Z");
    await expect(world.poller.tick({ signal: stopping.signal })).rejects.toThrow(/abort/);
    expect(days()).toEqual(["20250902"]);
    await createPoller({ ...world, log: silentLog, random: () => 0.5 }).tick();
    expect(days()).toEqual(["20250902", "20250903"]);
  });

  test("are not believed to be empty where a batch has dozens of papers, but for weekends", async () => {
    const server = await feedServer();
    const world = await feedsOver(server.url, { ...arxiv, start: "2025-09-04T06:00:00Z" });
    const days = asked(server);
    const late = { id: "2509.00401v1", title: "Late", published: "2025-09-04T10:00:00Z" };
    let answers = { "20250904": nothing, "20250905": queryAnswer("2025-09-09T04:00:00Z", [], 0) };
    let news = newsFeed("2025-09-04", items(30, "2509.04"));
    serveNews(
      server,
      () => news,
      (url) => Object.entries(answers).find(([day]) => url.href.includes(day))?.[1] ?? nothing,
    );
    await world.poller.tick();
    world.clock.set("2025-09-10T06:00:00Z");
    news = newsFeed("2025-09-10", items(30, "2509.10"));
    await world.poller.tick();
    expect(days()).toEqual(["20250903", "20250904"]);
    answers = {
      "20250904": queryAnswer("2025-09-10T04:00:00Z", [late], 1),
      "20250905": queryAnswer(
        "2025-09-10T04:00:00Z",
        [{ ...late, id: "2509.00501v1", title: "Later", published: "2025-09-05T10:00:00Z" }],
        1,
      ),
    };
    world.clock.set("2025-09-10T20:00:00Z");
    expect(await world.poller.tick()).toMatchObject({ new: 2 });
  });
});

describe("over three weeks", () => {
  test("every paper comes in once, weekends and a holiday are quiet, and a stale morning is waited out", async () => {
    const server = await feedServer();
    const holiday = "2025-09-10";
    const staleUntil = Date.parse("2025-09-16T15:00:00Z");
    let now = () => 0;
    const expected = new Set<string>();
    const ofDay = (day: string) => items(40, `2509.${day.slice(8)}`);
    serveNews(server, () => {
      // arXiv's day begins at midnight Eastern: four hours behind in September.
      let day = new Date(now() - 4 * 3_600_000).toISOString().slice(0, 10);
      if (day === "2025-09-16" && now() < staleUntil) day = "2025-09-15";
      const weekday = new Date(day).getUTCDay();
      if (weekday === 0 || weekday === 6 || day === holiday) return newsFeed(day, []);
      for (const { id } of ofDay(day)) expected.add(id.replace("v1", ""));
      return newsFeed(day, ofDay(day));
    });
    const world = await feedsOver(server.url, { ...arxiv, start: "2025-09-01T06:00:00Z" });
    now = () => world.clock.now().getTime();
    const seen = new Map<string, Set<string>>();
    let added = 0;
    for (const end = Date.parse("2025-09-22T04:00:00Z"); now() < end; world.clock.move(10 * 60_000)) {
      added += (await world.poller.tick()).new;
      const [state] = world.poller.known();
      const day = new Date(now() - 4 * 3_600_000).toISOString().slice(0, 10);
      if (state) seen.set(day, (seen.get(day) ?? new Set()).add(state.freshness));
    }
    expect(added).toBe(expected.size);
    expect(await world.store.papers.count()).toBe(14 * 40);
    expect([...(seen.get("2025-09-06") ?? [])]).toContain("quiet");
    expect([...(seen.get(holiday) ?? [])]).toContain("quiet");
    expect([...(seen.get("2025-09-16") ?? [])]).toEqual(expect.arrayContaining(["stale", "new"]));
    for (const [day, freshness] of seen) if (day !== "2025-09-16") expect(freshness, day).not.toContain("stale");
    expect([...seen.values()].some((freshness) => freshness.has("failed"))).toBe(false);
    // A handful of questions a day, not one a tick.
    expect(server.requests.length).toBeLessThan(21 * 24);
  });
});

describe("an outage", () => {
  test("is told to the operator once, and the next one again", async () => {
    const server = await feedServer();
    const told: string[] = [];
    let fails = 1;
    const world = await feedsOver(server.url, {
      ...arxiv,
      tellOperator: async ({ feed, detail }) => {
        if (fails-- > 0) throw new Error("the platform is down as well");
        told.push(`${feed}: ${detail}`);
      },
    });
    const { poller, clock } = world;
    const hours = async (count: number) => {
      for (let quarter = 0; quarter < count * 4; quarter++, clock.move(15 * 60_000)) await poller.tick();
    };
    serveNews(server, () => ({ status: 500 }));
    await hours(8);
    expect(told).toEqual(["arxiv:cs.CL: the server answered 500 (Internal Server Error)"]);
    const [outage] = poller.known();
    serveNews(server, () => newsFeed("2025-09-03", items(30)));
    await hours(3);
    expect(standings(world)).toEqual(["arxiv:cs.CL new"]);
    serveNews(server, () => ({ status: 500 }));
    clock.set("2025-09-04T06:00:00Z");
    await hours(8);
    expect(told).toHaveLength(2);
    const [another] = poller.known();
    expect(another?.since).not.toEqual(outage?.since);
  });
});
