import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { createHttp, SourceError } from "../../src/sources/http.ts";
import { createPace, realWait } from "../../src/sources/pace.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { SourceTurns } from "../../src/store/store.ts";
import { feedServer } from "../support/feed-server.ts";
import { movingClock } from "../support/feeds.ts";
import { tempFolder } from "../support/temp.ts";

async function newTurns(): Promise<SourceTurns> {
  const store = await openSqliteStore({ file: join(tempFolder(), "paperboy.db") });
  onTestFinished(() => store.close());
  return store.sources;
}

async function setUp(limits: { timeLimit?: number; sizeLimit?: number } = {}, interval = 0) {
  const server = await feedServer();
  const clock = movingClock("2025-09-03T12:00:00Z");
  const { wait, pauses } = clock;
  const pace = createPace({ server: "s", interval, turns: await newTurns(), clock, wait });
  const http = createHttp({ clock, wait, pace, userAgent: "Paperboy/test (tests)", random: () => 0.5, ...limits });
  return { server, clock, pauses, http };
}

describe("asking a server", () => {
  test("says who asks, and gets an answer with what it takes to ask whether there is another", async () => {
    const { server, http } = await setUp();
    server.answer(() => ({ body: "[]", headers: { etag: '"1"' } }));
    const url = `${server.url}/a`;
    expect(await http.get(url)).toEqual({ type: "answer", text: "[]", validators: { url, etag: '"1"' } });
    expect(server.requests[0]?.headers["user-agent"]).toBe("Paperboy/test (tests)");
    expect(await http.get(url, { known: { url, etag: '"1"' } })).toEqual({ type: "unchanged" });
  });

  test("tries again after 429 and 503, waiting longer each time, and as long as the server asks", async () => {
    const { server, http, pauses } = await setUp();
    server.answer((_url, number) => (number === 1 ? { status: 503 } : number === 2 ? { status: 429 } : "ok"));
    expect(await http.get(server.url)).toMatchObject({ text: "ok" });
    expect(pauses).toEqual([2_000, 4_000]);
    server.answer((_url, number) => (number === 4 ? { status: 429, headers: { "retry-after": "17" } } : "ok"));
    await http.get(server.url);
    expect(pauses.at(-1)).toBe(17_000);
  });

  test("gives up after three tries, or at once where the server wants to be left alone for long", async () => {
    const { server, http } = await setUp();
    server.answer(() => ({ status: 503 }));
    await expect(http.get(server.url)).rejects.toThrow("the server answered 503 (not available now)");
    expect(server.requests).toHaveLength(3);
    server.answer(() => ({ status: 429, headers: { "retry-after": "3600" } }));
    const error = await http.get(server.url).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ retryAt: expect.any(Date) });
    expect(server.requests).toHaveLength(4);
  });

  test("leaves a server alone that asked for it, whichever address is wanted next", async () => {
    const { server, clock, http } = await setUp();
    server.answer(() => ({ status: 429, headers: { "retry-after": "3600" } }));
    await expect(http.get(`${server.url}/a`)).rejects.toThrow("too many requests");
    server.answer(() => "ok");
    await expect(http.get(`${server.url}/b`)).rejects.toMatchObject({ retryAt: expect.any(Date) });
    expect(server.requests).toHaveLength(1);
    clock.move(3_600_000);
    expect(await http.get(`${server.url}/b`)).toMatchObject({ text: "ok" });
  });

  test("follows where an answer has moved to, each step a request of its own, and not in circles", async () => {
    const { server, clock, http } = await setUp({}, 3_000);
    server.answer(({ pathname }) => (pathname === "/new" ? "ok" : { status: 301, headers: { location: "/new" } }));
    const begun = clock.now().getTime();
    expect(await http.get(`${server.url}/old`)).toMatchObject({ text: "ok" });
    expect(clock.now().getTime() - begun).toBe(3_000);
    server.answer((_url, number) => ({ status: 302, headers: { location: `/again-${number}` } }));
    await expect(http.get(server.url)).rejects.toThrow("from one address to another without end");
    expect(server.requests).toHaveLength(2 + 6);
  });

  test("reads an answer as UTF-8, and one that is not as what it is declared to be", async () => {
    const { server, http } = await setUp();
    const declared = { "content-type": "application/xml; charset=iso-8859-1" };
    const xml = '<?xml version="1.0" encoding="ISO-8859-1"?><title>Kätzchen</title>';
    const answers = [
      { body: "Kätzchen", headers: declared },
      { body: Buffer.from("Kätzchen", "latin1"), headers: declared },
      { body: Buffer.from(xml, "latin1") },
      { body: Buffer.from("Kätzchen", "utf8"), headers: { "content-type": "text/xml; charset=unheard-of" } },
    ];
    for (const answer of answers) {
      server.answer(() => answer);
      expect(await http.get(server.url)).toMatchObject({ text: expect.stringContaining("Kätzchen") });
    }
  });

  test("believes no wait of more than a day, however long it is said to be", async () => {
    for (const header of ["99999999999999999999", "Wed, 01 Jan 2090 00:00:00 GMT"]) {
      const { server, clock, http } = await setUp();
      server.answer(() => ({ status: 429, headers: { "retry-after": header } }));
      const tomorrow = new Date(clock.now().getTime() + 86_400_000);
      await expect(http.get(server.url)).rejects.toMatchObject({ retryAt: tomorrow });
      expect(server.requests).toHaveLength(1);
    }
  });

  test("does not repeat what was refused for good", async () => {
    const { server, http } = await setUp();
    server.answer(() => ({ status: 400, body: "bad date" }));
    await expect(http.get(server.url)).rejects.toMatchObject({ status: 400, body: "bad date" });
    expect(server.requests).toHaveLength(1);
  });

  test("takes a gigantic answer no further than the limit, announced or not", async () => {
    const { server, http } = await setUp({ sizeLimit: 4 * 1024 * 1024 });
    server.answer(() => ({ bytes: 100 * 1024 * 1024 }));
    const before = process.memoryUsage().rss;
    await expect(http.get(server.url)).rejects.toThrow("the answer is larger than 4 MB");
    expect(process.memoryUsage().rss - before).toBeLessThan(60 * 1024 * 1024);
    server.answer(() => ({ headers: { "content-length": String(100 * 1024 * 1024) }, bytes: 100 * 1024 * 1024 }));
    await expect(http.get(server.url)).rejects.toThrow("the answer is larger than 4 MB");
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024));
    server.answer(() => ({ headers: { "content-encoding": "gzip" }, body: bomb }));
    await expect(http.get(server.url)).rejects.toThrow("the answer is larger than 4 MB");
  });

  test("reads packed answers", async () => {
    const { server, http } = await setUp();
    const body = gzipSync("kites ".repeat(10_000));
    server.answer(() => ({ headers: { "content-encoding": "gzip" }, body }));
    expect(await http.get(server.url)).toMatchObject({ text: "kites ".repeat(10_000) });
  });

  test("a server that hangs, hangs up or is not there is told as what it is", async () => {
    const { server, http } = await setUp({ timeLimit: 150 });
    server.answer(() => ({ hangs: true }));
    await expect(http.get(server.url)).rejects.toThrow("no whole answer within 0.15 s");
    server.answer(() => ({ body: "x".repeat(2_000), cutAfter: 500 }));
    await expect(http.get(server.url)).rejects.toThrow(/^no answer: /);
    await expect(http.get("http://127.0.0.1:1/")).rejects.toThrow(SourceError);
  });

  test("stops when it is told to, in the middle of a pause too", async () => {
    const { server, http } = await setUp();
    const stop = new AbortController();
    server.answer(() => {
      stop.abort(new Error("stopped"));
      return { status: 503 };
    });
    await expect(http.get(server.url, { signal: stop.signal })).rejects.toThrow("stopped");
    expect(server.requests).toHaveLength(1);
  });
});

