import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { identityOf, paperKeyOf, placeDraft, titleFingerprint } from "../../src/papers/identity.ts";
import { cleanEntry, mergePaper } from "../../src/papers/merge.ts";
import type { Paper, PaperDraft, PaperEntry } from "../../src/papers/paper.ts";
import { paperUrl } from "../../src/papers/paper-url.ts";

const entry = (fields: Partial<PaperEntry> = {}): PaperEntry => ({
  title: "Quiet Gradients",
  abstract: "Gradients are loud. We propose a quiet kind.",
  ...fields,
});
const draft = (fields: Partial<PaperEntry> = {}, source = "page.txt", takenIn = "2026-05-04"): PaperDraft => ({
  entry: entry(fields),
  source,
  takenIn,
});
const nothingTaken = () => false;

/** Takes drafts in one after the other, as a store does. */
function takeIn(drafts: readonly PaperDraft[]): { papers: Paper[]; outcomes: string[] } {
  const papers = new Map<string, { paper: Paper; fingerprints: Set<string> }>();
  const outcomes = drafts.map((one) => {
    const { fingerprint, arxivId } = identityOf(one.entry);
    const candidates = [...papers.values()]
      .filter((known) => known.fingerprints.has(fingerprint) || (arxivId && known.paper.arxivId === arxivId))
      .map((known) => known.paper);
    const placed = placeDraft(one, candidates, (key) => papers.has(key));
    const fingerprints = papers.get(placed.paper.key)?.fingerprints ?? new Set<string>();
    papers.set(placed.paper.key, { paper: placed.paper, fingerprints: fingerprints.add(fingerprint) });
    for (const key of placed.folded) papers.delete(key);
    return placed.outcome;
  });
  return { papers: [...papers.values()].map((known) => known.paper), outcomes };
}

describe("titleFingerprint", () => {
  test.each([
    ["Large-Scale Models", "large scale models."],
    ["DεpS: Delayed ε-Shrinking", "D$\\epsilon$pS: Delayed $\\epsilon$-Shrinking"],
    ["Poincaré Maps", "Poincar\\'e Maps"],
    ["Poincaré Maps", "Poincare\u0301 maps"],
    ["“Why” it works", '"Why" it works'],
    ["Łojasiewicz Gradients", "{\\L}ojasiewicz gradients"],
    ["It\u200bems", "Items"],
  ])("is the same for %j and %j", (one, other) => {
    expect(titleFingerprint(one)).toBe(titleFingerprint(other));
  });

  test("tells titles apart that differ in a letter or digit of any script", () => {
    const titles = ["学习率", "学习", "GPT-3", "GPT-4", "Обучение", "的", "0"];
    expect(new Set(titles.map(titleFingerprint)).size).toBe(titles.length);
  });

  test("is never empty for a title with something to see", () => {
    for (const title of ["***", "✈️", "∞", "\\cite{x}", "?"]) expect(titleFingerprint(title)).not.toBe("");
    expect(titleFingerprint("✈️")).not.toBe(titleFingerprint("☀️"));
  });

  test("never throws, whatever surrounds it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (title) => {
        const fingerprint = titleFingerprint(title);
        expect(titleFingerprint(`  ${title} `)).toBe(fingerprint);
      }),
    );
  });
});

test("a key is twelve characters of [0-9a-z] and differs by salt", () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1 }), (fingerprint, salt) => {
      expect(paperKeyOf(fingerprint)).toMatch(/^[0-9a-z]{12}$/);
      expect(paperKeyOf(fingerprint, salt)).not.toBe(paperKeyOf(fingerprint));
    }),
  );
});

