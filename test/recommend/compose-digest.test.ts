import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Paper } from "../../src/papers/paper.ts";
import { composeDigest, type DigestRequest } from "../../src/recommend/compose-digest.ts";
import type { ComposedDigest, DigestPaper } from "../../src/recommend/digest.ts";
import { areNearDuplicates } from "../../src/recommend/diversify.ts";
import type { TopicHit } from "../../src/recommend/topic-match.ts";
import { paperLike } from "../support/papers.ts";

function paper(name: string, known: Partial<Paper> = {}): Paper {
  return paperLike({ key: name.padStart(12, "0"), title: name, abstract: `All about ${name}.`, ...known });
}

function hit(of: Paper, score: number, strewn = false): TopicHit {
  return { paper: of, score, strewn, matches: [{ term: of.title, kind: "word", fields: ["title"] }] };
}

function compose(matched: Record<string, readonly TopicHit[]>, more: Partial<DigestRequest> = {}): ComposedDigest {
  return composeDigest({
    topics: Object.keys(matched),
    matched: new Map(Object.entries(matched)),
    seen: new Set(),
    ...more,
  });
}

const papersOf = (groups: ComposedDigest["topics"]): DigestPaper[] => groups.flatMap((group) => group.papers);
const titles = (groups: ComposedDigest["topics"]) =>
  groups.map(({ topic, papers }) => `${topic}: ${papers.map((one) => one.paper.title).join(" ")}`);

const series = (name: string, count: number, score: number) =>
  Array.from({ length: count }, (_, i) => hit(paper(`${name}${i}`), score - i / 100));

