import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/errors.ts";
import type { Paper } from "../../src/papers/paper.ts";
import { createPaperBatch } from "../../src/recommend/paper-batch.ts";
import { createTopicMatcher } from "../../src/recommend/topic-match.ts";
import { openSearchIndex } from "../../src/search/sqlite-search-index.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { paperLike } from "../support/papers.ts";
import { paper as draft, library } from "../support/search-papers.ts";
import { tempFolder } from "../support/temp.ts";

const today = "2024-06-02";

let number = 0;
function paper(title: string, abstract: string, known: Partial<Paper> = {}): Paper {
  number++;
  return paperLike({ key: `p${String(number).padStart(11, "0")}`, title, abstract, authors: [], ...known });
}

function match(topic: string, papers: readonly Paper[]) {
  return createTopicMatcher([topic], { today }).match(createPaperBatch(papers)).get(topic) ?? [];
}

const titles = (topic: string, papers: readonly Paper[]) => match(topic, papers).map((hit) => hit.paper.title);

const words = [
  "mixture",
  "of",
  "experts",
  "expert",
  "graph",
  "learning",
  "state",
  "the",
  "c++",
  "GPT-4",
  "moe",
  "naïve",
  "behaviour",
  "behavior",
  "fei-fei",
  "模型",
  "语言模型",
];
const people = [
  "Ada Lovelace",
  "Grace Brewster Murray Hopper",
  "Ada de la Cruz y Molina Gomez Hopper",
  "Lee",
  "Bo Lee Lee",
  "Fei-Fei Lee",
  "Fei Lee",
  "模型",
];
const word = fc.constantFrom(...words);
const text = (most: number) => fc.array(word, { maxLength: most }).map((some) => some.join(" "));
const entry = fc.record({
  title: text(5),
  abstract: text(25),
  authors: fc.array(fc.constantFrom(...people), { maxLength: 3 }),
  categories: fc.subarray(["cs.CL", "cs.LG", "math.PR"]),
  published: fc.constantFrom("2023-05-01", "2024-05-20", "2024-06-01"),
  code: fc.boolean(),
});

const { query } = fc.letrec<{ query: string; piece: string }>((tie) => ({
  query: fc.array(tie("piece"), { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(" ")),
  piece: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    word,
    fc.array(word, { minLength: 1, maxLength: 3 }).map((some) => `"${some.join(" ")}"`),
    word.map((one) => `title:${one}`),
    word.map((one) => `-${one}`),
    fc.constantFrom("author:hopper", "author:lee", 'author:"ada hopper"', 'author:"lee bo"', "ada", "OR", "|"),
    fc.constantFrom("cat:cs", "cat:cs.CL", "-cat:math.PR", "is:code", "-is:code", "since:30d", "-since:2024"),
    tie("query").map((inner) => `(${inner})`),
    tie("query").map((inner) => `-(${inner})`),
  ),
}));

