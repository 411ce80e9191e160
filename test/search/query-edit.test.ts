import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/errors.ts";
import { normaliseTopic } from "../../src/recommend/topic.ts";
import { parseQuery, wantedLeaves } from "../../src/search/query.ts";
import { bareTopic, excluding, exclusionsOf, including, namesOf } from "../../src/search/query-edit.ts";

const today = "2026-01-10";

describe("excluding", () => {
  it.each([
    ["diffusion", "video", "diffusion -video"],
    ['"diffusion" -image', "video generation", '"diffusion" -image -"video generation"'],
    ["diffusion", "-video", "diffusion -video"],
    ["diffusion cat:cs.CV is:code", "cat:cs.RO", "diffusion cat:cs.CV is:code -cat:cs.RO"],
    ["moe OR experts", "vision", "moe OR experts -vision"],
    ["moe OR experts -vision", "experts", "moe -vision"],
    ["diffusion -videos", "video", "diffusion -videos"],
    ["diffusion", 'a) OR ("b', 'diffusion -"a OR b"'],
  ])("%s without %s is %s", (topic, words, wanted) => {
    expect(excluding(topic, words).topic).toBe(wanted);
  });

  it("refuses what the topic is all about, and words that are none", () => {
    expect(() => excluding("diffusion -video", "Diffusion")).toThrow(/nothing is left/);
    for (const words of ["", " ", "-", '""', "()", "the"])
      expect(() => excluding("diffusion", words)).toThrow(UserError);
  });
});

describe("including", () => {
  it.each([
    ["diffusion -video", "videos", "diffusion"],
    ['"mixture of experts" -vision', "MoE", '"mixture of experts" OR MoE -vision'],
    ["mixture of experts", "MoE", "mixture of experts OR MoE"],
    ["diffusion cat:cs.CV", "score matching", '(diffusion OR "score matching") cat:cs.CV'],
    ["(diffusion OR ddpm) cat:cs.CV", "ddim", "(diffusion OR ddpm OR ddim) cat:cs.CV"],
    ["diffusion is:code", "ddpm", "diffusion OR ddpm is:code"],
    ["papers about diffusion cat:cs.CV", "ddpm", "(diffusion OR ddpm) cat:cs.CV"],
    ["moe OR experts", "MOE", "moe OR experts"],
  ])("%s with %s is %s", (topic, words, wanted) => {
    expect(including(topic, words).topic).toBe(wanted);
  });
});

it("each takes back the other", () => {
  const topics = [
    "diffusion",
    '"mixture of experts" -vision',
    "a b OR c",
    "diffusion cat:cs.CV is:code",
    "(a OR b) c -d",
  ];
  for (const topic of topics) {
    for (const words of ["video", "point clouds", "cat:cs.RO"]) {
      expect(including(excluding(topic, words).topic, words).topic).toBe(topic);
      expect(excluding(including(topic, words).topic, words).topic).toBe(topic);
    }
  }
});

it("a topic says what it leaves out, what it is called and by which names it is looked for", () => {
  const topic = 'moe OR "sparse experts" cat:cs.CL -vision -"point clouds"';
  expect(exclusionsOf(topic)).toEqual(["vision", '"point clouds"']);
  expect(namesOf('moe OR "sparse experts" -vision')).toEqual(["moe", "sparse experts"]);
  expect(namesOf("author:hinton")).toEqual([]);
  expect(bareTopic('"diffusion" -video')).toBe("diffusion");
});

describe("whatever is typed", () => {
  const pieces = ["moe", '"sparse experts"', "cat:cs.CL", "is:code", "-vision", "(routing OR gates)", "title:token"];
  const topics = fc
    .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(" ", " OR ")), { minLength: 1, maxLength: 6 })
    .map((parts) => normaliseTopic(["cnn", ...parts.flat()].join(" ").replace(/ OR $/, ""), { today }));

  it("an edited topic can be read, and finds what the edit says", () => {
    fc.assert(
      fc.property(topics, fc.constantFrom("video", "point clouds", "cat:cs.RO"), (topic, words) => {
        const leaves = (query: string) => wantedLeaves(parseQuery(query, { today }).clauses).length;
        expect(leaves(excluding(topic, words).topic)).toBe(leaves(topic));
        expect(leaves(including(topic, words).topic)).toBe(leaves(topic) + 1);
      }),
    );
  });

  it("nothing but a UserError is ever thrown", () => {
    const sign = fc.constantFrom("OR", "(", ")", '"', "-", "--x", "NOT", "|", ":", "is:", "a");
    const line = fc
      .array(fc.oneof(sign, fc.string({ maxLength: 9 })), { maxLength: 8 })
      .map((parts) => parts.join(" "));
    fc.assert(
      fc.property(line, line, (topic, words) => {
        for (const edit of [excluding, including]) {
          try {
            normaliseTopic(edit(topic, words).topic, { today });
          } catch (error) {
            if (!(error instanceof UserError)) throw error;
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
