import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePageText } from "../../src/digests/page-text.ts";
import { cpuClock } from "../support/cpu-clock.ts";
import { footer, header, type Layout, layouts, type PrintedPaper, wrap } from "../support/digest-builder.ts";

const takenInAt = new Date("2026-11-21T08:00:00Z");
const parse = (text: string, date?: string, file = "page.txt") =>
  parsePageText(text, { file, takenInAt, ...(date && { date }) });
const titlesOf = (text: string) => parse(text).entries.map((entry) => entry.title);

const kites: PrintedPaper = {
  title: "Kite Routing: Sparse Paths Through Windy Networks",
  abstract: `We route packets the way kites ride wind. ${"The method picks few paths and keeps them steady under load. ".repeat(4)}Code is available at https://github.com/acme/kite-routing.`,
  id: "2401.00001",
};
const bees: PrintedPaper = {
  title: "What Do Bees Optimise?",
  abstract: `Bees solve a travelling problem every morning. ${"Our field study measures how far from optimal they fly. ".repeat(4)}They come within 4% of it.`,
  id: "2401.00002",
};
const greek: PrintedPaper = {
  title: "ΔελτaNet: Learning ε-Moves in λ-Space",
  abstract: `${"A small network learns tiny moves and we prove that $O(T^{2/3})$ of them suffice. ".repeat(4)}`.trim(),
  id: "2401.00003",
};
const papers = [kites, bees, greek];

describe("the layouts", () => {
  it.each(Object.keys(layouts) as Layout[])("reads titles and abstracts back from a page in %s", (layout) => {
    const digest = parse(`${header}Mar 11\n\n${layouts[layout](papers)}${footer}`);
    expect(digest.entries.map(({ title, abstract }) => ({ title, abstract }))).toEqual(
      papers.map(({ title, abstract }) => ({ title, abstract })),
    );
    expect(digest.rejects).toEqual([]);
    expect(digest.entries.every((entry) => entry.listed === "2026-03-11")).toBe(true);
  });

  it("takes ids, links, upvotes and days of publication from a page of linked headings", () => {
    const [first] = parse(`${header}Mar 11\n\n${layouts["linked headings"](papers)}`).entries;
    expect(first).toMatchObject({
      arxivId: "2401.00001",
      upvotes: 12,
      published: "2024-02-02",
      links: { page: "https://huggingface.co/papers/2401.00001" },
    });
  });

  it("takes upvotes printed below a card, GitHub and arXiv links, and the words Published on", () => {
    const [first, second] = parse(
      `### ${kites.title}\n\n${kites.abstract}\n\n[[logo] Acme](https://huggingface.co/acme) · Published on Sep 16, 2026\n\n[Upvote\n\n25](https://huggingface.co/login?next=%2Fpapers%2F2401.00001)\n\n[GitHub 3.29k](https://github.com/acme/kite) [arXiv Page](https://arxiv.org/abs/2401.00001)\n\nSubmitted by\n\n[face]\n\nsomebody\n\n### ${bees.title}\n\n${bees.abstract}\n\nUpvote\n\n3.29k\n`,
    ).entries;
    expect(first).toMatchObject({
      arxivId: "2401.00001",
      upvotes: 25,
      published: "2026-09-16",
      links: { code: "https://github.com/acme/kite", page: "https://arxiv.org/abs/2401.00001" },
    });
    expect(first?.listed).toBeUndefined();
    expect(second).toMatchObject({ title: bees.title, abstract: bees.abstract, upvotes: 3290 });
  });

  it("resolves references that are listed at the end of the page", () => {
    const [entry] = parse(
      `### [${kites.title}][1]\n\n${kites.abstract}\n\n[GitHub][2]\n\n[1]: https://huggingface.co/papers/2401.00001\n[2]: https://github.com/acme/kite\n`,
    ).entries;
    expect(entry).toMatchObject({ arxivId: "2401.00001", links: { code: "https://github.com/acme/kite" } });
    expect(entry?.abstract).toBe(kites.abstract);
  });

  it("reads authors that are named, and does not take a mere count for names", () => {
    const page = `## ${kites.title}\n\nAuthors: Ada Kite, Bo Wind and Cy Sail\n\n${kites.abstract}\n\n## ${bees.title}\n\n8 authors\n\n${bees.abstract}`;
    const [first, second] = parse(page).entries;
    expect(first?.authors).toEqual(["Ada Kite", "Bo Wind", "Cy Sail"]);
    expect(second?.authors).toBeUndefined();
    expect(second?.abstract).toBe(bees.abstract);
  });

  it("reads names between title and abstract as authors on a plain page", () => {
    const [entry] = parse(`Mar 11\n\n${kites.title}\n\nAda Kite, Bo Wind\n\n${kites.abstract}`).entries;
    expect(entry).toMatchObject({ title: kites.title, authors: ["Ada Kite", "Bo Wind"], abstract: kites.abstract });
  });
});

