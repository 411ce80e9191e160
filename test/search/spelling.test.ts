import { describe, expect, it } from "vitest";
import { otherSpelling, spellingsOf } from "../../src/search/spelling.ts";

describe("British and American spellings", () => {
  it.each(
    `optimisation optimization
    generalising generalizing
    behaviours behaviors
    neurobehavioural neurobehavioral
    centre center
    analyse analyze
    dialogue dialog
    programme program
    defence defense
    judgement judgment
    artefact artifact
    grey gray
    sceptical skeptical
    sulphur sulfur
    paediatric pediatric
    haemoglobin hemoglobin
    leukaemia leukemia
    anaesthesia anesthesia
    oestrogen estrogen
    foetal fetal`
      .split("\n")
      .map((pair) => pair.trim().split(" ")),
  )("are known both ways: %s, %s", (british = "", american = "") => {
    expect(otherSpelling(british)).toBe(american);
    expect(otherSpelling(american)).toBe(british);
  });

  it.each(
    "supervised promise precise exercise enterprise noise raise analyses analysis size prize four for hour actor error program-me literature metric theory elaborate estimate them modelling labelled".split(
      " ",
    ),
  )("are one for %s", (word) => {
    expect(otherSpelling(word)).toBeUndefined();
  });

  it("are as many for a text as its last three varying words have", () => {
    expect(spellingsOf("Colour Models")).toEqual(["Colour Models", "color Models"]);
    const many = spellingsOf("colour centre behaviour optimisation");
    expect(many).toHaveLength(8);
    expect(many.every((spelling) => spelling.startsWith("colour "))).toBe(true);
    expect(many.at(-1)).toBe("colour center behavior optimization");
  });
});
