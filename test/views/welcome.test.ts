import { expect, test } from "vitest";
import { takenInMessage, welcomeMessage } from "../../src/views/welcome.ts";

const nothing = { files: 0, new: 0, rejected: [] };

test("a start says what the drop folder gave and how many papers there are", () => {
  const sentence = (report: Parameters<typeof takenInMessage>[0]) => takenInMessage(report, 1_204).fallback;
  expect(sentence({ ...nothing, files: 1, new: 1 })).toBe(
    "Took in 1 file with 1 new paper. 1,204 papers can be searched.",
  );
  expect(sentence({ ...nothing, files: 2 })).toBe("Took in 2 files with no new paper. 1,204 papers can be searched.");
  expect(sentence(nothing)).toBe("Nothing new in the digests folder. 1,204 papers can be searched.");
});

test("what was left out is listed with its place", () => {
  const rejected = [{ file: "a.txt", line: 7, reason: "no title" }];
  expect(takenInMessage({ files: 1, new: 0, rejected }, 3).blocks).toContainEqual({
    type: "text",
    text: ["Left out: a.txt:7: no title"],
  });
});

test("the welcome shows an answer nobody has to click on, and how to go on", () => {
  const paper = {
    type: "paper",
    title: "Routing",
    url: "https://a.example",
    facts: [],
    actions: [{ label: "x", run: "y" }],
  } as const;
  const message = welcomeMessage({
    report: nothing,
    papers: 1,
    prefix: "/lab",
    exampleSearch: "search routing",
    example: { fallback: "", blocks: [{ type: "heading", text: "1 paper" }, paper] },
    hints: ["Set `TOKEN`."],
  });
  expect(message.blocks).toContainEqual({ ...paper, actions: [] });
  expect(message.blocks).toContainEqual({
    type: "text",
    text: ["This is what ", { code: "/lab search routing" }, " answers:"],
  });
  expect(message.blocks.at(-1)).toEqual({ type: "text", text: ["Set ", { code: "TOKEN" }, "."] });
});
