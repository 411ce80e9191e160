/** A link and the text it was laid on. */
export interface Link {
  readonly label: string;
  /** Missing where the page names a reference that it doesn't list. */
  readonly url?: string;
}

/** One line of a page, freed of its Markdown or html2text marks; the marks that tell something are kept beside it. */
export interface PageLine {
  /** 1-based. */
  readonly no: number;
  readonly text: string;
  /** Links that end on this line. */
  readonly links: readonly Link[];
  /** The link whose label is this whole line, or holds it among other lines. */
  readonly linked?: Link;
  /** Markdown level 1 to 6; 0 for none. */
  readonly heading: number;
  readonly bold: boolean;
  readonly bullet: boolean;
  readonly indented: boolean;
  /** Stands in the same link label as the line before. */
  readonly continued: boolean;
}

/** Splits a page into lines and takes its marks off. Linear in the page's length, whatever the page holds. */
export function readMarkup(page: string): readonly PageLine[] {
  const text = tidy(page);
  const rawLines = text.split("\n");
  skipFrontMatter(rawLines);
  const references = takeReferences(rawLines);
  const markdown = rawLines.some((line) => /\]\(|^ {0,3}#{1,6}\s|\]\[\d/.test(line));
  const found = findLinks(rawLines);
  return rawLines.map((raw, index) => readLine(raw, index, found, references, markdown));
}

function tidy(page: string): string {
  const unseen = /(?![\t\n\r\f\v])[\p{Cc}\u200b\u200e\u200f\u2060\ufeff]/gu;
  return page
    .normalize("NFC")
    .replace(/\r\n?|\f|\v/g, "\n")
    .replace(unseen, "");
}

function skipFrontMatter(lines: string[]): void {
  const first = lines.findIndex((line) => line.trim() !== "");
  if (first < 0 || lines[first]?.trim() !== "---") return;
  const length = lines.slice(first + 1, first + 100).findIndex((line) => /^(---|\.\.\.)\s*$/.test(line));
  if (length < 0) return;
  const body = lines.slice(first + 1, first + 1 + length);
  if (!body.every((line) => /^\s*$|^\s*[\w-]+\s*:|^\s+\S|^\s*-\s|^\s*#/.test(line))) return;
  lines.fill("", first, first + length + 2);
}

function takeReferences(lines: string[]): ReadonlyMap<string, string> {
  const references = new Map<string, string>();
  lines.forEach((line, index) => {
    const match = /^\s*(?:\[(\d{1,5})\]:|(\d{1,5})\.)\s+<?((?:https?:\/\/|\/)[^\s<>]{1,2000})>?\s*$/.exec(line);
    if (!match?.[3]) return;
    references.set(match[1] ?? match[2] ?? "", match[3]);
    lines[index] = "";
  });
  return references;
}

interface Cut {
  readonly from: number;
  readonly to: number;
}

interface FoundLink {
  readonly startLine: number;
  readonly endLine: number;
  readonly from: number;
  readonly to: number;
  readonly target: string;
}

interface Found {
  readonly cuts: readonly (readonly Cut[])[];
  readonly links: readonly (readonly FoundLink[])[];
  /** For each line the link that spans it and other lines. */
  readonly spans: readonly (FoundLink | undefined)[];
  readonly lines: readonly string[];
}

interface Opener {
  readonly line: number;
  readonly at: number;
  readonly image: boolean;
  /** Nothing but a heading mark, a bullet or other openers before it on its line. */
  readonly leads: boolean;
}

/** No label of a real page spans more lines; a stray bracket must not swallow the page. */
const longestLabel = 300;
const inlineTarget =
  /\]\(\s{0,3}<?((?:https?:\/\/|\/|#|mailto:)[^\s()<>[\]]{0,2000}(?:\([^\s()<>[\]]{0,200}\)[^\s()<>[\]]{0,500})?)>?(?:\s{1,3}"[^"[\]]{0,300}")?\s{0,3}\)/y;
const referenceTarget = /\] ?\[(\d{1,5})\]/y;

/**
 * Link labels may hold brackets of their own (`[0, 1)`), images, and whole paragraphs (html2text). What decides is the
 * link's end, which is unmistakable; its opener is the nearest one that begins a line, or else the nearest.
 */
function findLinks(lines: readonly string[]): Found {
  const cuts: Cut[][] = lines.map(() => []);
  const links: FoundLink[][] = lines.map(() => []);
  const spans: (FoundLink | undefined)[] = lines.map(() => undefined);
  const open: Opener[] = [];
  lines.forEach((line, index) => {
    const token = /\\.|!?\[|\]/g;
    for (let match = token.exec(line); match; match = token.exec(line)) {
      if (match[0].startsWith("\\")) continue;
      if (match[0] !== "]") {
        const leads =
          /^[\s#>*_+\-[!(]*$/.test(line.slice(Math.max(0, match.index - 40), match.index)) && match.index < 40;
        open.push({ line: index, at: match.index, image: match[0].length === 2, leads });
        continue;
      }
      const end = linkEnd(line, match.index);
      const opener = end === undefined ? open.pop() : takeOpener(open, index);
      if (!end) continue;
      token.lastIndex = end.to;
      if (opener && end.reference && isCitation(lines, opener, index, match.index)) continue;
      cuts[index]?.push({ from: match.index, to: end.to });
      if (!opener) continue;
      if (opener.image && opener.line === index) {
        cuts[index]?.push({ from: opener.at, to: match.index });
        continue;
      }
      cuts[opener.line]?.push({ from: opener.at, to: opener.at + (opener.image ? 2 : 1) });
      const target = end.target;
      const link = { startLine: opener.line, endLine: index, from: opener.at, to: match.index, target };
      links[index]?.push(link);
      if (opener.line < index) spans.fill(link, opener.line, index + 1);
    }
  });
  return { cuts, links, spans, lines };
}

function linkEnd(line: string, at: number): { to: number; target: string; reference: boolean } | undefined {
  inlineTarget.lastIndex = at;
  const inline = inlineTarget.exec(line);
  if (inline?.[1] !== undefined) return { to: inlineTarget.lastIndex, target: inline[1], reference: false };
  referenceTarget.lastIndex = at;
  const reference = referenceTarget.exec(line);
  if (reference?.[1] === undefined) return undefined;
  return { to: referenceTarget.lastIndex, target: `[${reference[1]}]`, reference: true };
}

function takeOpener(open: Opener[], line: number): Opener | undefined {
  const top = open.at(-1);
  if (!top || line - top.line > longestLabel) return undefined;
  if (top.image || top.leads) return open.pop();
  for (let depth = 2; depth <= Math.min(open.length, 8); depth += 1) {
    const opener = open.at(-depth);
    if (!opener || opener.image || line - opener.line > longestLabel) break;
    if (opener.leads) {
      open.length -= depth;
      return opener;
    }
  }
  return open.pop();
}

/** `[3][4]` inside a sentence cites; it doesn't link. */
function isCitation(lines: readonly string[], opener: Opener, line: number, at: number): boolean {
  if (opener.line !== line || opener.leads) return false;
  return /^\s*\d*\s*$/.test((lines[line] ?? "").slice(opener.at + 1, Math.min(at, opener.at + 40)));
}

function readLine(
  raw: string,
  index: number,
  found: Found,
  references: ReadonlyMap<string, string>,
  markdown: boolean,
): PageLine {
  const cuts = [...(found.cuts[index] ?? [])].sort((a, b) => a.from - b.from);
  let text = "";
  let at = 0;
  for (const cut of cuts) {
    if (cut.from > at) text += raw.slice(at, cut.from);
    at = Math.max(at, cut.to);
  }
  text += raw.slice(at);
  const links = (found.links[index] ?? []).map((link) => toLink(link, found, references));
  const indented = /^\s{2,}\S/.test(text);
  text = plain(text, markdown);
  const heading = /^(#{1,6})(?:\s+|$)/.exec(text)?.[1]?.length ?? 0;
  if (heading)
    text = text
      .slice(heading)
      .replace(/\s+#+\s*$/, "")
      .trim();
  const bullet = /^[-*+•](?:\s|$)/.test(text);
  const strong = /^(\*\*|__)(?=\S)(.{1,2000}?)\1$/.exec(text);
  if (strong?.[2] !== undefined && !strong[2].includes(strong[1] ?? "")) text = strong[2].trim();
  const span = found.spans[index];
  const spanned = span && text !== "" ? toLink(span, found, references) : undefined;
  const linked = spanned ?? wholly(text, links);
  return {
    no: index + 1,
    text,
    links,
    ...(linked && { linked }),
    heading,
    bold: strong !== null,
    bullet,
    indented,
    continued: span !== undefined && span.startLine < index,
  };
}

function toLink(link: FoundLink, found: Found, references: ReadonlyMap<string, string>): Link {
  const url = link.target.startsWith("[") ? references.get(link.target.slice(1, -1)) : link.target;
  const label = link.startLine === link.endLine ? (found.lines[link.endLine] ?? "").slice(link.from + 1, link.to) : "";
  return {
    label: label.replace(/!?\[[^\]]{0,300}\](?:\([^)]{0,2000}\))?/g, "").trim(),
    ...(url !== undefined && { url }),
  };
}

function wholly(text: string, links: readonly Link[]): Link | undefined {
  const covered = links.reduce((sum, link) => sum + link.label.length, 0);
  return links.length > 0 && text !== "" && covered >= text.length - 4 ? links[0] : undefined;
}

const tags =
  /<\/?(?:a|p|br|hr|div|span|b|i|em|strong|h[1-6]|img|li|ul|ol|article|section|header|footer|nav|main|svg|time)(?:\s[^<>]{0,500})?\/?>/gi;

/** Takes off tags, hard line breaks and (on Markdown pages) escapes; LaTeX is left for the clean-up. */
function plain(line: string, markdown: boolean): string {
  let text = line.includes("<") ? line.replace(tags, " ") : line;
  if (text.includes("\\")) {
    text = text
      .trimEnd()
      .replace(/\\{1,4}$/, "")
      .replace(/\\ {2,4}(?=\S)/g, " ");
    if (markdown) text = text.replace(/\\([\\*_[\]#>])/g, "$1").replace(/^(\s*\d+)\\\./, "$1.");
  }
  text = text.replace(/[\s\u00a0\u2028\u2029]+/g, " ").trim();
  return markdown ? text.replace(/^(?:> ?){1,4}/, "") : text;
}
