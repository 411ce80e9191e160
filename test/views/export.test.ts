import { expect, it } from "vitest";
import { exportList } from "../../src/views/export.ts";
import { readText } from "../support/bot.ts";
import { hostileTexts, paperLike } from "../support/papers.ts";

const papers = hostileTexts.map((text, index) =>
  paperLike({ key: `paper${index}`, title: text, authors: [text], abstract: text }),
);

it("hostile papers come as JSON that holds what they say", () => {
  const { file } = exportList(papers, "json");
  expect(JSON.parse(file?.content ?? "").map(({ title }: { title: string }) => title)).toEqual(hostileTexts);
});

it("no cell of a CSV file is a formula, and each paper is one row", () => {
  const titles = ["=1+1", "+x", "-x", "@SUM(A1)", "＝1+1", 'a "quote", a comma', "two\nlines"];
  const { file } = exportList(
    titles.map((title, index) => paperLike({ key: `k${index}`, title })),
    "csv",
  );
  expect(file?.content.charCodeAt(0)).toBe(0xfeff);
  const rows = cellsOf(file?.content.slice(1) ?? "");
  expect(rows.map(([, title]) => title)).toEqual([
    "title",
    "'=1+1",
    "'+x",
    "'-x",
    "'@SUM(A1)",
    "'＝1+1",
    'a "quote", a comma',
    "two\nlines",
  ]);
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([6]));
});

it("what a message shows of a CSV file has no invisible mark, and accents stay as they are", () => {
  const message = exportList([paperLike({ title: "Schrödinger’s 猫" })], "csv");
  expect(readText(message)).toContain("Schrödinger’s 猫");
  expect(readText(message)).not.toContain("\uFEFF");
});

it("what is short stands in the message too, what is long in the file alone", () => {
  expect(readText(exportList([paperLike()], "bibtex"))).toContain("@misc{aaaaaaaaaaaa,");
  const long = exportList(
    Array.from({ length: 50 }, () => paperLike()),
    "bibtex",
  );
  expect(readText(long)).not.toContain("@misc");
  expect(readText(long)).toContain("It is in the file reading-list.bib.");
});

/** A CSV file as RFC 4180 has it. */
function cellsOf(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "\r\n") rows.push([]);
    if (end === "") break;
  }
  return rows;
}