describe("a topic", () => {
  it("finds exactly the papers that a search fully matches, and for the same reasons", async () => {
    const folder = tempFolder();
    const store = await openSqliteStore({ file: join(folder, "paperboy.db") });
    const index = await openSearchIndex({ file: join(folder, "index.db"), store });
    const entries = fc.sample(entry, { numRuns: 150, seed: 11 }).map(({ title, code, ...known }, i) =>
      draft(100 + i, {
        ...known,
        title: `${title} ${i}x`,
        ...(code && { links: { code: "https://github.com/example/project" } }),
      }),
    );
    await store.papers.takeIn([...library, ...entries]);
    await index.catchUp();
    const papers = await store.papers.latest({ limit: 1000, offset: 0 });
    const batch = createPaperBatch(papers);

    const searched = async (topic: string) => {
      // Asked for no more than there are, the index never relaxes a query.
      const { whole } = await index.search(topic, { limit: 0, today });
      const { hits } = await index.search(topic, { limit: whole, today });
      return Object.fromEntries(hits.map((hit) => [hit.key, hit.matches]));
    };
    let some = 0;
    await fc.assert(
      fc.asyncProperty(query, async (topic) => {
        const matcher = createTopicMatcher([topic], { today });
        if (matcher.unreadable.length > 0) {
          await expect(index.search(topic, { limit: 1, today })).rejects.toThrow(UserError);
          return;
        }
        const hits = matcher.match(batch).get(topic) ?? [];
        if (hits.length > 0 && hits.length < papers.length) some++;
        expect(Object.fromEntries(hits.map((hit) => [hit.paper.key, hit.matches]))).toEqual(await searched(topic));
      }),
      { numRuns: 400 },
    );
    expect(some).toBeGreaterThan(50);
    await index.close();
    await store.close();
  });

  it("ranks papers about it before papers that mention it", () => {
    const papers = [
      paper("Weather", "We compare several models. One uses speculative decoding. Others use the usual search."),
      paper(
        "Speculative Decoding at Scale",
        "Speculative decoding drafts tokens ahead. Speculative decoding is exact.",
      ),
      paper("Faster Drafts", "Speculative decoding drafts tokens ahead. We make speculative decoding faster."),
    ];
    expect(titles('"speculative decoding"', papers)).toEqual([
      "Speculative Decoding at Scale",
      "Faster Drafts",
      "Weather",
    ]);
  });

  it("ranks neighbouring words before scattered ones, and says when they are strewn", () => {
    const filler = "and then many other things are told that fill the space between two sentences of a long abstract";
    const papers = [
      paper("One", `A graph is drawn ${filler}, ${filler}; our learning curve is steep.`),
      paper("Two", `We study graph learning ${filler}, ${filler} as usual.`),
      paper("Three", `We study learning on a graph ${filler}, ${filler} as usual.`),
    ];
    expect(match("graph learning", papers).map((hit) => [hit.paper.title, hit.strewn])).toEqual([
      ["Two", false],
      ["Three", false],
      ["One", true],
    ]);
    expect(match('"graph" AND title:one learning', papers).map((hit) => hit.strewn)).toEqual([true]);
    expect(match("graph title:one", papers).map((hit) => hit.strewn)).toEqual([false]);
  });

  it("lets upvotes and freshness decide only between papers that are equally on topic", () => {
    const same = ["Sparse experts", "Sparse experts route tokens to few parts of a network."] as const;
    const papers = [
      paper(...same, { listed: "2024-05-01", upvotes: 0 }),
      paper(...same, { listed: "2024-06-02", upvotes: 0 }),
      paper(...same, { listed: "2024-06-02", upvotes: 80 }),
      paper("Dense layers", "Few use sparse experts.", { listed: "2024-06-02", upvotes: 9000 }),
    ];
    const order = match("sparse experts", papers).map((hit) => papers.indexOf(hit.paper));
    expect(order).toEqual([2, 1, 0, 3]);
  });

  it("is reported when it no longer parses, and costs the others nothing", () => {
    const matcher = createTopicMatcher(["graph", "since:tomorrow graph", "-only", "graph"], { today });
    expect(matcher.unreadable.map(({ topic }) => topic)).toEqual(["since:tomorrow graph", "-only"]);
    expect(matcher.unreadable[0]?.reason).toContain("is no date");
    expect([...matcher.match(createPaperBatch([])).keys()]).toEqual(["graph"]);
  });

  it("keeps its scores between 0 and 1 and its order whatever the order of the papers", () => {
    const papers = fc
      .sample(entry, { numRuns: 60, seed: 3 })
      .map(({ title, abstract, ...known }) => paper(title, abstract, { ...known, links: {} }));
    fc.assert(
      fc.property(query, fc.shuffledSubarray(papers, { minLength: papers.length }), (topic, shuffled) => {
        const [hits, again] = [match(topic, papers), match(topic, shuffled)];
        expect(hits.every(({ score }) => score >= 0 && score <= 1)).toBe(true);
        expect(again.map((hit) => hit.paper.key)).toEqual(hits.map((hit) => hit.paper.key));
      }),
    );
  });
});