describe("titles and abstracts", () => {
  const plain = (...paragraphs: string[]) => `Mar 11\n\n${paragraphs.join("\n\n")}`;

  it("keeps a title without an abstract", () => {
    const digest = parse(
      plain(kites.title, kites.abstract, "A Survey of Surveys on Surveying", bees.title, bees.abstract),
    );
    expect(digest.entries.map((entry) => [entry.title, entry.abstract === ""])).toEqual([
      [kites.title, false],
      ["A Survey of Surveys on Surveying", true],
      [bees.title, false],
    ]);
  });

  it("keeps an abstract of several paragraphs together", () => {
    const digest = parse(plain(kites.title, kites.abstract, "The code will be released.", bees.title, bees.abstract));
    expect(digest.entries.map((entry) => entry.title)).toEqual([kites.title, bees.title]);
    expect(digest.entries[0]?.abstract).toBe(`${kites.abstract}\n\nThe code will be released.`);
  });

  it.each([
    "0",
    "BERT",
    "code2vec for bees",
    "Kites are all you need.",
    "May 2024 in Review",
    "1984",
    "May the Odds Be Even?",
  ])("accepts the title %s", (title) => {
    expect(titlesOf(plain(kites.title, kites.abstract, title, bees.abstract))).toEqual([kites.title, title]);
    expect(titlesOf(`### ${kites.title}\n\n${kites.abstract}\n\n### ${title}\n\n${bees.abstract}`)).toEqual([
      kites.title,
      title,
    ]);
  });

  it("joins wrapped lines, and takes a hyphen out only where the page knows the word without it", () => {
    const abstract = "A long-\ncontext model is effi-\ncient, and efficient models are pre-\nand post-trained.";
    expect(parse(`Mar 11\n\n## ${bees.title}\n\n${abstract}`).entries[0]?.abstract).toBe(
      "A long-context model is efficient, and efficient models are pre- and post-trained.",
    );
  });

  it("takes the word Abstract off an abstract, and a labelled address for a link", () => {
    const page = `### ${kites.title}\n\n**Abstract:** ${kites.abstract}\n\nProject page: https://kites.example\n\n### ${bees.title}\n\nAbstract: ${bees.abstract}`;
    expect(parse(page).entries).toMatchObject([
      { abstract: kites.abstract, links: { project: "https://kites.example" } },
      { abstract: bees.abstract },
    ]);
  });

  it("joins a heading that goes on in an indented line", () => {
    expect(titlesOf("Mar 11\n\n### Kite Routing: Sparse Paths Through\n  Windy Networks\n\nWe route.")).toEqual([
      "Kite Routing: Sparse Paths Through Windy Networks",
    ]);
  });

  it("takes Markdown escapes back and leaves LaTeX to the clean-up", () => {
    const page = "Mar 11\n\n## Snake\\_Case for 5\\% of Kites\n\nWe write $\\mathcal{O}$ and \\*stars\\*.";
    const [entry] = parse(page).entries;
    expect(entry).toMatchObject({
      title: "Snake_Case for 5\\% of Kites",
      abstract: "We write $\\mathcal{O}$ and *stars*.",
    });
  });

  it("does not take a number on a wrapped line for a count", () => {
    const wrapped = `${"A year of flight ends with the world championship of paper kites in\n2016\n"}and it was a good one.`;
    expect(parse(plain(kites.title, wrapped)).entries[0]).toMatchObject({
      abstract: "A year of flight ends with the world championship of paper kites in 2016 and it was a good one.",
    });
  });

  it("reads CRLF, a byte order mark and decomposed letters", () => {
    const title = "Épsilon Kites Über Málaga";
    const page = `\ufeff${plain(title.normalize("NFD"), kites.abstract)}`.replace(/\n/g, "\r\n");
    expect(parse(page).entries[0]).toMatchObject({ title, abstract: kites.abstract, line: 3 });
  });

  it("names the line of each title", () => {
    expect(
      parse(plain(kites.title, kites.abstract, bees.title, bees.abstract)).entries.map((entry) => entry.line),
    ).toEqual([3, 7]);
  });
});

