import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseArxivAtom } from "../../src/digests/arxiv-atom.ts";
import { parseArxivRss } from "../../src/digests/arxiv-rss.ts";
import { cpuClock } from "../support/cpu-clock.ts";
import { newsAtom, newsFeed, queryAnswer } from "../support/feeds.ts";

const context = { file: "feed.xml", takenInAt: new Date("2025-09-03T12:00:00Z") };
const query = (entries: Parameters<typeof queryAnswer>[1]) =>
  parseArxivAtom(queryAnswer("2025-09-03T04:00:00Z", entries), context);
const news = (items: Parameters<typeof newsFeed>[1]) => parseArxivRss(newsFeed("2025-09-03", items), context);

describe("an answer of arXiv's query API", () => {
  test("gives all that is known: id without version, the version, primary category first, the day of submission", () => {
    const comment = "<arxiv:comment>9 pages, code: https://github.com/kite/wind.</arxiv:comment>";
    const published = "2025-09-01T17:59:45Z";
    const digest = query([{ id: "2509.00001v3", title: "Kites\n  and Wind", published, more: comment }]);
    expect(digest).toMatchObject({ date: "2025-09-03", rejects: [] });
    expect(digest.damage).toBeUndefined();
    expect(digest.entries).toEqual([
      {
        title: "Kites and Wind",
        abstract: "About Kites and Wind, and more.",
        authors: ["Ada Kite"],
        published: "2025-09-01",
        listed: "2025-09-03",
        arxivId: "2509.00001",
        arxivVersion: 3,
        categories: ["cs.CL", "cs.LG"],
        links: {
          page: "https://arxiv.org/abs/2509.00001",
          pdf: "https://arxiv.org/pdf/2509.00001",
          code: "https://github.com/kite/wind",
        },
      },
    ]);
  });

  test("reads old ids, a title that is a number, and references; declared entities are not expanded", () => {
    const published = "2006-01-01T00:00:00Z";
    const { entries } = query([
      { id: "astro-ph/0601001v1", title: "0", published },
      { id: "0808.0539v2", title: "Salt &amp; Light &#x3b1;&#946; &lol; &amp;lt;", published },
    ]);
    expect(entries.map(({ title, arxivId }) => [title, arxivId])).toEqual([
      ["0", "astro-ph/0601001"],
      ["Salt & Light αβ &lol; &lt;", "0808.0539"],
    ]);
  });

  test("an error, which arXiv tells as a paper called Error, is none", () => {
    const error = queryAnswer("2025-09-03T04:00:00Z", [
      { id: "https://arxiv.org/api/errors#start_must_be_an_integer", title: "Error", published: "2025-09-03" },
    ]);
    const digest = parseArxivAtom(error, context);
    expect(digest.entries).toEqual([]);
    expect(digest.damage).toMatch(/^arXiv answered with an error: About Error/);
    expect(digest.rejects).toEqual([{ file: "feed.xml", line: 6, reason: digest.damage }]);
    expect(query([{ id: "2509.00009v1", title: "Error", published: "2025-09-01" }]).entries).toHaveLength(1);
  });

  test("one bad entry costs only itself, and is named with its line", () => {
    const published = "2025-09-01T00:00:00Z";
    const { entries, rejects } = query([
      { id: "2509.00001v1", title: "One", published },
      { id: "2509.00002v1", title: "Two</titel><title>", published },
      { id: "nowhere", title: "Three", published },
      { id: "2509.00004v1", title: " ", published },
      { id: "2509.00005v1", title: "Five", published },
    ]);
    expect(entries.map(({ title }) => title)).toEqual(["One", "Five"]);
    expect(rejects.map(({ line, reason }) => [line, reason.slice(0, 13)])).toEqual([
      [20, "not valid XML"],
      [30, "no arXiv id: "],
      [42, "no title"],
    ]);
  });

  test("of an answer that was cut off, what came before the cut is read, and the cut is told", () => {
    const published = "2025-09-01T00:00:00Z";
    const whole = queryAnswer("2025-09-03T04:00:00Z", [
      { id: "2509.00001v1", title: "One", published },
      { id: "2509.00002v1", title: "Two", published },
    ]);
    const digest = parseArxivAtom(whole.slice(0, whole.lastIndexOf("and more")), context);
    expect(digest.entries.map(({ title, abstract }) => [title, abstract])).toEqual([
      ["One", "About One, and more."],
      ["Two", "About Two, …"],
    ]);
    expect(digest.damage).toMatch(/ends early/);
  });

  test("a web page and an empty answer are no feeds", () => {
    for (const text of [
      "",
      "<!doctype html><html><body>Rate exceeded.</body></html>",
      "{}",
      newsFeed("2025-09-03", []),
    ]) {
      expect(parseArxivAtom(text, context)).toMatchObject({ entries: [], damage: "not an Atom feed" });
    }
  });
});

