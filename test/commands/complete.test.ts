import { describe, expect, it } from "vitest";
import { completeLine } from "../../src/commands/complete.ts";
import { commands } from "../../src/commands/index.ts";
import { memoryEngine } from "../support/memory-engine.ts";
import { paperLike } from "../support/papers.ts";

const engine = memoryEngine([
  paperLike({ key: "k1", title: "Mixture of Depths: -Skipping (Layers)" }),
  paperLike({ key: "k2", title: "Mixture of Experts" }),
]);

const followed = async () => ['"sparse layers"', "experts -vision"];
const grammar = { commands, prefix: "/papers", engine, followed };

async function lines(line: string, limit = 10): Promise<readonly string[]> {
  return (await completeLine(line, grammar, limit)).map((offer) => offer.line);
}

describe("completing a line", () => {
  it.each([
    [
      "s",
      [
        "search ",
        "show ",
        "similar ",
        "subscribe ",
        "subscriptions ",
        "schedule ",
        "share ",
        "save ",
        "saved ",
        "status ",
      ],
    ],
    [
      "/papers S",
      [
        "/papers search ",
        "/papers show ",
        "/papers similar ",
        "/papers subscribe ",
        "/papers subscriptions ",
        "/papers schedule ",
        "/papers share ",
        "/papers save ",
        "/papers saved ",
        "/papers status ",
      ],
    ],
    ["/pap", ["/papers "]],
    ["help st", ["help status "]],
    ["search moe --", ["search moe --page ", "search moe --sort "]],
    ["search moe --page 2 --", ["search moe --page 2 --sort "]],
    ["search moe --sort r", ["search moe --sort relevance "]],
    ["search moe --sort ", ["search moe --sort relevance ", "search moe --sort date ", "search moe --sort upvotes "]],
    ["show mixture of e", ["show Mixture of Experts"]],
    ["/papers show mixture", ["/papers show Mixture of Depths: -Skipping (Layers)", "/papers show Mixture of Experts"]],
    ["search mixture", ["search Mixture of Depths Skipping Layers", "search Mixture of Experts"]],
    ["unsubscribe all --", ["unsubscribe all --yes "]],
    ["search ", []],
    ["status x", []],
    ["nothing x", []],
    ["unsubscribe ", ['unsubscribe "sparse layers" ', "unsubscribe experts -vision "]],
    ["unsubscribe lay", ['unsubscribe "sparse layers" ']],
    ["help search x", []],
  ])("goes on from %j", async (line, expected) => {
    expect(await lines(line)).toEqual(expected);
  });

  it("gives a paper's key as the value for platforms with forms, and keeps to the limit", async () => {
    const offers = await completeLine("show mix", grammar, 1);
    expect(offers).toEqual([
      {
        label: "Mixture of Depths: -Skipping (Layers)",
        line: "show Mixture of Depths: -Skipping (Layers)",
        value: "k1",
      },
    ]);
  });
});