describe("merging", () => {
  test("keeps the best-known value of each field and every source", () => {
    const first = mergePaper(undefined, draft({ abstract: "Gradients are…", upvotes: 9, listed: "2026-05-02" }), "k");
    const second = draft(
      {
        authors: ["A. Moreno", "Bo Lin"],
        upvotes: 4,
        listed: "2026-04-30",
        published: "2026-04-28",
        arxivId: "2604.01234v2",
        categories: ["cs.LG"],
        abstract: "Gradients are loud. We propose a quiet kind. See https://github.com/moreno/quiet.",
      },
      "hf-daily",
    );
    expect(mergePaper(first, second, "k")).toEqual({
      key: "k",
      title: "Quiet Gradients",
      abstract: "Gradients are loud. We propose a quiet kind. See https://github.com/moreno/quiet.",
      authors: ["A. Moreno", "Bo Lin"],
      published: "2026-04-28",
      arxivId: "2604.01234",
      categories: ["cs.LG"],
      links: { page: "https://arxiv.org/abs/2604.01234", code: "https://github.com/moreno/quiet" },
      upvotes: 9,
      sources: [
        { source: "page.txt", listed: "2026-05-02" },
        { source: "hf-daily", listed: "2026-04-30" },
      ],
      listed: "2026-04-30",
    });
  });

  test("upvotes told while the clock ran ahead give way to those told now, and may fall again", () => {
    const told = (upvotes: number, at: string) =>
      ({ ...draft({ upvotes, stars: 1 }, "hf-daily", at.slice(0, 10)), askedAt: new Date(at) }) as const;
    const ahead = mergePaper(undefined, told(9, "2027-05-04T10:00:00Z"), "k");
    const now = mergePaper(ahead, told(7, "2026-05-04T10:00:00Z"), "k");
    expect(now).toMatchObject({ upvotes: 7, countedAt: { upvotes: "2026-05-04T10:00:00.000Z" } });
    expect(mergePaper(now, told(5, "2026-05-04T10:01:00Z"), "k")).toMatchObject({ upvotes: 5 });
    // An answer that is taken in late is older still.
    expect(mergePaper(now, told(12, "2026-05-04T09:59:00Z"), "k")).toMatchObject({ upvotes: 7 });
    expect(mergePaper(ahead, draft({ upvotes: 4 }), "k")).toMatchObject({ upvotes: 9 });
  });

  test("a second sight of the same draft changes nothing, whatever it holds", () => {
    const drafts = fc.record({
      title: fc.string(),
      abstract: fc.string(),
      authors: fc.array(fc.string(), { maxLength: 3 }),
      upvotes: fc.nat(),
      externalId: fc.constantFrom("a", "b"),
      arxivId: fc.constantFrom("2101.00001", "2101.00002", "nonsense"),
    });
    fc.assert(
      fc.property(drafts, drafts, (one, other) => {
        const known = mergePaper(mergePaper(undefined, draft(one), "k"), draft(other, "feed"), "k");
        expect(mergePaper(known, draft(other, "feed"), "k")).toEqual(known);
      }),
    );
  });

  test("an empty abstract never replaces a full one, nor a cut one a complete one", () => {
    const known = mergePaper(undefined, draft(), "k");
    expect(mergePaper(known, draft({ abstract: "" }), "k").abstract).toBe(known.abstract);
    const cut = "Gradients are loud. We propose a quiet kind, and then a good deal more of...";
    expect(mergePaper(known, draft({ abstract: cut }), "k").abstract).toBe(known.abstract);
  });

  test("without a listing the day it was taken in counts, until a source says", () => {
    const known = mergePaper(undefined, draft(), "k");
    expect(known.listed).toBe("2026-05-04");
    expect(mergePaper(known, draft({ listed: "2026-05-06" }), "k").listed).toBe("2026-05-06");
  });

  test("only web addresses become links", () => {
    const links = { page: "javascript:alert(1)", code: "https://example.org/code", pdf: "file:///etc/passwd" };
    expect(cleanEntry(entry({ links })).links).toEqual({ code: "https://example.org/code" });
  });
});

