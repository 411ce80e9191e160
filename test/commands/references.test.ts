import { describe, expect, it } from "vitest";
import { findReferences } from "../../src/commands/references.ts";
import { readText } from "../support/bot.ts";
import { draft } from "../support/papers.ts";
import { realBot } from "../support/real-bot.ts";

const shelf = [
  draft("Attention to Whales", { arxivId: "2104.12255" }),
  draft("Attention to Whales and Dolphins", { arxivId: "2205.14135" }),
  draft("50% of {Sets}: a Survey of $\\alpha$-Whales"),
];

describe("the papers a text names", () => {
  const found = async (text: string) => {
    const { engine } = await realBot(shelf);
    const { papers, unknown } = await findReferences(text, engine);
    return { titles: papers.map(({ title }) => title), unknown };
  };
  const [one = "", two = ""] = shelf.map(({ entry }) => entry.title);

  it.each([
    "2104.12255 2205.14135",
    "arXiv:2104.12255v3, https://arxiv.org/pdf/2205.14135.pdf;",
    "https://arxiv.org/abs/2104.12255\n2205.14135",
    "- 2104.12255\n- 2205.14135v2.\n",
    "[1] arXiv:2104.12255.\n[2] (https://arxiv.org/abs/2205.14135)",
  ])("are those of a list: %s", async (text) => {
    expect(await found(text)).toEqual({ titles: [one, two], unknown: [] });
  });

  it.each([
    "@misc{a, eprint = {2104.12255}}",
    "@misc{a, title = {Another Title}, eprint = {2104.12255v2}, archiveprefix = {arXiv}}",
    "@article{a, journal = {arXiv preprint arXiv:2104.12255}}",
    "@article{a, doi = {10.48550/arXiv.2104.12255}}",
    "@article{DBLP:journals/corr/abs-2104-12255, journal = {CoRR}, volume = {abs/2104.12255}}",
    "@misc{a, url = {https://arxiv.org/abs/2104.12255v1}}",
    "@misc{a, howpublished = {\\url{https://arxiv.org/pdf/2104.12255}}}",
    "@misc{a, title = {{Attention} to\n  {W}hales}, year = 2021}",
  ])("are those of a .bib file: %s", async (text) => {
    expect(await found(text)).toEqual({ titles: [one], unknown: [] });
  });

  it("are found by a title full of LaTeX, and never by a part of a title", async () => {
    expect(await found("@misc{a, title = {50\\% of \\{Sets\\}: A Survey of $\\alpha$-Whales}}")).toMatchObject({
      unknown: [],
    });
    expect(await found("@misc{a, title = {Dolphins}} @misc{b, title={Attention}}")).toEqual({
      titles: [],
      unknown: ["Dolphins", "Attention"],
    });
  });

  it("leave nothing out without a word, however many and however broken they are", async () => {
    const many = Array.from({ length: 700 }, (_, index) => `@misc{k${index}, title = {Unknown ${index}}}`);
    expect((await found([...many, "@misc{z, eprint={2205.14135}}"].join("\n"))).unknown).toHaveLength(700);
    expect(await found("@misc{nothing} @misc{last, eprint={2205.14135}}")).toEqual({
      titles: [two],
      unknown: ["nothing"],
    });
  });
});

it("import asks for a file's text where its name is typed", async () => {
  const bot = await realBot(shelf);
  for (const line of ["import refs.bib", 'import "/tmp/my refs.bib"', "import ~/refs.bib"]) {
    expect((await bot.say(line)).message.fallback).toContain("takes the text of a file, not its name");
  }
});

describe("a title that was cut where it is shown", () => {
  const title =
    "Attention to Whales, Dolphins and All Other Animals of the Sea That Nobody Has Yet Listened To Since the War";
  const cut = `${title.slice(0, 99)}\u2026`;

  it.each([
    (name: string) => `show ${name}`,
    (name: string) => `similar ${name}`,
    (name: string) => `why ${name}`,
    (name: string) => `vote "${name}" up`,
    (name: string) => `save ${name}`,
    (name: string) => `like ${name}`,
  ])("names the one paper whose title begins so: %s", async (lineOf) => {
    const bot = await realBot([...shelf, draft(title), draft(`On ${title}`)]);
    for (const name of [cut, `${title.slice(0, 60)}...`, title]) {
      const { message, problem } = await bot.say(lineOf(name));
      expect(problem).toBeUndefined();
      expect(readText(message)).toContain(title.slice(0, 70));
      expect(readText(message)).not.toMatch(/which (?:one|paper)|No paper|several/iu);
    }
  });

  it("asks which is meant where several begin so, and finds nothing in a mark alone", async () => {
    const { engine } = await realBot(shelf);
    const titles = async (reference: string) => (await engine.find(reference)).map((paper) => paper.title);
    expect(await titles("Attention to\u2026")).toEqual(["Attention to Whales", "Attention to Whales and Dolphins"]);
    expect(await titles("\u2026")).toEqual([]);
    expect(await titles("\u201cAttention to Whales, \u2026\u201d")).toHaveLength(2);
    expect(await titles('"attention to whales AND\u2026"')).toEqual(["Attention to Whales and Dolphins"]);
    expect(await titles("Dolphins\u2026")).toEqual(["Attention to Whales and Dolphins"]);
  });
});

describe("a paper that is not known", () => {
  it("gets the nearest titles where words were given, and none where an address was", async () => {
    const bot = await realBot(shelf);
    const fallbackOf = async (line: string) => readText((await bot.say(line)).message);
    expect(await fallbackOf("show atention to wales")).toContain("Nearest titles:");
    const unknown = await fallbackOf("show https://example.org/attention-to-whales");
    expect(unknown).not.toContain("Nearest titles:");
    expect(unknown).toContain("A paper is named by its key, its arXiv number or address");
  });

  it("is a short number that no title says, though one has it within a word", async () => {
    const bot = await realBot([...shelf, draft("16x16 Whales"), draft("1 Whale is Enough")]);
    const fallbackOf = async (line: string) => readText((await bot.say(line)).message);
    expect(await fallbackOf("show 16")).toContain("No paper fits 16.");
    expect(await fallbackOf("show 1")).toContain("1 Whale is Enough");
    expect(await fallbackOf("show 16x16")).not.toContain("No paper fits");
  });
});
