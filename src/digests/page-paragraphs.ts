import type { PageLine } from "./page-markup.ts";
import { titleEvidence } from "./title-evidence.ts";

/** A line this long was not wrapped by hand: it's a paragraph of its own unless its sentence goes on below. */
const unwrapped = 200;

/**
 * Splits lines without a blank between them into paragraphs.
 *
 * @param titleAbove whether this page prints titles right above their abstracts, see `printsTitlesRightAbove`
 */
export function paragraphsOf(lines: readonly PageLine[], titleAbove: boolean): readonly (readonly PageLine[])[] {
  const paragraphs: PageLine[][] = [];
  if (isList(lines)) return [];
  const width = widthOf(lines);
  const top = titleAbove ? likeliestTitle(lines) : 0;
  lines.forEach((line, index) => {
    const current = paragraphs.at(-1);
    const before = lines[index - 1];
    if (!current || !before) paragraphs.push([line]);
    else if (parts(before, line, current, lines[index + 1])) paragraphs.push([line]);
    else if (index === top || (index > top && isTitleBreak(lines, index, current, width))) paragraphs.push([line]);
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
  if (before.text.length <= unwrapped && line.text.length <= unwrapped) return false;
  return ends(before.text) || /^\p{Lu}/u.test(line.text) || before.text.length <= unwrapped;
}

/** Whether most wrapped blocks of a page begin with a title that has no blank line below it. */
export function printsTitlesRightAbove(lines: readonly PageLine[]): boolean {
  let blocks = 0;
  let titled = 0;
  let block: PageLine[] = [];
  const count = () => {
    if (block.length >= 3 && block.every(({ heading }) => heading === 0)) {
      blocks += 1;
      const width = widthOf(block);
      const isBreak = (_: PageLine, index: number) => isTitleBreak(block, index, block.slice(0, index), width);
      if (block.slice(0, tallestTitle + 1).some((line, index) => index > 0 && isBreak(line, index))) titled += 1;
    }
    block = [];
  };
  for (const line of lines) {
    if (line.text === "") count();
    else block.push(line);
  }
  count();
  return titled * 2 > blocks;
}

/** On such a page: how many lines of a block are its title, also where the title's last line happens to be full. */
function likeliestTitle(lines: readonly PageLine[]): number {
  const width = widthOf(lines);
  const heights = Array.from({ length: Math.min(tallestTitle, lines.length - 1) }, (_, index) => index + 1);
  const candidates = heights.filter((height) => {
    const below = lines.slice(height, height + lookAhead);
    return !/^\p{Ll}/u.test(below[0]?.text ?? "") && isTitle(lines.slice(0, height)) && !isTitle(below);
  });
  return candidates.find((height) => endsOnPurpose(lines, height - 1, width)) ?? candidates[0] ?? 0;
}

function widthOf(lines: readonly PageLine[]): number {
  return lines.reduce((widest, { text }) => Math.max(widest, text.length), 0);
}

/** Lines a title may take, and lines below it that are looked at. */
const tallestTitle = 4;
const lookAhead = 12;

/**
 * Without a blank line, a title shows by where its line ends: a wrapped line is full, so a line that had room for the
 * next word was ended on purpose. Before the break stands a title and prose follows, or an abstract ends there and
 * what comes next is a title.
 */
function isTitleBreak(lines: readonly PageLine[], index: number, above: readonly PageLine[], width: number): boolean {
  const line = lines[index];
  if (width > unwrapped || !line || /^\p{Ll}/u.test(line.text) || !endsOnPurpose(lines, index - 1, width)) return false;
  if (above.length <= tallestTitle && isTitle(above)) {
    return !isTitle(lines.slice(index, index + lookAhead));
  }
  if (!ends(lines[index - 1]?.text ?? "")) return false;
  for (let height = 1; height <= tallestTitle && index + height < lines.length; height++) {
    if (!endsOnPurpose(lines, index + height - 1, width)) continue;
    const below = lines.slice(index + height, index + height + lookAhead);
    return isTitle(lines.slice(index, index + height)) && !isTitle(below);
  }
  return false;
}

function endsOnPurpose(lines: readonly PageLine[], index: number, width: number): boolean {
  const line = lines[index]?.text ?? "";
  const nextWord = /^\S+/.exec(lines[index + 1]?.text ?? "")?.[0] ?? "";
  return line.length + 1 + nextWord.length <= width;
}

function isTitle(lines: readonly PageLine[]): boolean {
  return titleEvidence(lines.map(({ text }) => text).join(" ")) > 0;
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