describe("merging what arXiv's feeds tell", () => {
  const arxivId = "2509.00001";
  const merged = (...drafts: readonly PaperDraft[]) => takeIn(drafts).papers[0];
  const first = draft({
    arxivId,
    arxivVersion: 1,
    title: "Quiet",
    abstract: "The first words, of which there are many.",
  });
  const second = draft({ arxivId, arxivVersion: 2, title: "Quieter", abstract: "Second words." });

  test("the newest version's title and abstract stay, whichever comes last", () => {
    for (const drafts of [
      [first, second],
      [second, first],
    ]) {
      const paper = merged(...drafts);
      expect(paper).toMatchObject({ title: "Quieter", abstract: "Second words.", arxivVersion: 2 });
    }
  });

  test("a version that is cut short or empty takes no whole abstract away", () => {
    for (const abstract of ["Second words…", ""]) {
      const paper = merged(first, draft({ arxivId, arxivVersion: 2, title: "Quieter", abstract }));
      expect(paper).toMatchObject({ title: "Quieter", abstract: first.entry.abstract, arxivVersion: 2 });
    }
  });

  test("arXiv's own words stay beside another source's, which may have lost its formulas", () => {
    const other = draft({
      arxivId,
      title: "Quiet",
      abstract: "The first words, of which there are many 1920times1080.",
    });
    for (const drafts of [
      [first, other],
      [other, first],
    ]) {
      expect(merged(...drafts)?.abstract).toBe(first.entry.abstract);
    }
  });

  test("the most stars that files told stay, keywords add up, and the organisation that was named first stays", () => {
    const one = draft({ arxivId, stars: 5, aiKeywords: ["kites", "wind"], organisation: "Kites" }, "a.json");
    const two = draft({ arxivId, stars: 3, aiKeywords: ["wind", "sail"], organisation: "Others" }, "b.json");
    expect(merged(one, two)).toMatchObject({
      stars: 5,
      aiKeywords: ["kites", "wind", "sail"],
      organisation: "Kites",
    });
    expect(takeIn([one, two, one, two]).outcomes).toEqual(["new", "merged", "unchanged", "unchanged"]);
  });

  test("in any order and number, sights of the same versions end with the same version", () => {
    const versions = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(versions, (numbers) => {
        const drafts = numbers.map((number) =>
          draft({ arxivId, arxivVersion: number, abstract: `Version ${number}.` }),
        );
        const newest = Math.max(...numbers);
        expect(merged(...drafts)).toMatchObject({ arxivVersion: newest, abstract: `Version ${newest}.` });
      }),
    );
  });
});

describe("upvotes and stars", () => {
  const arxivId = "2509.00001";
  const told = (fields: Partial<PaperEntry>, askedAt?: string): PaperDraft => ({
    ...draft({ arxivId, ...fields }),
    ...(askedAt !== undefined && { askedAt: new Date(askedAt) }),
  });
  const merged = (...drafts: readonly PaperDraft[]) => takeIn(drafts).papers[0];

  test("fall where a feed tells fewer than it told before", () => {
    const before = told({ upvotes: 80, stars: 900 }, "2025-09-03T08:00:00Z");
    const now = told({ upvotes: 79, stars: 12 }, "2025-09-03T10:00:00Z");
    for (const drafts of [
      [before, now],
      [now, before],
    ]) {
      expect(merged(...drafts)).toMatchObject({ upvotes: 79, stars: 12 });
    }
  });

  test("stay what the feed told, whatever a file tells that is read later, which may be older", () => {
    const feed = told({ upvotes: 10 }, "2025-09-03T08:00:00Z");
    const file = told({ upvotes: 99, stars: 7 });
    expect(merged(feed, file)).toMatchObject({ upvotes: 10, stars: 7 });
    expect(merged(file, feed)).toMatchObject({ upvotes: 10, stars: 7 });
  });

  test("are each as old as they are: an answer without stars leaves those that are known", () => {
    const both = told({ upvotes: 5, stars: 50 }, "2025-09-03T08:00:00Z");
    const one = told({ upvotes: 4 }, "2025-09-04T08:00:00Z");
    const older = told({ stars: 60 }, "2025-09-02T08:00:00Z");
    expect(merged(both, one, older)).toMatchObject({
      upvotes: 4,
      stars: 50,
      countedAt: { upvotes: "2025-09-04T08:00:00.000Z", stars: "2025-09-03T08:00:00.000Z" },
    });
  });

  test("of files that tell different numbers the most stays, as nobody knows which is older", () => {
    const paper = merged(told({ upvotes: 9 }), told({ upvotes: 4 }));
    expect(paper?.upvotes).toBe(9);
    expect(paper).not.toHaveProperty("countedAt");
  });

  test("end the same in whatever order they are told, how often, and by how many records of the paper", () => {
    const instants = ["2025-09-03T08:00:00Z", "2025-09-03T08:00:01Z", "2025-09-04T08:00:00Z"];
    const sights = fc.array(
      fc
        .record({
          title: fc.constantFrom("Quiet", "Quieter"),
          hasId: fc.boolean(),
          upvotes: fc.option(fc.nat(9), { nil: undefined }),
          stars: fc.option(fc.nat(9), { nil: undefined }),
          at: fc.option(fc.constantFrom(...instants), { nil: undefined }),
        })
        .map(({ title, hasId, upvotes, stars, at }): PaperDraft => {
          const numbers = { ...(upvotes !== undefined && { upvotes }), ...(stars !== undefined && { stars }) };
          const entry = { title, abstract: "We are quiet.", ...(hasId && { arxivId }), ...numbers };
          return { ...draft(), entry, ...(at !== undefined && { askedAt: new Date(at) }) };
        }),
      { minLength: 1, maxLength: 8 },
    );
    const orders = sights.chain((drafts) =>
      fc.tuple(fc.constant(drafts), fc.shuffledSubarray([...drafts, ...drafts], { minLength: drafts.length * 2 })),
    );
    // Both titles with the id: whatever came before, all of it is one paper in the end.
    const proof = [draft({ title: "Quiet", arxivId }), draft({ title: "Quieter", arxivId })];
    fc.assert(
      fc.property(orders, ([drafts, shuffled]) => {
        const [one, other] = [drafts, shuffled].map((order) => {
          const { papers } = takeIn([...order, ...proof]);
          expect(papers).toHaveLength(1);
          const { upvotes, stars, countedAt } = papers[0] ?? {};
          return { upvotes, stars, countedAt };
        });
        expect(other).toEqual(one);
      }),
    );
  });
});

