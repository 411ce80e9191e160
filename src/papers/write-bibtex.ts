import type { Paper } from "./paper.ts";
import { paperUrl } from "./paper-url.ts";

/** Papers as a .bib file that BibTeX and Biber take, whatever stands in a title, and that reads back as it was. */
export function writeBibtex(papers: readonly Paper[]): string {
  return papers.map(entryOf).join("\n");
}

function entryOf(paper: Paper): string {
  const { title, arxivId } = paper;
  const authors = paper.authors.map(authorOf).filter((name) => name !== "");
  const fields: readonly (readonly [string, string | undefined])[] = [
    // A second pair keeps the capitals.
    ["title", `{${escaped(title)}}`],
    ["author", authors.length > 0 ? authors.join(" and ") : undefined],
    ["year", (paper.published ?? paper.listed).slice(0, 4)],
    ["eprint", arxivId],
    ["archiveprefix", arxivId === undefined ? undefined : "arXiv"],
    ["primaryclass", arxivId === undefined ? undefined : paper.categories[0]],
    ["url", address(paperUrl(paper))],
  ];
  const lines = fields.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name} = {${value}}`]));
  return `@misc{${paper.key},\n${lines.join(",\n")}\n}\n`;
}

/** A name with `and` in it is one name all the same. */
function authorOf(name: string): string {
  const plain = escaped(name);
  return /\band\b/iu.test(plain) ? `{${plain}}` : plain;
}

const commands: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\textbraceleft{}",
  "}": "\\textbraceright{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  '"': "\\textquotedbl{}",
  // Two of them, or one of each, would be a quotation.
  "`": "\\textasciigrave{}",
  "'": "\\textquotesingle{}",
  // Some readers look for the next entry wherever a line begins with it.
  "@": "{@}",
};

/** What LaTeX or BibTeX would obey, as the sign itself. No brace is left that does not pair. */
function escaped(text: string): string {
  return (
    text
      .replace(/\s+/gu, " ")
      .trim()
      .replace(/[\\{}~^"@`]|(?<=')'|'(?=')/gu, (sign) => commands[sign] ?? sign)
      .replace(/[#$%&_]/gu, "\\$&")
      // Two of them would be a dash.
      .replace(/-(?=-)/gu, "-{}")
  );
}

/** Addresses are taken as they are, but for what would end the field. */
function address(url: string): string {
  return url.replace(/[{}\\\s]/gu, encodeURIComponent);
}
