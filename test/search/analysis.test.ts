import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyse, fold, termsOf } from "../../src/search/analysis.ts";
import { cpuClock } from "../support/cpu-clock.ts";

describe("analysis", () => {
  it("knows a word's forms by one term", () => {
    expect(termsOf("retrieving")).toEqual(termsOf("Retrieval retrieves").slice(0, 1));
    expect(termsOf("Diffusion models")).toEqual(termsOf("DIFFUSION model"));
  });

  it("ignores accents, width and ligatures", () => {
    expect(termsOf("naïve Ångström ﬁeld Łukasz")).toEqual(termsOf("naive Angstrom field Lukasz"));
    expect(fold("Straße")).toBe("strasse");
  });

  it("takes a decomposed accent for the composed one", () => {
    expect(termsOf("Poincaré".normalize("NFD"))).toEqual(termsOf("Poincaré".normalize("NFC")));
  });

  it("splits what is written without blanks into characters, with their marks", () => {
    expect(termsOf("大模型 GPT模型")).toEqual(["大", "模", "型", "gpt", "模", "型"]);
    expect(termsOf("がデータ")).toEqual(["か", "テ", "ー", "タ"]);
    expect(analyse("in 模型s").map(({ start, end }) => [start, end])).toEqual([
      [0, 2],
      [3, 4],
      [4, 5],
      [5, 6],
    ]);
    expect(termsOf("한국어 العربية модель")).toHaveLength(3);
  });

  it("splits hyphenated words", () => {
    expect(termsOf("mixture-of-experts")).toEqual(termsOf("mixture of experts"));
    expect(termsOf("GPT-4")).toEqual(["gpt", "4"]);
  });

  it("keeps C++, C#, F# and A* apart from the letters", () => {
    expect(termsOf("C++ c# F# A*-C# A*.")).toEqual(["c++", "c#", "f#", "a*", "c#", "a*"]);
    expect(analyse("**A** a*b").map(({ term }) => term)).toEqual(["a", "a", "b"]);
    expect(termsOf("vitamin C")).toEqual([...termsOf("vitamin"), "c"]);
  });

  it("counts an English ending after an apostrophe to its word", () => {
    expect(termsOf("Alzheimer's")).toEqual(termsOf("Alzheimer"));
    expect(termsOf("don’t")).toEqual([]);
  });

  it("leaves function words out of terms and keeps them as tokens", () => {
    expect(termsOf("the state of the art")).toEqual(["state", "art"]);
    expect(analyse("state of").map((token) => token.stop)).toEqual([false, true]);
  });

  it("says where each word stands", () => {
    const text = "Sparse “experts” — naïvely";
    expect(analyse(text).map(({ start, end }) => text.slice(start, end))).toEqual(["Sparse", "experts", "naïvely"]);
  });

  it("finds words of other scripts", () => {
    expect(termsOf("Привет κόσμος שלום")).toEqual(["привет", "κοσμος", "שלום"]);
  });

  it("gives ordered, separate, non-empty words for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        let last = 0;
        for (const { term, start, end } of analyse(text)) {
          expect(term).not.toBe("");
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it("reads a text made to be slow in little time", () => {
    const spent = cpuClock();
    termsOf(`${"a'".repeat(200_000)} ${"x".repeat(400_000)}${"\u0301".repeat(400_000)}`);
    expect(spent()).toBeLessThan(2_000);
  });
});
