import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { createTopics, type Topics } from "../../src/recommend/topics.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { Store } from "../../src/store/store.ts";
import { fixedClock } from "../support/clock.ts";
import { paper } from "../support/search-papers.ts";
import { tempFolder } from "../support/temp.ts";

const drafts = [
  paper(1, { title: "Sparse Experts", abstract: "A mixture of experts routes tokens.", listed: "2026-01-09" }),
  paper(2, { title: "Dense Experts", abstract: "No mixture of experts beats a dense one.", listed: "2026-01-08" }),
  paper(3, { title: "Old Experts", abstract: "The first mixture of experts.", listed: "2025-12-01" }),
  paper(4, { title: "Graphs at Rest", abstract: "A graph stays still.", listed: "2026-01-09" }),
];

let store: Store;
let topics: Topics;
const clock = fixedClock("2026-01-10T09:00:00Z");

beforeEach(async () => {
  clock.set("2026-01-10T09:00:00Z");
  store = await openSqliteStore({ file: join(tempFolder(), "paperboy.db") });
  onTestFinished(() => store.close());
  await store.papers.takeIn(drafts);
  topics = createTopics({ papers: store.papers, clock });
});

const titles = (digest: { topics: readonly { papers: readonly { paper: { title: string } }[] }[] }) =>
  digest.topics.flatMap((topic) => topic.papers.map((one) => one.paper.title));

describe("topics of the store's papers", () => {
  it("bring what was listed since a day and was not seen", async () => {
    const digest = await topics.digest({ topics: ["mixture of experts", "graph"], since: "2026-01-01" });
    expect(new Set(titles(digest))).toEqual(new Set(["Sparse Experts", "Dense Experts", "Graphs at Rest"]));
    const seen = new Set(digest.topics.flatMap((topic) => topic.papers.map((one) => one.paper.key)));
    const matches = await topics.matchTopics(["mixture of experts", "graph"], { since: "2026-01-01" });
    expect(matches.digest({ topics: ["mixture of experts", "graph"], seen }).total).toBe(0);
  });

  it("hold a paper once, though others come between two pages of them", async () => {
    const many = Array.from({ length: 300 }, (_, at) =>
      paper(100 + at, { title: `Kites ${at}`, abstract: "A kite flies.", listed: "2026-01-09" }),
    );
    await store.papers.takeIn(many);
    let pages = 0;
    const latest: typeof store.papers.latest = async (asked) => {
      const page = await store.papers.latest(asked);
      const fresh = paper(500 + pages++, { title: "Newer", abstract: "It came meanwhile.", listed: "2026-01-10" });
      if (pages === 1) await store.papers.takeIn([fresh]);
      return page;
    };
    const reading = createTopics({ papers: { ...store.papers, latest }, clock });
    const matches = await reading.matchTopics(["kite"], { since: "2026-01-09" });
    const { topics: groups, more } = matches.digest({ topics: ["kite"], seen: new Set(), limit: 300 });
    const named = [...groups, ...more].flatMap((group) => group.papers.map((one) => one.topics.length));
    expect(named.filter((topicsNamed) => topicsNamed !== 1)).toEqual([]);
  });

  it("are matched once for many channels, each with its own topics and day", async () => {
    const matches = await topics.matchTopics(["experts", "graph", "since:never"], { since: "2025-01-01" });
    expect(matches.unreadable.map(({ topic }) => topic)).toEqual(["since:never"]);
    const none = new Set<string>();
    expect(titles(matches.digest({ topics: ["graph"], seen: none }))).toEqual(["Graphs at Rest"]);
    expect(titles(matches.digest({ topics: ["experts"], seen: none, since: "2026-01-09" }))).toEqual([
      "Sparse Experts",
    ]);
    expect(matches.digest({ topics: ["experts"], seen: none }).total).toBe(3);
  });

  it("follow the store: a new paper is there at the next question", async () => {
    const count = async () => (await topics.digest({ topics: ["graph"], since: "2026-01-01" })).total;
    expect(await count()).toBe(1);
    await store.papers.takeIn([paper(5, { title: "Moving Graphs", abstract: "A graph moves.", listed: "2026-01-10" })]);
    expect(await count()).toBe(2);
  });

  it("are suggested with true counts, anew when papers came in", async () => {
    expect(await topics.suggestTopics(10)).toEqual([]);
    await store.papers.takeIn(
      [6, 7, 8].map((i) =>
        paper(i, { title: `Flow Matching ${i}`, abstract: "We use flow matching.", listed: "2026-01-10" }),
      ),
    );
    expect(await topics.suggestTopics(10)).toEqual([{ name: "flow matching", topic: '"flow matching"', papers: 3 }]);
  });

  it("are none in an empty store", async () => {
    const empty = await openSqliteStore({ file: join(tempFolder(), "paperboy.db") });
    onTestFinished(() => empty.close());
    const none = createTopics({ papers: empty.papers, clock });
    expect(await none.digest({ topics: ["graph"], since: "2026-01-04" })).toEqual({ topics: [], more: [], total: 0 });
    expect(await none.suggestTopics(5)).toEqual([]);
  });
});