describe("cards printed twice", () => {
  const card = `### ${kites.title}\n\n${kites.abstract}\n\n`;

  it("become one entry under one date", () => {
    expect(titlesOf(`Mar 11\n\n${card}${card}### ${bees.title}\n\n${bees.abstract}`)).toEqual([
      kites.title,
      bees.title,
    ]);
  });

  it("stay two entries under two dates", () => {
    expect(parse(`Mar 11\n\n${card}Mar 10\n\n${card}`).entries.map((entry) => entry.listed)).toEqual([
      "2026-03-11",
      "2026-03-10",
    ]);
  });

  it("stay two papers where their arXiv ids differ", () => {
    const linked = (id: string) => `### [Comment on Kites](https://arxiv.org/abs/${id})\n\n${kites.abstract}\n\n`;
    expect(parse(linked("2401.00001") + linked("2401.00009")).entries).toHaveLength(2);
  });
});

describe("dates", () => {
  const page = (heading: string) => `${header}${heading}\n\n${kites.title}\n\n${kites.abstract}`;

  it.each([
    ["Mar 11", "2026-03-11"],
    ["Nov 21", "2026-11-21"],
    ["Nov 22", "2025-11-22"],
    ["Feb 29", "2024-02-29"],
    ["Mar 11, 2025", "2025-03-11"],
    ["11 March 2025", "2025-03-11"],
    ["2025-03-11", "2025-03-11"],
    ["Tuesday, March 11th, 2025", "2025-03-11"],
    ["Daily Papers - Mar 11", "2026-03-11"],
    ["## Daily Papers - Mar 11", "2026-03-11"],
  ])("reads %s as %s", (heading, day) => {
    const digest = parse(page(heading));
    expect(digest.date).toBe(day);
    expect(digest.entries).toMatchObject([{ title: kites.title, listed: day }]);
    expect(digest.entries[0]?.published).toBeUndefined();
  });

  it("lets a given date beat the page's", () => {
    expect(parse(page("Mar 11"), "2024-05-06")).toMatchObject({
      date: "2024-05-06",
      entries: [{ listed: "2024-05-06" }],
    });
  });

  it("lists each entry under its own heading", () => {
    const digest = parse(`Mar 11\n\n${layouts.plain([kites, bees])}\n\nMar 10\n\n${layouts.plain([greek])}`);
    expect(digest.entries.map((entry) => entry.listed)).toEqual(["2026-03-11", "2026-03-11", "2026-03-10"]);
  });
});

describe("what cannot be placed", () => {
  it("is rejected with its line and costs no other entry", () => {
    const page = `Mar 11\n\n${kites.abstract}\n\n${bees.abstract}\n\n${bees.title}\n\n${bees.abstract}`;
    const digest = parse(page);
    expect(digest.entries.map((entry) => entry.title)).toEqual([bees.title]);
    expect(digest.rejects).toEqual([
      { file: "page.txt", line: 3, reason: "text without a title above it" },
      { file: "page.txt", line: 5, reason: "text without a title above it" },
    ]);
  });

  it("keeps an abstract under an empty heading from joining the paper above", () => {
    const digest = parse(
      `## ${kites.title}\n\n${kites.abstract}\n\n##\n\n${bees.abstract}\n\n## ${bees.title}\n\n${bees.abstract}`,
    );
    expect(digest.entries.map((entry) => entry.abstract)).toEqual([kites.abstract, bees.abstract]);
    expect(digest.rejects).toMatchObject([{ line: 5 }]);
  });

  it("includes a title that is far too long to be one", () => {
    const digest = parse(`## ${"long ".repeat(400)}\n\n${kites.abstract}\n\n## ${bees.title}\n\n${bees.abstract}`);
    expect(digest.entries.map((entry) => entry.title)).toEqual([bees.title]);
    expect(digest.rejects).toMatchObject([{ line: 1, reason: expect.stringContaining("characters") }]);
  });
});