describe("the same paper", () => {
  test("is one under another title with the same arXiv id", () => {
    const { papers, outcomes } = takeIn([
      draft({ arxivId: "2101.00001" }),
      draft({ title: "Quieter Gradients", arxivId: "2101.00001v2", upvotes: 3 }),
    ]);
    expect(outcomes).toEqual(["new", "merged"]);
    expect(papers).toHaveLength(1);
  });

  test("taken in twice is unchanged", () => {
    expect(takeIn([draft(), draft()]).outcomes).toEqual(["new", "unchanged"]);
  });

  test("different arXiv ids with one title stay apart, also when they come again", () => {
    const both = [draft({ arxivId: "2101.00001" }), draft({ arxivId: "2101.00002" })];
    const { papers, outcomes } = takeIn([...both, ...both]);
    expect(outcomes).toEqual(["new", "new", "unchanged", "unchanged"]);
    expect(new Set(papers.map((paper) => paper.key)).size).toBe(2);
  });

  test("rows of a collection with different ids stay apart", () => {
    const rows = ["1", "2", "3"].map((externalId) => draft({ title: "Editorial", externalId }));
    expect(takeIn([...rows, ...rows]).papers.map((paper) => paper.externalId)).toEqual(["1", "2", "3"]);
  });

  test("two records become one when a draft proves them the same", () => {
    const { papers } = takeIn([
      draft({ title: "Loud Gradients", arxivId: "2101.00001" }),
      draft({ title: "Quiet Gradients", upvotes: 5 }),
      draft({ title: "Quiet Gradients", arxivId: "2101.00001v2" }),
    ]);
    expect(papers).toHaveLength(1);
    expect(papers[0]).toMatchObject({ title: "Loud Gradients", upvotes: 5 });
  });

  test("a key that is taken by another gives way to a salted one", () => {
    const plain = placeDraft(draft({ arxivId: "2101.00001" }), [], nothingTaken).paper.key;
    const salted = placeDraft(draft({ arxivId: "2101.00001" }), [], (key) => key === plain).paper.key;
    expect(salted).toBe(paperKeyOf(titleFingerprint("Quiet Gradients"), "2101.00001"));
  });
});

test("a paper without any address gets a search for its title", () => {
  expect(paperUrl(mergePaper(undefined, draft({ title: "A & B?" }), "k"))).toBe(
    "https://huggingface.co/papers?q=A%20%26%20B%3F",
  );
});
