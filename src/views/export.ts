import type { Message } from "../message.ts";
import type { Paper } from "../papers/paper.ts";
import { paperUrl } from "../papers/paper-url.ts";
import { writeBibtex } from "../papers/write-bibtex.ts";
import { said, text } from "./blocks.ts";
import { latestOf } from "./saved.ts";
import { count } from "./text.ts";

export type ExportFormat = "bibtex" | "csv" | "json";

const names = { bibtex: "BibTeX", csv: "CSV", json: "JSON" } as const satisfies Record<ExportFormat, string>;
const extensions = { bibtex: "bib", csv: "csv", json: "json" } as const satisfies Record<ExportFormat, string>;

/** What is longer is a file and no message. */
const shortEnough = 1_500;

/**
 * A reading list to take away: a file, and where it is short, its text in the message too.
 * @param beyond papers saved before those
 */
export function exportList(papers: readonly Paper[], format: ExportFormat, beyond = 0): Message {
  if (papers.length === 0) {
    const sentence = "Your reading list is empty: there is nothing to export.";
    return said(sentence);
  }
  const content = formatPapers(papers, format);
  const heading = `Your reading list as ${names[format]}: ${count(papers.length, "paper")}`;
  const name = `reading-list.${extensions[format]}`;
  const shown =
    content.length <= shortEnough ? text({ code: content }) : text("It is in the file ", { code: name }, ".");
  return {
    fallback: heading,
    blocks: [{ type: "heading", text: heading }, ...(beyond > 0 ? [text(latestOf(papers.length, beyond))] : []), shown],
    file: { name, content: format === "csv" ? `${byteOrderMark}${content}` : content },
  };
}

function formatPapers(papers: readonly Paper[], format: ExportFormat): string {
  switch (format) {
    case "bibtex":
      return writeBibtex(papers);
    case "csv":
      return [csvHeadings, ...papers.map(csvRow)].map((row) => row.map(csvCell).join(",")).join("\r\n");
    case "json":
      return JSON.stringify(papers.map(jsonPaper), null, 2);
    default:
      return format satisfies never;
  }
}

/** Excel takes a CSV file without it for one in the machine's old encoding. */
const byteOrderMark = "\uFEFF";

const csvHeadings = ["key", "title", "authors", "published", "arxiv", "url"];

function csvRow(paper: Paper): string[] {
  const { key, title, authors, published = "", arxivId = "" } = paper;
  return [key, title, authors.join("; "), published, arxivId, paperUrl(paper)];
}

/** A spreadsheet must not take a title for a formula; some read the wide signs alike. */
function csvCell(text: string): string {
  const safe = /^[=+\-@＝＋－＠\t\r\n]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function jsonPaper(paper: Paper): Readonly<Record<string, unknown>> {
  const { key, title, abstract, authors, published, arxivId, categories } = paper;
  return { key, title, abstract, authors, published, arxivId, categories, url: paperUrl(paper) };
}