describe("a text that is no digest", () => {
  const wanted = "put an abstract or an arXiv address below each title, or the day of the list above the first";
  it.each([
    ["a line", "hello there, this is a note to self", 1, 'no digest: "hello there'],
    ["a to-do list", "Buy milk\nCall Bob\nFix the printer in room 4\n", 1, "titles at most"],
    [
      "a mail",
      "\nDear all,\n\nthe meeting is on Thursday. Bring laptops.\n\nBest,\nAda",
      2,
      "too short for an abstract",
    ],
    ["a log", "ERROR 2026-11-21 it failed\nERROR 2026-11-21 again it failed\n", 1, "titles at most"],
    ["bare titles", `${kites.title}\n\n${bees.title}\n`, 1, `no digest: "${kites.title}" and whatever follows`],
    ["bare titles under a day", `Mar 11\n\n${kites.title}\n\n${bees.title}\n`, 3, "titles at most"],
    ["a link to somewhere", "My notes for later\n\nhttps://example.org/notes\n", 1, "titles at most"],
    ["a heading", "# Attention Is All You Need", 1, "no paper in this file"],
    ["a number", "1706.03762", 1, "no paper in this file"],
    ["navigation alone", header, 1, "no paper in this file"],
  ])("is not taken in: %s; the reject says where and what to do", (_, text, line, reason) => {
    const digest = parse(text);
    expect(digest.entries).toEqual([]);
    expect(digest.rejects).toEqual([{ file: "page.txt", line, reason: expect.stringContaining(reason) }]);
    expect(digest.rejects[0]?.reason).toMatch(new RegExp(`; ${wanted}$`, "u"));
  });

  it.each([
    ["an abstract", `${kites.title}\n\n${kites.abstract}`],
    ["an address", `${kites.title}\n\nhttps://arxiv.org/abs/2401.00001`],
    ["authors", `${kites.title}\n\nAuthors: Ada Kite, Bo Wind`],
    ["a count of authors", `### ${kites.title}\n\nWe route packets.\n- 8 authors`],
    ["its code below a short summary", `### ${kites.title}\n\nWe route.\n[GitHub 476](https://github.com/acme/kites)`],
    ["a summary", `### ${kites.title}\n\n${"We route packets as kites ride wind. ".repeat(4)}`],
    ["upvotes", `${kites.title}\n\nUpvote\n\n12`],
    ["a few words below it, under a day", `Mar 11\n\n${kites.title}\n\nWe route packets as kites ride wind.`],
  ])("it is not where one title has %s", (_, text) => {
    expect(titlesOf(text)).toEqual([kites.title]);
    const mark = text.startsWith("#") ? "### " : "";
    expect(titlesOf(`${text}\n\n${mark}${bees.title}\n\nThey fly.`)).toEqual([kites.title, bees.title]);
  });
});

describe("documentation", () => {
  const prose =
    "It starts the program, reads the settings and says what they are, and what else there is to know of it. ".repeat(
      3,
    );
  const code = "```sh\nnpm start # https://arxiv.org/abs/2401.00001\n```";
  const table = "| command | what it does |\n| --- | :---: |\n| `start` | starts |";
  const list = `## ${kites.title}\n\n${kites.abstract}\n\n## ${bees.title}\n\n${bees.abstract}`;

  it.each([
    ["code blocks", `# Tool\n\n${prose}\n\n## Start\n\n${code}\n\n${prose}\n\n## Commands\n\n${prose}`],
    ["tables", `## Commands\n\n${prose}\n\n${table}\n\n## Settings\n\n${prose}`],
    ["links to other notes", `# Tool\n\n${prose} See [here](docs/start.md#first).\n\n## More\n\n${prose}`],
  ])("with %s holds no papers, and is told so in one sentence", (_, text) => {
    const digest = parse(text);
    expect(digest.entries).toEqual([]);
    expect(digest.rejects).toMatchObject([{ line: 1, reason: expect.stringContaining("reads like documentation") }]);
  });

  it.each([
    ["a list without either", list],
    ["a list under a day", `Mar 11\n\n${table}\n\n${list}`],
    ["papers with their addresses", `${list}\n\nhttps://arxiv.org/abs/2401.00002\n\n${code}`],
  ])("is not seen in %s", (_, text) => {
    expect(titlesOf(text)).toEqual([kites.title, bees.title]);
  });

  it.each(["README.md", "/data/digests/readme", "CHANGELOG.md", "LICENSE", "sub/Contributing.markdown"])(
    "is known by its name %s, unless it holds papers",
    (file) => {
      expect(parse(`# Tool\n\n${prose}\n\n## Start\n\n${prose}`, undefined, file)).toMatchObject({
        entries: [],
        rejects: [{ line: 1, reason: expect.stringContaining("reads like documentation") }],
      });
      for (const papers of [
        `Mar 11\n\n${list}`,
        `## ${kites.title}\n\nhttps://arxiv.org/abs/2401.00001\n\n${kites.abstract}`,
      ])
        expect(parse(papers, undefined, file).entries.length).toBeGreaterThan(0);
    },
  );

  it.each(["security.md", "2026-03-11 readme papers.md", "todo-list-of-agents.txt", "notes.md"])(
    "is not seen in a list called %s",
    (file) => {
      expect(parse(list, undefined, file).entries).toHaveLength(2);
    },
  );

  it("is not seen in links that lead elsewhere", () => {
    const linked = `${list} [page](https://example.org/a.md) [there](/papers/b.md) [c](abs/c.html)`;
    expect(titlesOf(linked)).toHaveLength(2);
  });

  it("is a list of papers where the command line was told its day", () => {
    expect(parse(`${table}\n\n${list}`, "2026-03-11").entries).toHaveLength(2);
  });

  it("our own README is left out", () => {
    expect(titlesOf(readFileSync("README.md", "utf8"))).toEqual([]);
  });
});

