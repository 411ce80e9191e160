import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/errors.ts";
import { createPaperBatch } from "../../src/recommend/paper-batch.ts";
import { normaliseTopic } from "../../src/recommend/topic.ts";
import { createTopicMatcher } from "../../src/recommend/topic-match.ts";
import { topicIdentity } from "../../src/search/topic-identity.ts";
import { paperLike } from "../support/papers.ts";

describe("two topics are one", () => {
  it.each([
    ["diffusion -video", "-video diffusion", "whose clauses stand in another order"],
    ["experts mixture", "Mixture  EXPERTS", "in other case and blanks"],
    ['moe OR "sparse experts"', "“sparse experts” | moe", "whose alternatives are swapped"],
    ['moe OR "sparse experts" -vision', '(moe OR "sparse experts") -vision', "whose exclusion holds for all anyway"],
    ["moe -vision OR dense", "-vision dense OR moe", "whose exclusion stands behind another alternative"],
    ["cat:cs.CL author:lee moe", "moe author:Lee cat:cs.cl", "whose fields are swapped"],
    ["(mixture (of experts))", "experts of mixture", "with parentheses that part nothing"],
    ["Author:lee CAT:cs.CL", "author:lee cat:cs.CL", "whose fields are named in capitals"],
    ["moe since:30d OR is:code dense", "(dense OR moe) is:code since:30d", "whose limits hold for all of them"],
    ["bert NOT gpt", "-gpt AND bert", "with signs for words"],
    ["diffusion -(video audio)", "-(audio video) diffusion", "that leave out the same pair"],
    ["moe moe OR moe", "moe", "of which one says it thrice"],
    ["eﬃcient", "efficient", "of which one was copied from a PDF"],
    ["((moe", "moe)", "with parentheses that nobody closed"],
    ["papers about diffusion -video", "diffusion -video", "of which one says that papers are wanted"],
    ["optimisation -modelling", "optimization -modelling", "in British and American spelling"],
    ['title:"grey behaviour" -title:colour', 'title:"gray behavior" -title:color', "of which one is American"],
  ])("%j and %j, %s", (one, other) => {
    expect(topicIdentity(other)).toBe(topicIdentity(one));
  });
});

describe("two topics are two", () => {
  it.each([
    ['"experts mixture"', '"mixture experts"', "whose phrases run the other way"],
    ["moe dense", "moe OR dense", "of which one takes either"],
    ["moe OR dense", "moe or dense", "of which one has no operator but a word"],
    ["bert not gpt", "bert NOT gpt", "of which one excludes nothing"],
    ["moe -dense", "-moe dense", "that exclude another word"],
    ["a (b OR c)", "a b OR c", "whose parentheses part something"],
    ["-(a b) c", "-a -b c", "of which one leaves out both together only"],
    ["(a -b) OR c", "a OR c -b", "of which one excludes from one alternative only"],
    ["title:moe", "moe", "of which one looks at titles"],
    ["since：30d moe", "since:30d moe", "of which one has no colon but something like it"],
    ["moe dense", '"moe dense"', "of which one is a phrase"],
    ["author:grey", "author:gray", "of two people"],
    ["model", "models", "of which one is plural"],
  ])("%j and %j, %s", (one, other) => {
    expect(topicIdentity(other)).not.toBe(topicIdentity(one));
  });
});

const words = ["moe", "dense", "graph"];
const { query } = fc.letrec<{ query: string; piece: string }>((tie) => ({
  query: fc.array(tie("piece"), { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(" ")),
  piece: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(...words),
    fc.constantFrom(...words.map((word) => `-${word}`)),
    fc.constantFrom("behaviour", "behavior", '"moe behaviour"', '"moe behavior"'),
    fc.constantFrom('"moe graph"', '"graph moe"', "author:lee", "OR", "OR", "|", "NOT", "is:code", "-is:code"),
    tie("query").map((inner) => `(${inner})`),
    tie("query").map((inner) => `-(${inner})`),
  ),
}));

/** A paper for each choice of the words, with and without code and its author. */
const papers = Array.from({ length: 32 }, (_, bits) => {
  const said = [...words, "graph moe"].filter((_, bit) => bits & (1 << bit));
  if (bits % 5 < 2) said.push(bits % 5 === 0 ? "moe behaviour" : "moe behavior");
  const [code, lee] = [Boolean(bits & 16), bits % 3 === 0];
  return paperLike({
    key: String(bits).padStart(12, "0"),
    title: `Paper ${bits}`,
    abstract: said.join(" and "),
    authors: lee ? ["Bo Lee"] : [],
    links: code ? { code: "https://github.com/example/project" } : {},
  });
});
const batch = createPaperBatch(papers);

/** What a channel that followed the topic would get; nothing that nobody can follow. */
function found(topic: string): readonly string[] {
  const today = "2026-01-10";
  try {
    normaliseTopic(topic, { today });
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return ["no topic"];
  }
  const hits = createTopicMatcher([topic], { today }).match(batch).get(topic) ?? [];
  return hits.map(({ paper, strewn }) => `${paper.key} ${strewn}`).sort();
}

describe("a topic's identity", () => {
  it("is shared only by topics that find the same papers, whatever they are made of", () => {
    const first = new Map<string, string>();
    let shared = 0;
    fc.assert(
      fc.property(query, (topic) => {
        const identity = topicIdentity(topic);
        const other = first.get(identity) ?? topic;
        first.set(identity, other);
        if (other === topic) return;
        shared++;
        expect([topic, found(topic)]).toEqual([topic, found(other)]);
      }),
      { numRuns: 5_000 },
    );
    expect(shared).toBeGreaterThan(500);
  });

  it("does not depend on the order in which anything is wanted or excluded", () => {
    const piece = fc.constantFrom('"moe graph"', "dense", "-video", "cat:cs.CL", "(a OR b)", "since:30d", "-(c d)");
    const orders = fc.uniqueArray(piece, { minLength: 2 }).chain((pieces) => {
      return fc.tuple(fc.constant(pieces), fc.shuffledSubarray(pieces, { minLength: pieces.length }));
    });
    fc.assert(
      fc.property(orders, ([pieces, shuffled]) => {
        expect(topicIdentity(shuffled.join(" "))).toBe(topicIdentity(pieces.join(" ")));
      }),
    );
  });

  it("exists for any text at all", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(topicIdentity(text)).toBeTypeOf("string");
      }),
    );
  });
});
