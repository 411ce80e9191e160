import { readMath, readMathCommand, readScript } from "./latex-math.ts";
import { createPunctuation, type TextPiece } from "./latex-punctuation.ts";
import { accent, apart, citedAs, isFormula, isTie, quoteReach } from "./latex-rules.ts";
import {
  type Argument,
  commandName,
  groupAt,
  isLetter,
  type LatexSource,
  latexSource,
  maxDepth,
  skipBlanks,
} from "./latex-source.ts";
import { droppedCommands, formulas, layouts, shorthands, silent, wrappers } from "./latex-symbols.ts";

/** Longest formula between dollars: what is longer are prices. */
const longestFormula = 600;

/**
 * Running text with LaTeX in it as plain text. One pass from left to right; what it does not understand stays as it is.
 * Expects white space to be folded to single blanks.
 */
export function readText(text: string): string {
  return createReader(latexSource(text)).read(0, text.length, 0);
}

function createReader(source: LatexSource) {
  const { text } = source;
  const { readDash, readAddress, readQuote } = createPunctuation(source);

  function read(from: number, to: number, depth: number): string {
    let out = "";
    // The last character of `out`, kept apart: looking into a growing string copies it each time.
    let last = "";
    let i = from;
    while (i < to) {
      const start = i;
      while (i < to && !isSpecial(text.charCodeAt(i))) i++;
      if (i > start) {
        out += text.slice(start, i);
        last = text[i - 1] ?? "";
      }
      if (i >= to) break;
      const piece = readSpecial(last, i, to, depth);
      if (piece.trims && last === " ") {
        out = out.trimEnd();
        last = out.slice(-1);
      }
      out += piece.text;
      last = piece.text.at(-1) ?? last;
      i = piece.next;
    }
    return out;
  }

  /** `before` is the one character before, here and below; empty at the beginning. */
  function readSpecial(before: string, at: number, to: number, depth: number): TextPiece {
    switch (text[at]) {
      case "\\":
        return readCommand(before, at, to, depth);
      case "$":
        return readFormula(before, at, to, depth);
      case "{":
        return readGroup(before, at, to, depth);
      case "^":
      case "_":
        return readPlainScript(at, to, depth);
      case "~":
        return { text: isTie(text, at) ? " " : "~", next: at + 1 };
      case "-":
        return readDash(at, to);
      case ":":
        return readAddress(at, to);
      default:
        return readQuote(before, at, to);
    }
  }

  function readFormula(before: string, at: number, to: number, depth: number): TextPiece {
    const width = text[at + 1] === "$" ? 2 : 1;
    const wrapped = wrappedInDollars(at + 1, to, depth);
    if (wrapped !== undefined) return wrapped;
    const close = text.indexOf(width === 2 ? "$$" : "$", at + width);
    const inner = close > 0 && close < to && close - at < longestFormula ? text.slice(at + width, close) : "";
    if (!isFormula(inner, text[close + width])) return { text: "$".repeat(width), next: at + width };
    const next = close + width;
    const read = readMath(source, at + width, close, depth + 1)?.trim();
    if (read !== undefined) return { text: apart(before, read), next };
    return { text: textInDollars(at + width, close, depth) ?? text.slice(at, next), next };
  }

  /** `$\textbf{28.5$\to$71.4}$`: text within a formula, with formulas of its own. */
  function wrappedInDollars(at: number, to: number, depth: number): TextPiece | undefined {
    const name = text[at] === "\\" ? commandName(text, at, to) : "";
    const group = groupAt(source, at + 1 + name.length, to);
    if (!group || !wrappers.has(name) || depth > maxDepth || text[group.next] !== "$") return undefined;
    const holdsFormula = text.slice(group.from, group.to).includes("$");
    return holdsFormula ? { text: read(group.from, group.to, depth + 1), next: group.next + 1 } : undefined;
  }

  /** Dollars around what is no formula at all (`$\\href{...}{...}$`). */
  function textInDollars(from: number, to: number, depth: number): string | undefined {
    if (depth > 2) return undefined;
    const plain = read(from, to, depth + 1).trim();
    return /[\\{}^]/.test(plain) ? undefined : plain;
  }

  function readGroup(before: string, at: number, to: number, depth: number): TextPiece {
    const brace = { text: "{", next: at + 1 };
    const inner = groupAt(source, at, to);
    if (inner === undefined || depth > maxDepth) return brace;
    if (inner.from === inner.to) return /[\w}]$/.test(before) ? { text: "", next: inner.next } : brace;
    const content = text.slice(inner.from, Math.min(inner.to, inner.from + 40));
    const litter = litterPattern.exec(content)?.[0].length ?? 0;
    if (litter > 0 || /^(?:\{|\\[A-Za-z"'`^~=.])/.test(content)) {
      return { text: read(inner.from + litter, inner.to, depth + 1), next: inner.next };
    }
    return inner.to - inner.from < 40 && protectedCapitals.test(content) ? { text: content, next: inner.next } : brace;
  }

  /** `x_{i}` outside any formula: feeds that strip dollars leave these behind. */
  function readPlainScript(at: number, to: number, depth: number): TextPiece {
    const based = at > 0 && text[at - 1] !== " " && text[at + 1] === "{";
    return (based ? readScript(source, at, to, depth + 1) : undefined) ?? { text: text[at] ?? "", next: at + 1 };
  }

  function readCommand(before: string, at: number, to: number, depth: number): TextPiece {
    const name = commandName(text, at, to);
    const next = at + 1 + name.length;
    const verbatim = { text: `\\${name}`, next };
    if (depth > maxDepth || name === "") return verbatim;
    if (name === "(") return readDelimited("\\)", next, to, depth) ?? verbatim;
    if (name === "[") return readDelimited("\\]", next, to, depth) ?? verbatim;
    if (name === "begin" || name === "end") return readEnvironment(name, next, to, depth) ?? verbatim;
    if (name === "b" && text.startsWith("{eta}", next)) return { text: "β", next: next + 5 };
    const accented = accent(source, name, next, to);
    if (accented !== undefined) return accented;
    if (escaped.has(name)) return { text: name, next: swallowEmpty(source, next, to) };
    if (blanks.has(name)) return { text: before.endsWith(" ") || before === "" ? "" : " ", next };
    if (name === "/" || name === "!" || name === "@") return { text: "", next };
    const shorthand = shorthands.get(name);
    if (shorthand !== undefined) {
      const behind = swallowEmpty(source, next, to);
      return { text: text[behind] === "." ? shorthand.replace(/\.$/, "") : shorthand, next: behind };
    }
    if (name === "footnote" && groupAt(source, next, to) === undefined) return { text: " ", next };
    if (silent.has(name)) return { text: "", next: skipBlanks(text, next, to) };
    if (droppedCommands.has(name) || textualCitations.has(name)) return dropped(name, next, to) ?? verbatim;
    const argument = groupAt(source, next, to);
    const shown = argument && readWithArgument(name, argument, to, depth);
    return shown ?? readSymbol(before, at, to, depth) ?? unknown(before, name, next, argument, to, depth) ?? verbatim;
  }

  /** A formula set apart, or the beginning or end of what says nothing: `\end{abstract}`. */
  function readEnvironment(name: "begin" | "end", from: number, to: number, depth: number): TextPiece | undefined {
    const argument = groupAt(source, from, to);
    const environment = argument && text.slice(argument.from, argument.to);
    if (!environment) return undefined;
    if (name === "begin" && formulas.has(environment.replace("*", "")))
      return readDelimited(`\\end{${environment}}`, argument.next, to, depth);
    return layouts.has(environment) ? { text: "", next: skipBlanks(text, argument.next, to) } : undefined;
  }

  /** A formula in `\(...\)`, `\[...\]` or an environment. */
  function readDelimited(closing: string, from: number, to: number, depth: number): TextPiece | undefined {
    const close = text.slice(from, Math.min(to, from + longestFormula)).indexOf(closing);
    if (close < 0) return undefined;
    const inner = readMath(source, from, from + close, depth + 1) ?? textInDollars(from, from + close, depth);
    return inner === undefined ? undefined : { text: inner.trim(), next: from + close + closing.length };
  }

  /** What formulas hold, met in running text: `{\alpha}`, `\times`, `\mathcal{L}`. */
  function readSymbol(before: string, at: number, to: number, depth: number): TextPiece | undefined {
    const piece = readMathCommand(source, at, to, depth);
    if (piece === undefined) return undefined;
    if (piece.text === "deg" && text[piece.next] !== "(") return { text: "°", next: piece.next };
    const isGlued = text[piece.next] === " " && glued.has(commandName(text, at, to));
    const next = swallowEmpty(source, isGlued ? piece.next + 1 : piece.next, to);
    const isRelation = piece.spacing === "relation" && piece.text !== "~";
    if (isRelation) return { text: `${before.trim() === "" ? "" : " "}${piece.text} `, next };
    return { text: apart(before, piece.text), next };
  }

  function readWithArgument(name: string, first: Argument, to: number, depth: number): TextPiece | undefined {
    const content = () => read(first.from, first.to, depth + 1);
    if (wrappers.has(name)) return { text: content(), next: first.next };
    if (name === "footnote") return { text: ` (${content().trim()})`, next: first.next };
    const second = groupAt(source, first.next, to);
    if (second === undefined) return undefined;
    const shown = () => read(second.from, second.to, depth + 1).trim();
    if (name === "textcolor" || name === "colorbox" || name === "hyperlink" || name === "hyperref")
      return { text: shown(), next: second.next };
    if (name === "replaced") return { text: content(), next: second.next };
    if (name === "href") {
      const address = text
        .slice(first.from, first.to)
        .replace(/\\([_%&#~])/g, "$1")
        .trim();
      const words = shown();
      const isAddress = words === "" || address.includes(words) || words.includes(address);
      return { text: isAddress ? address : `${words} (${address})`, next: second.next };
    }
    return undefined;
  }

  /** Takes away a citation or label with its options, and the blank or tie before it; one in the text becomes a name. */
  function dropped(name: string, at: number, to: number): TextPiece | undefined {
    let next = at;
    if (text[next] === "*") next++;
    for (let options = 0; options < 2 && text[next] === "["; options++) {
      const close = text.slice(next, Math.min(to, next + quoteReach)).indexOf("]");
      if (close < 0) return undefined;
      next += close + 1;
    }
    const argument = groupAt(source, skipBlanks(text, next, to), to);
    if (argument === undefined) return undefined;
    const cited = textualCitations.has(name) ? citedAs(text.slice(argument.from, argument.to)) : undefined;
    if (cited !== undefined) return { text: cited, next: argument.next };
    return { text: "", next: argument.next, trims: /[\s.,;:)!?]/.test(text[argument.next] ?? " ") };
  }

  /** A macro of the author's own, most often the system's name: its argument, or its name, is what can be read. */
  function unknown(
    before: string,
    name: string,
    next: number,
    argument: Argument | undefined,
    to: number,
    depth: number,
  ): TextPiece | undefined {
    if (argument !== undefined && argument.to > argument.from) {
      return { text: read(argument.from, argument.to, depth + 1).trim(), next: argument.next };
    }
    if (name.length < 3) return undefined;
    const behind = swallowEmpty(source, next, to);
    const isFree = /(?:^|[\s([{"“‘'’/~*—–-])$/.test(before);
    // The empty group is LaTeX's; elsewhere a backslash within a word may be a path's.
    if (behind > next) return { text: isFree ? name : ` ${name}`, next: behind };
    if (!isFree) return undefined;
    const isFollowed = text[next] === "\\" && isLetter(text.charCodeAt(next + 1));
    return { text: isFollowed ? `${name} ` : name, next };
  }

  return { read };
}

/** Blank-swallowing letters: `\L ukasiewicz` is one word. */
const glued: ReadonlySet<string> = new Set("L l O o AE ae OE oe AA aa ss i j dh DH th TH dj DJ ng".split(" "));
const blanks: ReadonlySet<string> = new Set([..." \\,;:"]);
const textualCitations: ReadonlySet<string> = new Set(["citet", "Citet", "textcite", "citeauthor"]);
const escaped: ReadonlySet<string> = new Set("% & _ # $ { } - \" ' ` ^ ~ < >".split(" "));
/** Size and font switches that lost their backslash on the way. */
const litterPattern =
  /^(?:scriptsize|footnotesize|tiny|small|large|Large|LARGE|huge|normalsize|em|it|bf|tt|sc|rm|sf|sl|itshape|bfseries|scshape)\s+(?=\S)/;
/** BibTeX's way of keeping capitals: `{BERT}`. */
const protectedCapitals = /^(?=.*\p{Lu})[\p{L}\p{N}+-]+$/u;

const special: ReadonlySet<number> = new Set([..."\\${^_`'\"~-:"].map((c) => c.charCodeAt(0)));

function isSpecial(code: number): boolean {
  return special.has(code);
}

/** The empty group that ends a command's name: `\LaTeX{}`. */
function swallowEmpty({ text }: LatexSource, at: number, to: number): number {
  return at + 1 < to && text[at] === "{" && text[at + 1] === "}" ? at + 2 : at;
}
