import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import type { PaperDraft } from "../../src/papers/paper.ts";
import { filledDaysOf } from "../../src/store/filled-days.ts";
import type { IntakeRecord, PaperStore, SourceState, Store } from "../../src/store/store.ts";
import { draft } from "../support/papers.ts";

/** What every store must do; `open` gives an empty one. */
export function describeStore(name: string, open: () => Promise<Store>): void {
  const openHere = async () => {
    const store = await open();
    onTestFinished(() => store.close());
    return store;
  };
  const allChanges = (papers: PaperStore) => papers.changes(0, 10_000);

  describe(`${name} as a store of long command lines`, () => {
    test("keeps a line under its id, also when it is kept again, for a year from the last time", async () => {
      const { lines } = await openHere();
      const line = { id: "one", line: "search a long query" };
      await lines.keep([line, { id: "two", line: "other" }], new Date("2026-01-01"));
      await lines.keep([line], new Date("2026-06-01"));
      await lines.keep([], new Date("2026-06-01"));
      expect(await lines.find("one")).toBe(line.line);
      expect(await lines.find("two")).toBe("other");
      expect(await lines.find("three")).toBeUndefined();
      await lines.keep([{ id: "three", line: "new" }], new Date("2027-02-01"));
      expect(await lines.find("one")).toBe(line.line);
      expect(await lines.find("two")).toBeUndefined();
    });
  });

  describe(`${name} as a store of papers`, () => {
    test("an empty store has nothing, and says so", async () => {
      const { papers } = await openHere();
      expect(await papers.count()).toBe(0);
      expect(await papers.lastChange()).toBe(0);
      expect(await papers.changes(0, 10)).toEqual([]);
      expect(await papers.get("nothing00000")).toBeUndefined();
      expect(await papers.byArxivId("2104.12255")).toBeUndefined();
      expect(await papers.takeIn([])).toEqual([]);
    });

    test("hands a paper back as it was taken in", async () => {
      const { papers } = await openHere();
      const known = {
        authors: ["Ada Lovelace", "Zoë Ω"],
        categories: ["cs.CL"],
        published: "2021-04-25",
        listed: "2026-03-11",
        arxivId: "2104.12255",
        arxivVersion: 2,
        externalId: "row 7 ✓",
        upvotes: 3,
        stars: 40,
        organisation: "The Kite Society",
        aiKeywords: ["kites"],
        links: { code: "https://github.com/a/b" },
      };
      const askedAt = new Date("2026-03-11T09:00:00Z");
      const [taken] = await papers.takeIn([{ ...draft("Sparse Experts", known), askedAt }]);
      expect(taken?.outcome).toBe("new");
      const paper = await papers.get(taken?.key ?? "");
      expect(paper).toMatchObject({ ...known, title: "Sparse Experts", links: known.links });
      const at = askedAt.toISOString();
      expect(paper?.countedAt).toEqual({ upvotes: at, stars: at });
      expect(paper?.sources).toEqual([{ source: "a.txt", listed: "2026-03-11" }]);
      expect(await papers.byArxivId("2104.12255")).toEqual(paper);
    });

    test("finds papers by any title they were seen under, or by how it begins", async () => {
      const { papers } = await openHere();
      const one = await papers.takeIn([
        draft("Sparse Experts", { arxivId: "2104.12255" }),
        draft("Sparse \u{20000}", { externalId: "a" }),
        draft("Sparse Experts, Denser", { arxivId: "2104.12256" }),
        draft("Sparse Experts", { arxivId: "2104.12257" }),
      ]);
      const [first, beyond, denser, same] = one.map(({ key }) => key);
      await papers.takeIn([draft("Kites", { arxivId: "2104.12255" })]);
      const byTitle = async (title: string, isBeginning: boolean, limit = 5) =>
        (await papers.byTitle(title, { isBeginning, limit })).map(({ key }) => key);
      expect(await byTitle("sparse EXPERTS!", false)).toEqual([first, same]);
      expect(await byTitle("Kites", false)).toEqual([first]);
      expect(await byTitle("Sparse Exp", false)).toEqual([]);
      expect(await byTitle("Sparse Exp", true)).toEqual([first, same, denser]);
      expect(await byTitle("Sparse Exp", true, 2)).toEqual([first, same]);
      expect(await byTitle("Sparse", true)).toEqual([beyond, first, same, denser]);
      expect(await byTitle("", true)).toEqual([]);
      expect(await byTitle("sparse%", true, 1)).toEqual([beyond]);
    });

    test("what nobody knows of a paper stays absent", async () => {
      const { papers } = await openHere();
      const [taken] = await papers.takeIn([draft("Sparse Experts")]);
      const paper = await papers.get(taken?.key ?? "");
      const fields = [
        "published",
        "arxivId",
        "externalId",
        "upvotes",
        "arxivVersion",
        "stars",
        "organisation",
        "aiKeywords",
        "countedAt",
      ];
      for (const field of fields) expect(paper).not.toHaveProperty(field);
    });

    test("the same title is the same paper, however it is written", async () => {
      const { papers } = await openHere();
      const taken = await papers.takeIn([draft("Sparse Experts"), draft("  sparse  EXPERTS.", {}, "b.txt")]);
      expect(taken.map((one) => one.outcome)).toEqual(["new", "merged"]);
      expect(taken[1]?.key).toBe(taken[0]?.key);
      expect((await papers.get(taken[0]?.key ?? ""))?.sources.map((seen) => seen.source)).toEqual(["a.txt", "b.txt"]);
    });

    test("the same arXiv id is the same paper under another title, and both titles find it", async () => {
      const { papers } = await openHere();
      await papers.takeIn([draft("Sparse Experts", { arxivId: "2104.12255" })]);
      await papers.takeIn([draft("Sparse Experts Revisited", { arxivId: "2104.12255v2" })]);
      await papers.takeIn([draft("Sparse Experts Revisited", {}, "c.txt")]);
      expect(await papers.count()).toBe(1);
    });

    test("different arXiv ids with one title stay apart, in one batch and in two", async () => {
      const { papers } = await openHere();
      const first = draft("Editorial", { arxivId: "2104.00001" });
      const second = draft("Editorial", { arxivId: "2104.00002" });
      const third = draft("Editorial", { arxivId: "2104.00003" });
      await papers.takeIn([first, second]);
      await papers.takeIn([third, first, second]);
      expect(await papers.count()).toBe(3);
    });

    test("different ids of a collection with one title stay apart, each with its id", async () => {
      const { papers } = await openHere();
      const taken = await papers.takeIn([
        draft("Editorial", { externalId: "1" }),
        draft("Editorial", { externalId: "2" }),
      ]);
      const found = await papers.getMany(taken.map((one) => one.key));
      expect(found.map((paper) => paper.externalId)).toEqual(["1", "2"]);
    });

    test("what is known already changes nothing: no write, no new sequence number", async () => {
      const { papers } = await openHere();
      const drafts = [draft("Sparse Experts", { arxivId: "2104.12255" }), draft("Dense Experts")];
      await papers.takeIn(drafts);
      const before = await allChanges(papers);
      const again = await papers.takeIn(drafts);
      expect(again.map((one) => one.outcome)).toEqual(["unchanged", "unchanged"]);
      expect(await allChanges(papers)).toEqual(before);
    });

    test("an entry that proves two records one folds them; the old key finds the paper that stays", async () => {
      const { papers } = await openHere();
      const [byTitle, byId] = await papers.takeIn([
        draft("Sparse Experts", { upvotes: 5 }),
        draft("Experts, Sparsely", { arxivId: "2104.12255" }, "b.txt"),
      ]);
      const before = await papers.lastChange();
      const [proof] = await papers.takeIn([draft("Sparse Experts", { arxivId: "2104.12255" }, "c.txt")]);

      expect(await papers.count()).toBe(1);
      const gone = proof?.folded?.[0] ?? "";
      expect([byTitle?.key, byId?.key].toSorted()).toEqual([proof?.key, gone].toSorted());
      const paper = await papers.get(gone);
      expect(paper).toMatchObject({ key: proof?.key, arxivId: "2104.12255", upvotes: 5 });
      expect(paper?.sources.map((seen) => seen.source).toSorted()).toEqual(["a.txt", "b.txt", "c.txt"]);
      expect(await papers.getMany([gone, proof?.key ?? ""])).toEqual([paper, paper]);
      const changes = await papers.changes(before, 10);
      expect(changes.map(({ key, paper: kept }) => ({ key, kept: kept !== undefined }))).toEqual([
        { key: gone, kept: false },
        { key: proof?.key, kept: true },
      ]);
      for (const title of ["Sparse Experts", "Experts, Sparsely"]) {
        expect((await papers.takeIn([draft(title)]))[0]?.key).toBe(proof?.key);
      }
    });

    test("a key folded twice over still finds the paper", async () => {
      const { papers } = await openHere();
      const [one] = await papers.takeIn([draft("First Title")]);
      const [two] = await papers.takeIn([draft("Second Title")]);
      await papers.takeIn([draft("First Title", { arxivId: "2104.12255" })]);
      await papers.takeIn([draft("Second Title", { arxivId: "2104.12255" })]);
      const [three] = await papers.takeIn([draft("Third Title")]);
      await papers.takeIn([draft("Third Title", { arxivId: "2104.12255" })]);
      expect(await papers.count()).toBe(1);
      const found = await papers.getMany([one, two, three].map((taken) => taken?.key ?? ""));
      expect(new Set(found.map((paper) => paper.key)).size).toBe(1);
      expect(found).toHaveLength(3);
    });

    test("a paper folded in the batch that brought it was never there", async () => {
      const { papers } = await openHere();
      const taken = await papers.takeIn([
        draft("First Title"),
        draft("Second Title", { arxivId: "2104.12255" }),
        draft("First Title", { arxivId: "2104.12255" }),
      ]);
      expect(new Set(taken.map((one) => one.key)).size).toBe(1);
      expect(taken.filter((one) => one.outcome === "new")).toHaveLength(1);
      expect(await papers.changes(0, 10)).toHaveLength(1);
    });

    test("latest is ordered by listed day, then published day, newest first, and pages", async () => {
      const { papers } = await openHere();
      await papers.takeIn([
        draft("Old", { listed: "2026-03-01", published: "2026-02-28" }),
        draft("Unknown day", { listed: "2026-03-09" }),
        draft("New", { listed: "2026-03-09", published: "2026-03-08" }),
      ]);
      const titles = async (page: Parameters<typeof papers.latest>[0]) =>
        (await papers.latest(page)).map((paper) => paper.title);
      expect(await titles({ limit: 10, offset: 0 })).toEqual(["New", "Unknown day", "Old"]);
      expect(await titles({ limit: 1, offset: 1 })).toEqual(["Unknown day"]);
      expect(await titles({ limit: 10, offset: 0, since: "2026-03-02" })).toEqual(["New", "Unknown day"]);
      expect(await papers.count("2026-03-02")).toBe(2);
    });

    test("changes come oldest first, each paper once at its last change, and can be followed in steps", async () => {
      const { papers } = await openHere();
      await papers.takeIn([draft("One"), draft("Two"), draft("Three")]);
      await papers.takeIn([draft("One", { upvotes: 9 })]);
      const seen: (string | undefined)[] = [];
      let after = 0;
      for (;;) {
        const [change] = await papers.changes(after, 1);
        if (change === undefined) break;
        expect(change.sequence).toBeGreaterThan(after);
        after = change.sequence;
        seen.push(change.paper?.title);
      }
      expect(seen).toEqual(["Two", "Three", "One"]);
      expect(after).toBe(await papers.lastChange());
    });

    test("a batch of any size goes in and comes out", async () => {
      const { papers } = await openHere();
      const drafts = Array.from({ length: 2_345 }, (_, index) => draft(`Paper number ${index}`));
      const taken = await papers.takeIn(drafts);
      expect(await papers.getMany(taken.map((one) => one.key))).toHaveLength(2_345);
    });

    test("whatever the order, the same drafts are the same number of papers, and twice changes nothing", async () => {
      await fc.assert(
        fc.asyncProperty(shuffledDrafts(), async ([some, sameInOtherOrder]) => {
          const [one, other] = [await open(), await open()];
          try {
            await one.papers.takeIn(some);
            for (const each of sameInOtherOrder) await other.papers.takeIn([each]);
            expect(await other.papers.count()).toBe(await one.papers.count());
            const before = await allChanges(one.papers);
            const again = await one.papers.takeIn(some);
            expect(again.every((taken) => taken.outcome === "unchanged")).toBe(true);
            expect(await allChanges(one.papers)).toEqual(before);
          } finally {
            await one.close();
            await other.close();
          }
        }),
        { numRuns: 40 },
      );
    });
  });

  describe(`${name} as a store of intakes`, () => {
    const intake: IntakeRecord = {
      fileId: "f1",
      file: "a.txt",
      position: 7,
      finished: false,
      entries: 3,
      rejects: 1,
      at: new Date("2026-03-11T09:00:00Z"),
    };

    test("remembers how far a file was taken in, and the last word counts", async () => {
      const { intakes } = await openHere();
      expect(await intakes.get("f1")).toBeUndefined();
      await intakes.save(intake);
      expect(await intakes.get("f1")).toEqual(intake);
      await intakes.save({ ...intake, position: 9, finished: true });
      expect(await intakes.get("f1")).toEqual({ ...intake, position: 9, finished: true });
    });

    test("lists the latest first", async () => {
      const { intakes } = await openHere();
      await intakes.save({ ...intake, fileId: "f2", at: new Date("2026-03-12T09:00:00Z") });
      await intakes.save(intake);
      expect((await intakes.latest(2)).map((each) => each.fileId)).toEqual(["f2", "f1"]);
      expect(await intakes.latest(1)).toHaveLength(1);
    });

    test("saves papers and position together", async () => {
      const { papers, intakes } = await openHere();
      await papers.takeIn([draft("Sparse Experts")], { intake });
      expect(await intakes.get("f1")).toEqual(intake);
    });
  });

  describe(`${name} as a memory of sources`, () => {
    const askedAt = new Date("2026-03-11T09:00:00Z");
    const state: SourceState = {
      feed: "hf-daily",
      freshness: "failed",
      since: askedAt,
      askedAt,
      nextPollAt: new Date("2026-03-11T09:05:00Z"),
      failures: 1,
      batch: { date: "2026-03-10", papers: 15 },
      detail: "no answer",
      operatorToldAt: askedAt,
    };

    test("keeps one state a feed, the last one", async () => {
      const { sources } = await openHere();
      expect(await sources.state("hf-daily")).toBeUndefined();
      await sources.saveState(state);
      expect(await sources.state("hf-daily")).toEqual(state);
      const { detail: _, operatorToldAt: __, batch: ___, ...rest } = state;
      const better = { ...rest, freshness: "new", failures: 0 } as const;
      await sources.saveState(better);
      await sources.saveState({ ...state, feed: "arxiv:cs.CL" });
      expect(await sources.states()).toEqual([{ ...state, feed: "arxiv:cs.CL" }, better]);
    });

    test("keeps a batch a day, and the papers of the latest ones", async () => {
      const { sources } = await openHere();
      const days = Array.from({ length: 14 }, (_, at) => `2026-03-${String(at + 10)}`);
      for (const date of days) await sources.saveBatch({ feed: "f", date, papers: 1, ids: [date], askedAt });
      await sources.saveBatch({ feed: "f", date: "2026-03-23", papers: 2, ids: ["a", "b"], askedAt });
      await sources.saveBatch({ feed: "other", date: "2026-03-30", papers: 0, ids: [], askedAt });
      const batches = await sources.batches("f", 20);
      expect(batches[0]).toEqual({ feed: "f", date: "2026-03-23", papers: 2, ids: ["a", "b"], askedAt });
      expect(batches.map(({ ids }) => ids.length > 0)).toEqual(days.map((_, at) => at < 10));
      expect(await sources.days("f", "2026-03-12", "2026-03-14")).toEqual(new Set(days.slice(2, 5)));
    });

    test("tells the days that brought papers after their time, and when", async () => {
      const { sources } = await openHere();
      const filled = { feed: filledDaysOf("f"), papers: 3, ids: [], askedAt };
      await sources.saveBatch({ ...filled, date: "2026-03-02" });
      await sources.saveBatch({ ...filled, date: "2026-03-05" });
      await sources.saveBatch({ ...filled, feed: "f", date: "2026-03-06" });
      await sources.saveBatch({ ...filled, papers: 0, date: "2026-03-04" });
      expect(await sources.filledDays("2026-03-03")).toEqual([{ date: "2026-03-05", askedAt }]);
    });

    test("keeps what a server gave to ask again with, for a month", async () => {
      const { sources } = await openHere();
      const url = "http://localhost/a";
      await sources.saveValidators({ url, etag: '"1"' }, askedAt);
      await sources.saveValidators({ url, etag: '"2"', lastModified: "yesterday" }, askedAt);
      expect(await sources.validators(url)).toEqual({ url, etag: '"2"', lastModified: "yesterday" });
      await sources.saveValidators({ url: "http://localhost/b", etag: "x" }, new Date("2026-05-01T00:00:00Z"));
      expect(await sources.validators(url)).toBeUndefined();
    });
  });

  describe(`${name} as a giver of turns`, () => {
    const at = (seconds: number) => new Date(Date.parse("2026-03-11T09:00:00Z") + seconds * 1_000);
    const turn = (seconds: number) => ({ now: at(seconds), until: at(seconds + 120) });

    test("gives a server's turn to one at a time, and the next when it is given back", async () => {
      const { sources } = await openHere();
      expect(await sources.takeTurn("arxiv", turn(0))).toBeUndefined();
      expect(await sources.takeTurn("arxiv", turn(1))).toEqual(at(120));
      expect(await sources.takeTurn("hf", turn(1))).toBeUndefined();
      await sources.endTurn("arxiv", at(5));
      expect(await sources.takeTurn("arxiv", turn(4))).toEqual(at(5));
      expect(await sources.takeTurn("arxiv", turn(5))).toBeUndefined();
    });

    test("takes it from one that never gave it back, and from one whose clock went ahead", async () => {
      const { sources } = await openHere();
      await sources.takeTurn("arxiv", turn(0));
      expect(await sources.takeTurn("arxiv", turn(120))).toBeUndefined();
      expect(await sources.takeTurn("arxiv", turn(-3_600))).toBeUndefined();
    });
  });

  describe(`${name} as a store of subscriptions`, () => {
    const channel = { platform: "p", id: "c1" };
    const at = new Date("2026-03-11T09:00:00Z");
    const ada = { id: "u1", name: "Ada" };
    const topicsOf = async ({ subscriptions }: Store, of = channel) =>
      (await subscriptions.list(of)).map((subscription) => subscription.topic);

    test("hands subscriptions back as they were added, in that order", async () => {
      const { subscriptions } = await openHere();
      const added = [
        { topic: '"speculative decoding" -vision', by: ada, at },
        { topic: "a first one by the alphabet", by: { id: "u2" }, at },
      ];
      for (const each of added) expect(await subscriptions.add(channel, each)).toBe("added");
      expect(await subscriptions.list(channel)).toEqual(added);
      expect(await subscriptions.list({ ...channel, id: "c2" })).toEqual([]);
      expect(await subscriptions.list({ ...channel, platform: "q" })).toEqual([]);
    });

    test("the same topic twice is one subscription, which stays the first person's", async () => {
      const store = await openHere();
      await store.subscriptions.add(channel, { topic: "Mixture of  Experts", by: ada, at });
      for (const topic of ["Mixture of  Experts", " mixture of experts", "MIXTURE OF EXPERTS"]) {
        expect(await store.subscriptions.add(channel, { topic, by: { id: "u2" }, at })).toBe("already");
      }
      expect(await store.subscriptions.list(channel)).toEqual([{ topic: "Mixture of  Experts", by: ada, at }]);
      expect(
        await store.subscriptions.add({ ...channel, id: "c2" }, { topic: "mixture of experts", by: ada, at }),
      ).toBe("added");
    });

    test("a topic whose clauses stand in another order is the same, and stays as it was first written", async () => {
      const { subscriptions } = await openHere();
      await subscriptions.add(channel, { topic: "Diffusion -video", by: ada, at });
      expect(await subscriptions.add(channel, { topic: "-video diffusion", by: { id: "u2" }, at })).toBe("already");
      expect(await subscriptions.list(channel)).toEqual([{ topic: "Diffusion -video", by: ada, at }]);
      expect(await subscriptions.change(channel, "-video diffusion", "-video diffusion")).toBe("changed");
      expect(await subscriptions.remove(channel, "diffusion -video")).toMatchObject({ topic: "-video diffusion" });
    });

    test("a topic in British and in American spelling is the same", async () => {
      const { subscriptions } = await openHere();
      await subscriptions.add(channel, { topic: "optimisation", by: ada, at });
      expect(await subscriptions.add(channel, { topic: "Optimization", by: { id: "u2" }, at })).toBe("already");
      expect(await subscriptions.remove(channel, "optimization")).toMatchObject({ topic: "optimisation" });
    });

    test("keeps topics apart that differ in an operator", async () => {
      const store = await openHere();
      for (const topic of ["moe OR dense", "moe or dense", "moe -dense", '"moe dense"', "moe dense"]) {
        expect(await store.subscriptions.add(channel, { topic, by: ada, at })).toBe("added");
      }
    });

    test("of two that add the same topic at once, one adds it", async () => {
      const store = await openHere();
      const add = () => store.subscriptions.add(channel, { topic: "moe", by: ada, at });
      expect((await Promise.all([add(), add(), add()])).toSorted()).toEqual(["added", "already", "already"]);
      expect(await topicsOf(store)).toEqual(["moe"]);
    });

    test("removes a topic however it is written, and says what it was", async () => {
      const store = await openHere();
      await store.subscriptions.add(channel, { topic: "MoE", by: ada, at });
      await store.subscriptions.add(channel, { topic: "video", by: ada, at });
      await store.subscriptions.add({ ...channel, id: "c2" }, { topic: "MoE", by: ada, at });
      expect(await store.subscriptions.remove(channel, " moe ")).toEqual({ topic: "MoE", by: ada, at });
      expect(await store.subscriptions.remove(channel, "moe")).toBeUndefined();
      expect(await topicsOf(store)).toEqual(["video"]);
      expect(await topicsOf(store, { ...channel, id: "c2" })).toEqual(["MoE"]);
    });

    test("changes a topic in its place, and makes one of two that become the same", async () => {
      const { subscriptions } = await openHere();
      for (const topic of ["moe", "video"]) await subscriptions.add(channel, { topic, by: ada, at });
      expect(await subscriptions.change(channel, "MoE", "moe -vision")).toBe("changed");
      expect(await subscriptions.list(channel)).toEqual([
        { topic: "moe -vision", by: ada, at },
        { topic: "video", by: ada, at },
      ]);
      expect(await subscriptions.change(channel, "moe", "x")).toBeUndefined();
      expect(await subscriptions.change({ ...channel, id: "c2" }, "video", "x")).toBeUndefined();
      await expect(subscriptions.change(channel, "video", "x".repeat(301))).rejects.toThrow("300 characters");
      expect(await subscriptions.change(channel, "video", "MOE -vision")).toBe("already");
      expect((await subscriptions.list(channel)).map(({ topic }) => topic)).toEqual(["moe -vision"]);
      expect(await subscriptions.change(channel, "moe -vision", "MoE  -vision")).toBe("changed");
    });

    test("removes all topics of one channel only", async () => {
      const store = await openHere();
      for (const topic of ["a", "b", "c"]) await store.subscriptions.add(channel, { topic, by: ada, at });
      await store.subscriptions.add({ ...channel, id: "c2" }, { topic: "a", by: ada, at });
      expect(await store.subscriptions.removeAll(channel)).toBe(3);
      expect(await store.subscriptions.removeAll(channel)).toBe(0);
      expect(await topicsOf(store)).toEqual([]);
      expect(await topicsOf(store, { ...channel, id: "c2" })).toEqual(["a"]);
    });

    test("refuses the 51st topic and an endless one in words, and keeps what was there", async () => {
      const store = await openHere();
      for (let index = 0; index < 50; index++) {
        await store.subscriptions.add(channel, { topic: `topic ${index}`, by: ada, at });
      }
      const more = store.subscriptions.add(channel, { topic: "one more", by: ada, at });
      await expect(more).rejects.toThrow("This channel follows 50 topics, and a channel can follow 50: `unsubscribe`");
      expect(await store.subscriptions.add(channel, { topic: "Topic 7", by: ada, at })).toBe("already");
      expect(await topicsOf(store)).toHaveLength(50);
      const endless = store.subscriptions.add({ ...channel, id: "c2" }, { topic: "x".repeat(301), by: ada, at });
      await expect(endless).rejects.toThrow("at most 300 characters, this one has 301");
    });

    test("goes through all channels, each once with its topics in their order", async () => {
      const { subscriptions } = await openHere();
      const expected = new Map<string, readonly string[]>();
      for (let index = 0; index < 1_203; index++) {
        const id = `c${index % 601}`;
        const platform = index % 2 === 0 ? "p" : "q";
        const topic = `topic ${1_203 - index}`;
        await subscriptions.add({ platform, id }, { topic, by: ada, at });
        expected.set(`${platform} ${id}`, [...(expected.get(`${platform} ${id}`) ?? []), topic]);
      }
      const seen = new Map<string, readonly string[]>();
      for await (const { channel, topics } of subscriptions.channels()) {
        expect(seen.has(`${channel.platform} ${channel.id}`)).toBe(false);
        seen.set(`${channel.platform} ${channel.id}`, topics);
      }
      expect(seen).toEqual(expected);
    });

    test("goes on through the channels while they change", async () => {
      const { subscriptions } = await openHere();
      const ids = Array.from({ length: 1_100 }, (_, index) => `c${String(index).padStart(4, "0")}`);
      for (const id of ids) await subscriptions.add({ platform: "p", id }, { topic: "moe", by: ada, at });
      const seen: string[] = [];
      for await (const { channel } of subscriptions.channels()) {
        seen.push(channel.id);
        await subscriptions.removeAll(channel);
      }
      expect(seen).toEqual(ids);
    });
  });

  describe(`${name} as a memory of what was shown`, () => {
    const channel = { platform: "p", id: "c1" };
    const at = new Date("2026-03-11T09:00:00Z");

    test("tells the shown of the asked, for this channel only", async () => {
      const { shown } = await openHere();
      await shown.record(channel, ["k1", "k2"], at, "delivery 1");
      await shown.record(channel, ["k2", "k3", "k3"], at);
      await shown.record(channel, [], at);
      expect(await shown.seenBy(channel, ["k1", "k3", "k4"])).toEqual(new Set(["k1", "k3"]));
      expect(await shown.seenBy(channel, [])).toEqual(new Set());
      expect(await shown.seenBy({ ...channel, id: "c2" }, ["k1"])).toEqual(new Set());
      expect(await shown.seenBy({ ...channel, platform: "q" }, ["k1"])).toEqual(new Set());
    });

    test("a paper shown under a key that was folded into another counts as seen, under both", async () => {
      const { papers, shown } = await openHere();
      const [byTitle, byId] = await papers.takeIn([
        draft("Sparse Experts"),
        draft("Experts, Sparsely", { arxivId: "2104.12255" }, "b.txt"),
      ]);
      const keys = [byTitle?.key ?? "", byId?.key ?? ""];
      for (const [index, key] of keys.entries()) await shown.record({ ...channel, id: `c${index}` }, [key], at);
      expect(await shown.seenBy({ ...channel, id: "c0" }, keys)).toEqual(new Set([keys[0]]));
      await papers.takeIn([draft("Sparse Experts", { arxivId: "2104.12255" }, "c.txt")]);
      for (const id of ["c0", "c1"]) expect(await shown.seenBy({ ...channel, id }, keys)).toEqual(new Set(keys));
    });

    test("remembers and is asked about any number of papers", async () => {
      const { shown } = await openHere();
      const keys = Array.from({ length: 2_345 }, (_, index) => `k${index}`);
      await shown.record(channel, keys, at);
      expect((await shown.seenBy(channel, [...keys, "other"])).size).toBe(2_345);
    });
  });
}

/** The same drafts in two orders: few titles and ids, so that they meet in every way. */
function shuffledDrafts(): fc.Arbitrary<readonly [PaperDraft[], PaperDraft[]]> {
  const one = fc
    .record({
      title: fc.constantFrom("Alpha", "Beta", "Gamma"),
      arxivId: fc.option(fc.constantFrom("2104.00001", "2104.00002"), { nil: undefined }),
      upvotes: fc.option(fc.nat(5), { nil: undefined }),
      source: fc.constantFrom("a.txt", "b.txt"),
    })
    .map(({ title, arxivId, upvotes, source }) =>
      draft(title, { ...(arxivId && { arxivId }), ...(upvotes !== undefined && { upvotes }) }, source),
    );
  return fc
    .array(one, { minLength: 1, maxLength: 12 })
    .chain((drafts) =>
      fc.shuffledSubarray(drafts, { minLength: drafts.length }).map((shuffled) => [drafts, shuffled] as const),
    );
}
