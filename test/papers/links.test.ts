import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findLinks } from "../../src/papers/links.ts";
import { cpuClock } from "../support/cpu-clock.ts";

describe("findLinks", () => {
  test.each([
    ["Code: https://github.com/moreno/quiet.", "https://github.com/moreno/quiet"],
    ["(https://github.com/moreno/quiet).", "https://github.com/moreno/quiet"],
    ["{https://github.com/moreno/quiet}.", "https://github.com/moreno/quiet"],
    ["https://github.com/moreno/quiet.git{https://github.com/moreno/quiet}.", "https://github.com/moreno/quiet"],
    ["at github.com/moreno/quiet, today", "https://github.com/moreno/quiet"],
    ["https://gitlab.com/a/b/-/tree/main!", "https://gitlab.com/a/b/-/tree/main"],
    ["https://anonymous.4open.science/r/x-1{here}", "https://anonymous.4open.science/r/x-1"],
    ["https://huggingface.co/spaces/a/b", "https://huggingface.co/spaces/a/b"],
  ])("takes the code out of %s", (text, code) => {
    expect(findLinks(text)).toEqual({ code, all: [code] });
  });

  test("tells code, project and other papers apart", () => {
    const text =
      "Builds on https://arxiv.org/abs/2101.00001; see https://quiet.github.io/. Code at https://github.com/a/b and data at https://x.org/d_(v2).";
    expect(findLinks(text)).toEqual({
      code: "https://github.com/a/b",
      project: "https://quiet.github.io/",
      all: [
        "https://arxiv.org/abs/2101.00001",
        "https://quiet.github.io/",
        "https://github.com/a/b",
        "https://x.org/d_(v2)",
      ],
    });
  });

  test("finds nothing in words, hosts without a dot and broken addresses", () => {
    expect(findLinks("http:// https://... and https://localhost, my-github.com/x").all).toEqual([]);
  });

  test("never throws, and finds only addresses that parse", () => {
    const part = fc.oneof(fc.constantFrom("https://", "github.com/", ".", ")", "{", "[", "@", ":"), fc.string());
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        for (const link of findLinks(parts.join("")).all) expect(URL.canParse(link)).toBe(true);
      }),
    );
  });

  test("no hostile text takes long", () => {
    for (const part of ["https://", "https://a.b/)", "www.", "github.com/", "https://a.b/((("]) {
      const spent = cpuClock();
      findLinks(part.repeat(100_000 / part.length));
      expect(spent(), part).toBeLessThan(2000);
    }
  });
});
