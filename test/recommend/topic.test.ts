import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/errors.ts";
import { normaliseTopic } from "../../src/recommend/topic.ts";

const today = "2026-01-10";
const normalise = (text: string) => normaliseTopic(text, { today });

describe("a topic as it is kept", () => {
  it.each([
    ["  mixture   of\texperts ", "mixture of experts"],
    ["“speculative decoding” –video", '"speculative decoding" -video'],
    ["diffusion\u200b models", "diffusion models"],
    ["«graph learning» OR „GNN“", '"graph learning" OR "GNN"'],
    ["author:hinton", "author:hinton"],
    ["cat:cs.CL is:code", "cat:cs.CL is:code"],
    ['"speculative decoding', '"speculative decoding"'],
    ["mixture\u2010of\u2010experts", "mixture-of-experts"],
  ])("%j is %j", (typed, kept) => {
    expect(normalise(typed)).toBe(kept);
  });

  it.each([
    ["", "No topic was named"],
    [" \u200b ", "No topic was named"],
    ["-video", "only says what to leave out"],
    ["the of and", "only words that nearly every text has"],
    ["is:code", "fits nearly every paper"],
    ["since:30d", "fits nearly every paper"],
    ["since:soon x", "is no date"],
    ["2104.12255", "is one paper and no topic"],
    ["https://arxiv.org/abs/2104.12255v2", "`similar 2104.12255` finds others like it"],
    ["x".repeat(201), "too long (201 characters, at most 200)"],
  ])("%j is refused with a sentence", (typed, sentence) => {
    expect(() => normalise(typed)).toThrow(UserError);
    expect(() => normalise(typed)).toThrow(sentence);
  });

  it("normalises to itself, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 80 }), (typed) => {
        let kept: string;
        try {
          kept = normalise(typed);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          return;
        }
        expect(normalise(kept)).toBe(kept);
      }),
      { numRuns: 1000 },
    );
  });
});