describe("any input", () => {
  const word = fc.constantFrom(
    "sparse",
    "kites",
    "learn",
    "graph",
    "models",
    "routing",
    "with",
    "deep",
    "wind",
    "towards",
    "bees",
    "noise",
  );
  const title = fc
    .array(word, { minLength: 4, maxLength: 14 })
    .map((words) => words.map((each) => each.charAt(0).toUpperCase() + each.slice(1)).join(" "));
  const sentence = fc.array(word, { minLength: 6, maxLength: 20 }).map((words) => `The ${words.join(" ")}.`);
  const abstract = fc.array(sentence, { minLength: 3, maxLength: 12 }).map((sentences) => sentences.join(" "));
  const list = fc
    .uniqueArray(fc.record({ title, abstract }), {
      minLength: 1,
      maxLength: 12,
      selector: (paper) => paper.title.toLowerCase(),
    })
    .map((found) => found.map((paper, index) => ({ ...paper, id: `2401.${String(index).padStart(5, "0")}` })));
  // Where nothing but the length of a line tells a title from what follows, random words can be read either way.
  const exact = (Object.keys(layouts) as Layout[]).filter((name) => name !== "title right above");
  const layout = fc.constantFrom(...exact);

  it("built from random papers reads back the same, with and without navigation around it", () => {
    fc.assert(
      fc.property(list, layout, fc.boolean(), (found, name, noise) => {
        const body = layouts[name](found);
        const digest = parse(noise ? `${header}Mar 11\n\n${body}${footer}` : `Mar 11\n\n${body}`);
        expect(digest.entries.map((entry) => [entry.title, entry.abstract])).toEqual(
          found.map((paper) => [paper.title, paper.abstract]),
        );
        expect(digest.rejects).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("never throws and yields no empty title", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.constantFrom(
        "[",
        "](",
        "][1]",
        "### ",
        "\n\n",
        "\n",
        "**",
        "[1]: https://x.y",
        "·",
        "Mar 11",
        "---",
        "\\",
        "![",
        "](/papers/2401.00001)",
        "- ",
        "Upvote",
        "0",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        for (const entry of parse(pieces.join("")).entries) expect(entry.title.trim()).not.toBe("");
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["opening brackets", "[".repeat(2_000_000)],
    ["link ends", "](http".repeat(400_000)],
    ["headings", "#\n".repeat(500_000)],
    ["blanks", " ".repeat(3_000_000)],
    ["one long word", "a".repeat(5_000_000)],
    ["hyphens at line ends", "ab-\n".repeat(300_000)],
    ["backslashes", "\\".repeat(2_000_000)],
    ["dates", "Mar 11\n\n".repeat(100_000)],
    ["angle brackets", "<a ".repeat(700_000)],
    ["asterisks", "**a".repeat(500_000)],
  ])("made of %s ends within seconds", (_, page) => {
    const spent = cpuClock();
    parse(page);
    expect(spent()).toBeLessThan(8000);
  });

  it("of 10 MB is read in a few seconds", () => {
    const body = layouts["plain, hard-wrapped"](
      Array.from({ length: 12_000 }, (_, index) => ({
        ...kites,
        title: `${kites.title} ${index}`,
        abstract: `${kites.abstract} ${wrap(greek.abstract).slice(0, 400)}`,
      })),
    );
    expect(body.length).toBeGreaterThan(8_000_000);
    expect(parse(`Mar 11\n\n${body}`).entries).toHaveLength(12_000);
  });
});
