import type { PageLine } from "./page-markup.ts";

/** A line this long was not wrapped by hand: it's a paragraph of its own unless its sentence goes on below. */
const UNWRAPPED = 200;

/** Splits lines without a blank between them into paragraphs. */
export function paragraphsOf(lines: readonly PageLine[]): readonly (readonly PageLine[])[] {
  const paragraphs: PageLine[][] = [];
  if (isList(lines)) return [];
  lines.forEach((line, index) => {
    const current = paragraphs.at(-1);
    const before = lines[index - 1];
    if (!current || !before || parts(before, line, current, lines[index + 1])) paragraphs.push([line]);
    else current.push(line);
  });
  return paragraphs;
}

/** Bulleted or numbered short lines, two or more: a menu or a table of contents. */
function isList(lines: readonly PageLine[]): boolean {
  if (lines.length < 2) return false;
  return lines.every(
    (line) => (line.bullet || /^\d{1,3}[.)] /.test(line.text)) && line.text.length <= 150 && !/[.;]$/.test(line.text),
  );
}

function parts(before: PageLine, line: PageLine, paragraph: readonly PageLine[], after: PageLine | undefined): boolean {
  if (line.heading > 0) return true;
  const [first] = paragraph;
  if (first && first.heading > 0) return !line.continued && !continuesTitle(first, line, paragraph.length, after);
  if (first?.bold !== line.bold && paragraph.every((each) => each.bold)) return true;
  if (before.text.length <= UNWRAPPED && line.text.length <= UNWRAPPED) return false;
  return ends(before.text) || /^\p{Lu}/u.test(line.text) || before.text.length <= UNWRAPPED;
}

/** A heading's second line: set in, or short under a long first line and not the start of a paragraph. */
function continuesTitle(heading: PageLine, line: PageLine, height: number, after: PageLine | undefined): boolean {
  if (height > 3 || line.text.length > 150 || /\.$/.test(line.text)) return false;
  if (line.indented) return true;
  return height === 1 && heading.text.length >= 50 && !heading.linked && after === undefined && !ends(line.text);
}

function ends(text: string): boolean {
  return /[.!?:;)"'’”]$/.test(text);
}

/**
 * Joins hard-wrapped lines. A hyphen at a line's end is taken out only where the page itself spells the word without
 * it; otherwise it belongs to the word (`long-` + `context`), or to a pair (`pre-` + `and post-training`).
 */
export function joinWrapped(lines: readonly string[], vocabulary: () => ReadonlySet<string>): string {
  const pieces: string[] = [];
  let last = "";
  for (const line of lines) {
    const start = /(\p{L}+)-$/u.exec(last.slice(-60))?.[1];
    const rest = start === undefined ? undefined : /^\p{L}+/u.exec(line.slice(0, 60))?.[0];
    if (start === undefined || rest === undefined || /^(?:and|or|to|und|oder|et|ou|y)$/i.test(rest)) {
      pieces.push(last === "" ? "" : " ", line);
    } else {
      const words = vocabulary();
      const solid = words.has(`${start}${rest}`.toLowerCase()) && !words.has(`${start}-${rest}`.toLowerCase());
      if (solid) pieces.push(`${pieces.pop() ?? ""}`.slice(0, -1));
      pieces.push(line);
    }
    last = line;
  }
  return pieces.join("").trim();
}