describe("arXiv's news feeds", () => {
  test("carry the day of the announcement; only what is new was published then", () => {
    const { date, entries, rejects } = news([
      { id: "2509.00001v1", title: "New" },
      { id: "2508.00002v1", title: "Crossed", type: "cross", categories: ["cs.LG", "cs.CL"] },
      { id: "2401.00003v4", title: "Replaced", type: "replace-cross" },
    ]);
    expect(date).toBe("2025-09-03");
    expect(rejects).toEqual([]);
    expect(entries).toEqual([
      {
        title: "New",
        abstract: "About New.",
        authors: ["Ada Kite", "Bo Wind"],
        published: "2025-09-03",
        listed: "2025-09-03",
        arxivId: "2509.00001",
        arxivVersion: 1,
        categories: ["cs.CL"],
        links: { page: "https://arxiv.org/abs/2509.00001" },
      },
      expect.objectContaining({ arxivId: "2508.00002", listed: "2025-09-03", categories: ["cs.LG", "cs.CL"] }),
      expect.objectContaining({ arxivId: "2401.00003", arxivVersion: 4, replacement: true }),
    ]);
    expect(entries.map(({ published }) => published)).toEqual(["2025-09-03", undefined, undefined]);
  });

  test("say the same as Atom; an old batch that was made anew keeps its day", () => {
    const items = [
      { id: "2509.00001v1", title: "New" },
      { id: "2508.00002v1", title: "Crossed", type: "cross" },
    ] as const;
    const atom = parseArxivRss(newsAtom("2025-09-03", items, "2025-09-05T16:08:30+00:00"), context);
    expect(atom).toEqual({ ...news(items), date: "2025-09-03" });
    expect(parseArxivRss(newsAtom("2025-09-06", []), context)).toMatchObject({ date: "2025-09-06", entries: [] });
  });

  test("are empty at weekends, with a date and without damage", () => {
    expect(news([])).toEqual({ source: "feed.xml", date: "2025-09-03", entries: [], rejects: [] });
  });

  test("before 2024 had id, category and kind in the title, markup in the text", () => {
    const old = (
      title: string,
    ) => `<rdf:RDF xmlns="http://purl.org/rss/1.0/"><channel><dc:date>2023-01-03T20:30:00-05:00</dc:date></channel>
<item rdf:about="http://arxiv.org/abs/2301.00427"><title>${title}</title><link>http://arxiv.org/abs/2301.00427</link>
<description>&lt;p&gt;We let a &lt; b.&lt;/p&gt;</description>
<dc:creator>&lt;a href="http://arxiv.org/find/cs/1/au:+Kite_A"&gt;Ada Kite&lt;/a&gt;, &lt;a href="x"&gt;Bo Wind&lt;/a&gt;</dc:creator></item></rdf:RDF>`;
    const { entries } = parseArxivRss(old("Kites. (arXiv:2301.00427v2 [cs.LG] UPDATED)"), context);
    expect(entries).toEqual([
      {
        title: "Kites",
        abstract: "We let a < b.",
        authors: ["Ada Kite", "Bo Wind"],
        listed: "2023-01-03",
        arxivId: "2301.00427",
        arxivVersion: 2,
        categories: ["cs.LG"],
        links: { page: "https://arxiv.org/abs/2301.00427" },
        replacement: true,
      },
    ]);
    const [fresh] = parseArxivRss(old("Is it? (arXiv:2301.00427v1 [cs.LG])"), context).entries;
    expect(fresh).toMatchObject({ title: "Is it?", arxivVersion: 1 });
    expect(fresh?.replacement).toBeUndefined();
  });

  test("items inside CDATA and comments are text", () => {
    const abstract = "<![CDATA[We show <item> and </item> & more.]]>";
    const { entries, rejects } = news([{ id: "2509.00001v1", title: "One", abstract }]);
    expect(rejects).toEqual([]);
    expect(entries[0]?.abstract).toBe("We show <item> and </item> & more.");
  });
});

describe("hostile feeds", () => {
  test("neither throw nor take long", () => {
    const texts = [
      "<feed>".repeat(200_000),
      `<rss>${"<item>".repeat(100_000)}`,
      `<rss><item>${"<a>".repeat(200_000)}</item></rss>`,
      `<feed><entry><title>${"&#x41;".repeat(100_000)}</title></entry></feed>`,
      `<rss><item><title>${"(arXiv:".repeat(100_000)}</title></item></rss>`,
      `<rss><item><description>${"arXiv:1 Announce Type: ".repeat(50_000)}`,
      `<feed><entry ${"a='b' ".repeat(100_000)}></entry></feed>`,
      `<feed><entry><__proto__><title>x</title></__proto__><constructor>y</constructor></entry></feed>`,
      `<!DOCTYPE feed [<!ENTITY a "${"x".repeat(1000)}"><!ENTITY b "${"&a;".repeat(1000)}">]><feed><entry><title>&b;</title></entry></feed>`,
      "<rss><item><![CDATA[".repeat(50_000),
    ];
    for (const text of texts) {
      const spent = cpuClock();
      parseArxivAtom(text, context);
      parseArxivRss(text, context);
      expect(spent(), text.slice(0, 60)).toBeLessThan(2_000);
    }
  });

  test("one of megabytes on one line takes no longer than on many", () => {
    const abstract = "We fly kites in the wind. ".repeat(40);
    const items = Array.from({ length: 8_000 }, (_, at) => ({
      id: `2509.${10_000 + at}v1`,
      title: `Kites ${at}`,
      abstract,
    }));
    const oneLine = newsFeed("2025-09-03", items).replaceAll("\n", " ");
    const spent = cpuClock();
    expect(parseArxivRss(oneLine, context).entries).toHaveLength(8_000);
    expect(spent()).toBeLessThan(4_000);
  });

  test("any change to a good one leaves papers or rejects, and no exception", () => {
    const published = "2025-09-01T00:00:00Z";
    const feed = queryAnswer("2025-09-03T04:00:00Z", [{ id: "2509.00001v1", title: "One", published }]);
    const rss = newsFeed("2025-09-03", [{ id: "2509.00001v1", title: "One" }]);
    fc.assert(
      fc.property(fc.nat(), fc.nat(40), fc.string({ maxLength: 12 }), (at, length, put) => {
        for (const [text, parse] of [
          [feed, parseArxivAtom],
          [rss, parseArxivRss],
        ] as const) {
          const place = at % text.length;
          const digest = parse(text.slice(0, place) + put + text.slice(place + length), context);
          for (const { title } of digest.entries) expect(title).not.toBe("");
        }
      }),
      { numRuns: 500 },
    );
  });
});
