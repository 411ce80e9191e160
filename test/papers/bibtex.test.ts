import { parse } from "biblatex-csl-converter";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanText } from "../../src/papers/cleanup.ts";
import { isBibtex, readBibtex } from "../../src/papers/read-bibtex.ts";
import { writeBibtex } from "../../src/papers/write-bibtex.ts";
import { cpuClock } from "../support/cpu-clock.ts";
import { hostileTexts, paperLike } from "../support/papers.ts";

/** The text of that reader's marked-up fields. */
function plainOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(plainOf).join("");
  if (typeof value !== "object" || value === null) return "";
  return "text" in value ? plainOf(value.text) : "content" in value ? plainOf(value.content) : "";
}

const fieldsOf = (text: string) => readBibtex(text).map(({ fields }) => Object.fromEntries(fields));

describe("a .bib file", () => {
  it.each([
    ["@article{a, title = {Models {at} Court}, year = 2020}", [{ title: "Models at Court", year: "2020" }]],
    ['@misc{b, title = "Said {"}so{"}", note="x"}', [{ title: 'Said "so"', note: "x" }]],
    ["@INPROCEEDINGS ( c,\n  Title = {{BERT}:\n   Pre-training},\n)", [{ title: "BERT: Pre-training" }]],
    [
      '@string{acl = "Assoc. for"} @misc{d, booktitle = acl # " CL", title={T}}',
      [{ booktitle: "Assoc. for CL", title: "T" }],
    ],
    [
      "@article{e, author = {Erd{\\H{o}}s, P{\\'a}l and Schr\\\"odinger}, title={50\\% \\& $\\alpha$}}",
      [{ author: "Erdős, Pál and Schrödinger", title: "50% & α" }],
    ],
    ['@comment{@misc{no}} @preamble{"x"}', []],
    ["@misc{f}", [{}]],
    ["%% a comment\n@misc{g,title={A}}trailing words\n\n@misc{h,title={B}}", [{ title: "A" }, { title: "B" }]],
    [
      "@misc{i, title = {Never closed, year = {2020}\n@misc{j, title={Fine}}",
      [{ title: "Never closed", year: "2020" }, { title: "Fine" }],
    ],
    [
      '@misc{k, title = "Never closed, year = 2021}\n@misc{l, title={Fine}}',
      [{ title: "Never closed", year: "2021" }, { title: "Fine" }],
    ],
    ["@misc{m title = {No comma}}", [{ title: "No comma" }]],
    ["@misc{n, keywords = {a,b}, , title = {Gaps},, }", [{ keywords: "a,b", title: "Gaps" }]],
  ])("%s", (text, fields) => {
    expect(fieldsOf(text)).toEqual(fields);
  });

  it("is told from a list and from a title", () => {
    expect(isBibtex("see @misc{a, title={B}}")).toBe(true);
    for (const text of ["2104.12255 2205.14135", "mail a@b.org {x}", "@everyone", "attention is all you need"]) {
      expect(isBibtex(text)).toBe(false);
    }
  });
});

describe("whatever comes as a .bib file", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "@article{a,",
      "@misc(",
      "@string{",
      "title = {",
      'title = "',
      "}",
      "{",
      '"',
      ",",
      "#",
      "=",
      "\\",
      "\\{",
      "$",
      "\n",
      "%",
    ),
    fc.string({ maxLength: 8 }),
  );
  const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));

  it("is read without an error, and costs no entry that comes behind it", () => {
    fc.assert(
      fc.property(text, (broken) => {
        const read = readBibtex(`${broken}\n@misc{last, title = {Whales}, eprint = {2401.00001}}`);
        expect(Object.fromEntries(read.at(-1)?.fields ?? [])).toEqual({ title: "Whales", eprint: "2401.00001" });
      }),
      { numRuns: 2_000 },
    );
  });

  it("takes no longer than it is long", () => {
    for (const part of [
      "@a{",
      "{",
      '"',
      "a=",
      "a={",
      "@a{b,c={",
      "#",
      "\\",
      "a ",
      "@string{a=a#a}",
      "x={y},",
      "@a{a=a # ",
      "x = ",
    ]) {
      const spent = cpuClock();
      readBibtex(`@misc{a, ${part.repeat(300_000 / part.length)}`);
      expect(spent(), part).toBeLessThan(4_000);
    }
  });
});

describe("what is written as BibTeX", () => {
  const signs = fc.constantFrom(..."{}%#&$_^~\\\"'@,=()[]<>|`-–—éßΩ漢🎉 ", "\u0301", "\\alpha", "and", "@misc{x,");
  const titles = fc
    .array(fc.oneof(signs, fc.string({ maxLength: 5 })), { minLength: 1, maxLength: 12 })
    .map((parts) => cleanText(parts.join("")));

  it("reads back as it was, whatever stands in a title", () => {
    fc.assert(
      fc.property(titles, titles, (title, author) => {
        fc.pre(title !== "" && author !== "");
        const papers = [paperLike({ title, authors: [author] }), paperLike({ title: "Behind It" })];
        const [first, second, ...others] = readBibtex(writeBibtex(papers));
        expect(first?.fields.get("title")).toBe(title);
        expect(first?.fields.get("author")).toBe(author);
        expect(first?.fields.get("eprint")).toBe("2601.01234");
        expect(second?.fields.get("title")).toBe("Behind It");
        expect(others).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(["$--{$", "$a---b$", "$-$--$-$", "$x--y$ -- z"])("keeps hyphens in a formula apart: %s", (title) => {
    const text = cleanText(title);
    expect(readBibtex(writeBibtex([paperLike({ title: text })]))[0]?.fields.get("title")).toBe(text);
  });

  it("is read by another's reader without an error or a warning, titles and authors as they were", () => {
    const papers = [...hostileTexts, "50% of sets & $x_1$ # ~\\ @home", "Erdős–Rényi “graphs”: a -- b --- c"].map(
      (title, at) =>
        paperLike({
          key: `k${at}`,
          title,
          authors: [title, "Smith and Sons"],
          arxivId: "2104.12255",
          categories: ["cs.CL"],
        }),
    );
    const { entries, errors, warnings } = parse(writeBibtex(papers), { processUnexpected: true, processUnknown: true });
    expect({ errors, warnings }).toEqual({ errors: [], warnings: [] });
    const read = Object.values(entries);
    expect(read.map(({ entry_key }) => entry_key)).toEqual(papers.map(({ key }) => key));
    expect(read.map(({ bib_type }) => bib_type)).toEqual(papers.map(() => "misc"));
    for (const [at, { fields }] of read.entries()) {
      const folded = papers[at]?.title.replace(/\s+/gu, " ").trim();
      expect(plainOf(fields["title"])).toBe(folded);
      expect(plainOf(fields["eprint"])).toBe("2104.12255");
      expect(fields["author"]).toHaveLength(folded === "" ? 1 : 2);
    }
  });

  it("has braces that pair and no sign that LaTeX would obey", () => {
    const [line = ""] = writeBibtex([paperLike({ title: "50% of {sets} & $x_1 # ~^\\ @home" })])
      .split("\n")
      .slice(1);
    expect(line).toBe(
      "  title = {{50\\% of \\textbraceleft{}sets\\textbraceright{} \\& \\$x\\_1 \\# \\textasciitilde{}\\textasciicircum{}\\textbackslash{} {@}home}},",
    );
  });

  it("keeps an author whose name has an and in it in one piece", () => {
    expect(writeBibtex([paperLike({ authors: ["Ada Moreno", "Smith and Sons"] })])).toContain(
      "author = {Ada Moreno and {Smith and Sons}}",
    );
  });
});
