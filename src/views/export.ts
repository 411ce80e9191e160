import type { Message } from "../message.ts";
import { paperUrl } from "../papers/identity.ts";
import type { Paper } from "../papers/paper.ts";
import { count } from "./text.ts";

export type ExportFormat = "bibtex" | "csv" | "json";

const names = { bibtex: "BibTeX", csv: "CSV", json: "JSON" } as const satisfies Record<ExportFormat, string>;
const extensions = { bibtex: "bib", csv: "csv", json: "json" } as const satisfies Record<ExportFormat, string>;

/** A reading list to take away: a file where the platform can carry one, its text in the message elsewhere. */
export function exportList(papers: readonly Paper[], format: ExportFormat): Message {
  if (papers.length === 0) {
    const sentence = "Your reading list is empty: there is nothing to export.";
    return { fallback: sentence, blocks: [{ type: "text", text: [sentence] }] };
  }
  const content = formatPapers(papers, format);
  const heading = `Your reading list as ${names[format]}: ${count(papers.length, "paper")}`;
  return {
    fallback: heading,
    blocks: [
      { type: "heading", text: heading },
      { type: "text", text: [{ code: content }] },
    ],
    file: { name: `reading-list.${extensions[format]}`, content },
  };
}

function formatPapers(papers: readonly Paper[], format: ExportFormat): string {
  switch (format) {
    case "bibtex":
      return papers.map(bibEntry).join("\n");
    case "csv":
      return [csvHeadings, ...papers.map(csvRow)].map((row) => row.map(csvCell).join(",")).join("\r\n");
    case "json":
      return JSON.stringify(papers.map(jsonPaper), null, 2);
    default:
      return format satisfies never;
  }
}

function bibEntry(paper: Paper): string {
  const fields: readonly (readonly [string, string | undefined])[] = [
    ["title", `{${braced(paper.title)}}`],
    ["author", paper.authors.length > 0 ? paper.authors.map(braced).join(" and ") : undefined],
    ["year", (paper.published ?? paper.listed).slice(0, 4)],
    ["eprint", paper.arxivId],
    ["archiveprefix", paper.arxivId === undefined ? undefined : "arXiv"],
    ["url", paperUrl(paper)],
  ];
  const lines = fields.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name} = {${value}}`]));
  return `@misc{${paper.key},\n${lines.join(",\n")}\n}\n`;
}

/** What BibTeX reads as commands, escaped; braces that do not pair would swallow the rest of the file. */
function braced(text: string): string {
  return text
    .replace(/[\\{}]/gu, "")
    .replace(/[#$%&_]/gu, "\\$&")
    .replace(/\s+/gu, " ");
}

const csvHeadings = ["key", "title", "authors", "published", "arxiv", "url"];

function csvRow(paper: Paper): string[] {
  const { key, title, authors, published = "", arxivId = "" } = paper;
  return [key, title, authors.join("; "), published, arxivId, paperUrl(paper)];
}

/** A spreadsheet must not take a title for a formula. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function jsonPaper(paper: Paper): Readonly<Record<string, unknown>> {
  const { key, title, abstract, authors, published, arxivId, categories } = paper;
  return { key, title, abstract, authors, published, arxivId, categories, url: paperUrl(paper) };
}