describe("a digest", () => {
  it("shows a paper of two topics once, under the better one, and names both", () => {
    const both = paper("both");
    const digest = compose({ moe: [hit(both, 0.4)], routing: [hit(both, 0.9)] });
    expect(titles(digest.topics)).toEqual(["routing: both"]);
    expect(papersOf(digest.topics)[0]?.topics.map(({ topic }) => topic)).toEqual(["routing", "moe"]);
    expect(digest.total).toBe(1);
  });

  it("starves no topic, then fills up with the best, in the channel's order", () => {
    const digest = compose({ small: series("s", 2, 0.2), large: series("l", 8, 0.9) });
    expect(titles(digest.topics)).toEqual(["small: s0", "large: l0 l1 l2 l3"]);
    expect(titles(digest.more)).toEqual(["small: s1", "large: l4 l5 l6 l7"]);
    expect(digest.total).toBe(10);
  });

  it("lets more topics than places take turns", () => {
    const matched = Object.fromEntries([..."abcdefgh"].map((topic) => [topic, series(topic, 2, 0.5)]));
    const shown = [0, 1].flatMap((turn) => compose(matched, { turn }).topics.map(({ topic }) => topic));
    expect(new Set(shown)).toEqual(new Set("abcdefgh"));
  });

  it("leaves out what was seen, what was listed before, and what has the words only far apart", () => {
    const [seen, old, far, fresh] = [paper("seen"), paper("old", { listed: "2025-01-01" }), paper("far"), paper("new")];
    const digest = compose(
      { topic: [hit(seen, 1), hit(old, 1), hit(far, 1, true), hit(fresh, 0.1)] },
      { seen: new Set([seen.key]), since: "2026-01-01" },
    );
    expect(titles(digest.topics)).toEqual(["topic: new"]);
    expect(digest.total).toBe(1);
  });

  it("folds near duplicates under the better one", () => {
    const title = "Routing Tokens to Sparse Experts Without Collapse";
    const papers = [
      paper("b", { title }),
      paper("a", { title: title.replace("Tokens to", "a Token to the") }),
      paper("c"),
    ];
    const digest = compose({ moe: papers.map((one, i) => hit(one, 0.5 + i / 10)) });
    expect(papersOf(digest.topics).map((one) => one.paper.key.slice(-1))).toEqual(["c", "a"]);
    expect(papersOf(digest.topics)[1]?.alike?.map((one) => one.key.slice(-1))).toEqual(["b"]);
    expect(digest.total).toBe(3);
  });

  it("is empty when nothing matched", () => {
    expect(compose({ moe: [] }, { topics: ["moe", "unknown"] })).toEqual({ topics: [], more: [], total: 0 });
  });

  const topicNames = ["a", "b", "c", "d", "e", "f", "g"];
  const request = fc
    .record({
      topics: fc.shuffledSubarray(topicNames, { minLength: 1 }),
      hits: fc.array(
        fc.record({
          id: fc.integer({ min: 0, max: 40 }),
          topic: fc.constantFrom(...topicNames),
          score: fc.integer({ min: 0, max: 10 }).map((tenth) => tenth / 10),
          strewn: fc.boolean(),
        }),
        { maxLength: 80 },
      ),
      seen: fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 15 }),
      limit: fc.integer({ min: 1, max: 7 }),
      moreLimit: fc.integer({ min: 0, max: 12 }),
      turn: fc.nat(400),
    })
    .map(({ topics, hits, seen, ...rest }) => {
      // Every fifth paper is nearly the same as its neighbour.
      const subject = (id: number) => `subject${id % 5 === 4 ? id - 1 : id} with four plain words in common${id - id}`;
      const papers = Array.from({ length: 41 }, (_, id) =>
        paper(String(id), { title: subject(id), abstract: "", listed: `2026-01-0${1 + (id % 9)}` }),
      );
      const matched = new Map<string, TopicHit[]>();
      for (const { id, topic, score, strewn } of hits) {
        const known = matched.get(topic) ?? [];
        const one = papers[id];
        if (one && !known.some((other) => other.paper === one)) matched.set(topic, [...known, hit(one, score, strewn)]);
      }
      return { topics, matched, seen: new Set(seen.map((id) => String(id).padStart(12, "0"))), ...rest };
    });

  const fresh = ({ matched, seen }: DigestRequest, topic: string) =>
    (matched.get(topic) ?? []).filter(({ paper: one, strewn }) => !strewn && !seen.has(one.key));

  it("has no paper twice, nothing seen, no near duplicates, and true totals", () => {
    fc.assert(
      fc.property(request, (asked) => {
        const digest = composeDigest(asked);
        const shown = [...papersOf(digest.topics), ...papersOf(digest.more)];
        const all = shown.flatMap((one) => [one.paper, ...(one.alike ?? [])]);
        const expected = new Set(asked.topics.flatMap((topic) => fresh(asked, topic).map((one) => one.paper.key)));
        expect(new Set(all).size).toBe(all.length);
        expect(all.every((one) => expected.has(one.key))).toBe(true);
        expect(digest.total).toBe(expected.size);
        const full = papersOf(digest.more).length === asked.moreLimit;
        expect(full || all.length === digest.total).toBe(true);
        for (const [i, one] of shown.entries())
          for (const other of shown.slice(i + 1)) expect(areNearDuplicates(one.paper, other.paper)).toBe(false);
        for (const one of shown)
          for (const { topic } of one.topics)
            expect(fresh(asked, topic).some((other) => other.paper === one.paper)).toBe(true);
      }),
    );
  });

  it("represents every topic with something new while places last, best first", () => {
    fc.assert(
      fc.property(request, (asked) => {
        const digest = composeDigest(asked);
        const shown = papersOf(digest.topics);
        const present = new Set(
          shown.flatMap((one) => {
            const keys = new Set([one.paper, ...(one.alike ?? [])].map((other) => other.key));
            return asked.topics.filter((topic) => fresh(asked, topic).some((other) => keys.has(other.paper.key)));
          }),
        );
        const waiting = asked.topics.filter((topic) => fresh(asked, topic).length > 0);
        expect(shown.length).toBeLessThanOrEqual(asked.limit);
        if (shown.length < asked.limit) expect(digest.more).toEqual([]);
        expect(present.size).toBeGreaterThanOrEqual(Math.min(waiting.length, asked.limit));
        for (const { papers } of digest.topics)
          for (const [i, one] of papers.entries()) expect(one.score).toBeLessThanOrEqual(papers[i - 1]?.score ?? 9);
        const order = digest.topics.map(({ topic }) => asked.topics.indexOf(topic));
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }),
    );
  });

  it("does not depend on the order in which matches come in", () => {
    fc.assert(
      fc.property(request, (asked) => {
        const reversed = new Map(
          [...asked.matched].map(([topic, hits]) => [topic, hits.toReversed()] as const).reverse(),
        );
        expect(composeDigest({ ...asked, matched: reversed })).toEqual(composeDigest(asked));
      }),
    );
  });
});