describe("a pace", () => {
  test("lets one request run at a time, three seconds apart, failures and second tries included", async () => {
    const { server, clock, http } = await setUp({}, 3_000);
    const times: number[] = [];
    server.answer((_url, number) => {
      times.push(clock.now().getTime());
      return number === 2 ? { status: 500 } : "ok";
    });
    await Promise.all(["a", "b", "c", "d"].map((path) => http.get(`${server.url}/${path}`)));
    expect(times).toHaveLength(5);
    const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(3_000);
  });

  test("is one over all processes, because the turns are in the store", async () => {
    const server = await feedServer();
    const file = join(tempFolder(), "paperboy.db");
    const times: number[] = [];
    server.answer(() => {
      times.push(Date.now());
      return "ok";
    });
    const visit = async (userAgent: string) => {
      const store = await openSqliteStore({ file });
      onTestFinished(() => store.close());
      const deps = { clock: systemClock, wait: realWait };
      const pace = createPace({ server: "s", interval: 150, turns: store.sources, ...deps });
      return createHttp({ ...deps, pace, userAgent, random: () => 0.5 });
    };
    const visitors = [await visit("service"), await visit("fetch")];
    await Promise.all(visitors.flatMap((http) => [http.get(server.url), http.get(server.url)]));
    const agents = server.requests.map(({ headers }) => headers["user-agent"]);
    expect(agents.toSorted()).toEqual(["fetch", "fetch", "service", "service"]);
    const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(150);
  });

  test("goes on after a process that died in its turn", async () => {
    const clock = movingClock("2025-09-03T12:00:00Z");
    const { wait } = clock;
    const turns = await newTurns();
    const now = clock.now();
    await turns.takeTurn("s", { now, until: new Date(now.getTime() + 120_000) });
    const pace = createPace({ server: "s", interval: 3_000, turns, clock, wait });
    expect(await pace.run(async () => clock.now().getTime() - now.getTime())).toBe(120_000);
  });

  test("does not wait for a clock that was set back", async () => {
    const clock = movingClock("2025-09-03T12:00:00Z");
    const pace = createPace({ server: "s", interval: 3_000, turns: await newTurns(), clock, wait: clock.wait });
    await pace.run(async () => "one");
    clock.set("2025-09-03T06:00:00Z");
    await pace.run(async () => "two");
    expect(clock.pauses).toEqual([]);
  });
});
