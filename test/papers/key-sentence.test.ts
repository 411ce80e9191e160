import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanText } from "../../src/papers/cleanup.ts";
import { keySentence } from "../../src/papers/key-sentence.ts";
import { splitSentences } from "../../src/papers/sentences.ts";
import { cpuClock } from "../support/cpu-clock.ts";

describe("splitSentences", () => {
  test.each([
    [["Models grow, e.g. by width.", "They cost 3.5 times as much."]],
    [["Moreno et al. show this, cf. Fig. 2.", "We differ."]],
    [["Samples are i.i.d. by assumption.", "Is that so?", "It is!"]],
    [["J. R. Moreno vs. the rest, i.e. everyone.", "See https://x.org/a.b for more."]],
    [["It said “no.”", "We (still) went on.", "The end"]],
    [["We present xKV.", "xKV is small."]],
    [["Take no. 5 of them.", "We do."]],
    [["We use layers, heads, etc.", "The rest is fixed."]],
  ])("keeps %j apart", (sentences) => {
    expect(splitSentences(sentences.join(" "))).toEqual(sentences);
  });
});

describe("keySentence", () => {
  test("quotes the sentence that says what the paper contributes", () => {
    const abstract =
      "Deep networks are everywhere. However, training them is slow and noisy. We propose Quiet Gradients, a method that removes noise from training at no cost. We evaluate it on three data sets. Results are 2% better.";
    expect(keySentence("Quiet Gradients: Training Without Noise", abstract)).toBe(
      "We propose Quiet Gradients, a method that removes noise from training at no cost.",
    );
  });

  test("does not quote what only the sentence before it explains", () => {
    const title = "Diffusion Transformers for Images";
    const abstract =
      "Image diffusion models nearly all use a convolutional network. We replace it by diffusion transformers for images. We train diffusion transformers that scale as language models do.";
    expect(keySentence(title, abstract)).toBe("We train diffusion transformers that scale as language models do.");
    expect(keySentence(title, "We replace it by diffusion transformers for images. Thanks.")).toBe(
      "We replace it by diffusion transformers for images.",
    );
  });

  test.each([
    "In this paper,",
    "Here",
    "However,",
    "To this end,",
    "To overcome this problem,",
    "Unlike previous work,",
    "While others add noise, in this work",
    "OBJECTIVE:",
  ])("leaves out the lead-in %j", (lead) => {
    const claim = "we propose quiet gradients, which remove noise from training.";
    expect(keySentence("Quiet gradients", `Noise is bad. ${lead} ${claim} We test it.`)).toBe(claim);
  });

  test.each(["For convex losses,", "If noise is white,", "Assuming white noise,", "Under mild conditions,"])(
    "keeps the condition %j",
    (condition) => {
      const claim = `${condition} we prove that quiet gradients remove noise from training.`;
      expect(keySentence("Quiet gradients", `Noise is bad. ${claim}`)).toBe(claim);
    },
  );

  test.each([
    "Quiet gradients.",
    "https://quiet.example/gradients/remove/noise/from/training.",
    "See https://quiet.example/gradients for more.",
    "Code is available at https://github.com/quiet/gradients.",
    "Our code, data and models for quiet gradients are publicly available.",
    "All of the code of quiet gradients can be found online.",
  ])("never shows %j", (sentence) => {
    const other = "Noise makes it hard to learn anything.";
    expect(keySentence("Quiet gradients", `${sentence} ${other}`)).toBe(other);
    expect(keySentence("Quiet gradients", `${other} ${sentence}`)).toBe(other);
  });

  test("shows a claim that also says where its code is", () => {
    const claim = "We propose quiet gradients, with code available at https://github.com/quiet/gradients.";
    expect(keySentence("Quiet gradients", `Noise is bad for training. ${claim}`)).toBe(claim);
  });

  test("takes the only sentence there is, and none from nothing", () => {
    expect(keySentence("A title", "Only this")).toBe("Only this");
    expect(keySentence("A title", "Code is available at https://x.org.")).toBe("Code is available at https://x.org.");
    expect(keySentence("A title", "")).toBeUndefined();
  });

  test("needs no title", () => {
    expect(keySentence("", "Noise is bad for training. We propose quiet gradients. Then we test them.")).toBe(
      "We propose quiet gradients.",
    );
  });

  test("is always a whole piece of the abstract that ends where a word ends", () => {
    const words = fc.array(
      fc.oneof(fc.constantFrom("We", "propose", "e.g.", "it.", "3.5", "(a)", "end?"), fc.string()),
    );
    fc.assert(
      fc.property(fc.string(), words, (title, parts) => {
        const abstract = cleanText(parts.join(" "));
        const sentence = keySentence(title, abstract);
        expect(` ${abstract} `).toContain(abstract === "" ? "" : ` ${sentence} `);
      }),
    );
  });

  test("no hostile text takes long", () => {
    for (const part of [
      "a",
      "1",
      "we ",
      ". ",
      "A. ",
      "we a",
      "(",
      "propose ",
      "é",
      "We are. ",
      "to this end, ",
      "to a b ",
      "while a, ",
      "see https:",
      "our data at ",
    ]) {
      const spent = cpuClock();
      keySentence(part.repeat(1000), part.repeat(100_000 / part.length));
      expect(spent(), part).toBeLessThan(1000);
    }
  });
});
