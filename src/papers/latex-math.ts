import {
  type Argument,
  commandName,
  groupAt,
  isLetter,
  type LatexSource,
  maxDepth,
  skipBlanks,
} from "./latex-source.ts";
import {
  blackboard,
  functions,
  letterCommands,
  mathAccents,
  operators,
  relations,
  silent,
  subscripts,
  superscripts,
  wrappers,
} from "./latex-symbols.ts";

/** What a command turned into, how it wants to stand, and where reading goes on. */
export interface Piece {
  readonly text: string;
  readonly next: number;
  readonly spacing?: "relation" | "operator" | "function" | "letter";
}

/** A formula in Unicode on one line (`O(T^{2/3})` is `O(T^(2/3))`), or undefined where it holds what cannot be read so. */
export function readMath(source: LatexSource, from: number, to: number, depth = 0): string | undefined {
  if (depth > maxDepth) return undefined;
  const { text } = source;
  let out = "";
  let i = from;
  while (i < to) {
    const c = text[i] ?? "";
    if (c === "\\") {
      const piece = readMathCommand(source, i, to, depth) ?? ownMacro(source, i, to);
      if (piece === undefined) return undefined;
      out = joined(out, piece);
      i = afterPiece(piece, out, text, to);
      if (piece.spacing === "function" && needsBlank(text, i, to)) out += " ";
    } else if (c === "{") {
      const group = groupAt(source, i, to);
      const inner = group && (readInfix(source, group, depth + 1) ?? readMath(source, group.from, group.to, depth + 1));
      if (group === undefined || inner === undefined) return undefined;
      out += inner;
      i = group.next;
    } else if (c === "^" || c === "_") {
      const script = readScript(source, i, to, depth);
      if (script === undefined) return undefined;
      out = out.trimEnd() + script.text;
      i = script.next;
    } else if (c === "}" || c === "$" || c === "&" || c === "#") {
      return undefined;
    } else {
      out += c === "~" ? " " : c === "'" ? "′" : c;
      i++;
    }
  }
  return out.replace(/ +/g, " ");
}

/** `{n \choose k}` and `{a \over b}`: what stands before and behind the command. */
function readInfix(source: LatexSource, { from, to }: Argument, depth: number): string | undefined {
  const [sign = "", name] = /\\(choose|over)(?![A-Za-z])/.exec(source.text.slice(from, to)) ?? [];
  if (name === undefined) return undefined;
  const at = source.text.indexOf(sign, from);
  const before = readMath(source, from, at, depth)?.trim();
  const behind = readMath(source, at + sign.length, to, depth)?.trim();
  if (!before || !behind) return undefined;
  return name === "choose" ? `C(${before}, ${behind})` : `${bracketed(before)}/${bracketed(behind)}`;
}

/** A superscript or subscript beginning at `at`: in Unicode's own characters where they exist and stay legible. */
export function readScript(source: LatexSource, at: number, to: number, depth: number): Piece | undefined {
  const { text } = source;
  const start = skipBlanks(text, at + 1, to);
  const group = groupAt(source, start, to);
  let content: string | undefined;
  let next = start + 1;
  if (group !== undefined) {
    content = readMath(source, group.from, group.to, depth + 1)?.trim();
    next = group.next;
  } else if (text[start] === "\\") {
    const piece = readMathCommand(source, start, to, depth + 1);
    content = piece?.text;
    next = piece?.next ?? next;
  } else if (start < to && !"{}^_$".includes(text[start] ?? "}")) {
    const code = text.codePointAt(start) ?? 0;
    content = code === 39 ? "′" : String.fromCodePoint(code);
    next = start + content.length;
  }
  if (content === undefined) return undefined;
  return { text: text[at] === "^" ? superscript(content) : subscript(content), next };
}

function superscript(content: string): string {
  if (content === "" || /^(?:th|st|nd|rd)$/.test(content)) return content;
  return mapped(content, superscripts, 5) ?? (isShort(content) ? `^${content}` : `^(${content})`);
}

function subscript(content: string): string {
  if (content === "") return content;
  return (
    mapped(content, subscripts, 3) ??
    (isShort(content) || /^[\p{L}\p{N}]+$/u.test(content) ? `_${content}` : `_(${content})`)
  );
}

function mapped(content: string, letters: ReadonlyMap<string, string>, longest: number): string | undefined {
  if (content.length > longest && !/^[-−]?\d{1,9}$/.test(content)) return undefined;
  let out = "";
  for (const letter of content) {
    const small = letters.get(letter);
    if (small === undefined) return undefined;
    out += small;
  }
  return out;
}

function isShort(content: string): boolean {
  return content.length === 1 || /^\p{L}$/u.test(content);
}

/** The command at `at` with its arguments; undefined if it is not known here. */
export function readMathCommand(source: LatexSource, at: number, to: number, depth: number): Piece | undefined {
  const { text } = source;
  const name = commandName(text, at, to);
  const next = at + 1 + name.length;
  const letter = letterCommands.get(name);
  if (letter !== undefined) return { text: letter, next, spacing: "letter" };
  const relation = relations.get(name);
  if (relation !== undefined) return { text: relation, next, spacing: "relation" };
  const operator = operators.get(name);
  if (operator !== undefined) return { text: operator, next, spacing: "operator" };
  if (functions.has(name)) return { text: name, next, spacing: "function" };
  if (name.length === 1) {
    const sign = signCommands.get(name);
    if (sign !== undefined) return { text: sign, next };
  }
  if (silent.has(name)) {
    const delimiter = /^(?:left|right|[bB]ig)/.test(name) ? skipBlanks(text, next, to) : next;
    return { text: "", next: text[delimiter] === "." ? delimiter + 1 : delimiter };
  }
  return readWithArguments(source, name, next, to, depth + 1);
}

const signCommands: ReadonlyMap<string, string> = new Map([
  ...[..."%$&#_{}"].map((sign) => [sign, sign] as const),
  ...[...",;:> \\"].map((blank) => [blank, " "] as const),
  ["!", ""],
  ["/", ""],
  ["-", ""],
  ["|", "‖"],
  ["quad", " "],
]);

/**
 * A macro of the author's own. By wide custom `\bx`, `\vx`, `\mX` and `\cX` are that letter in bold or script; any other
 * is read by its name (`\reals`), unless it has an argument or builds what one line cannot show.
 */
function ownMacro({ text }: LatexSource, at: number, to: number): Piece | undefined {
  const name = commandName(text, at, to);
  const next = at + 1 + name.length;
  if (!/^[A-Za-z]/.test(name) || text[next] === "{" || text[next] === "[" || structure.has(name)) return undefined;
  const kern = kerns.has(name) ? /^ ?-?[\d.]+ ?(?:mu|em|ex|pt|cm|mm)/.exec(text.slice(next, next + 16)) : null;
  if (kern !== null) return { text: "", next: next + kern[0].length };
  return { text: /^[bvmc]([A-Za-z])$/.exec(name)?.[1] ?? name, next, spacing: "letter" };
}

const kerns: ReadonlySet<string> = new Set(["mkern", "kern", "mskip", "hskip"]);
/** Known commands that take what stands around them, or several arguments. */
const structure: ReadonlySet<string> = new Set(
  "begin end choose over atop brack brace above frac dfrac tfrac cfrac sqrt binom stackrel overset underset".split(" "),
);

/** Letters that bear an accent each; a bar may stand over more. */
const longestAccented = 3;

function readWithArguments(
  source: LatexSource,
  name: string,
  at: number,
  to: number,
  depth: number,
): Piece | undefined {
  if (depth > maxDepth) return undefined;
  if (name === "quad" || name === "qquad") return { text: " ", next: at };
  if (name === "not") return negated(source, at, to, depth);
  if (name === "sqrt" && source.text[at] === "[") return nthRoot(source, at, to, depth);
  const first = readArgument(source, at, to, depth);
  if (first === undefined) return undefined;
  const one = first.text;
  if (wrappers.has(name)) return { ...first, spacing: name === "operatorname" ? "function" : "letter" };
  if (name === "mathbb" || name === "Bbb") return { text: blackboard.get(one) ?? one, next: first.next };
  if (name === "sqrt") return { text: `√${underRoot(one)}`, next: first.next };
  if (name === "pmod") return { text: ` (mod ${one})`, next: first.next };
  if (name === "unicode") return unicode(one, first.next);
  if (name === "textsuperscript") return { text: superscript(one), next: first.next };
  if (name === "textsubscript") return { text: subscript(one), next: first.next };
  const accent = mathAccents.get(name);
  if (accent !== undefined) {
    const letters = [...one];
    if (letters.length === 0 || (letters.length > longestAccented && accent !== "\u0304")) return undefined;
    return { text: letters.map((letter) => (letter + accent).normalize("NFC")).join(""), next: first.next };
  }
  if (/^(?:[dtc]?frac|sfrac|nicefrac|binom|textcolor|overset|SI|qty)$/.test(name)) {
    const second = readArgument(source, first.next, to, depth);
    if (second === undefined) return undefined;
    const two = second.text;
    if (name === "textcolor") return second;
    if (name === "binom") return { text: `C(${one}, ${two})`, next: second.next };
    if (name === "SI" || name === "qty") return { text: `${one} ${two}`, next: second.next };
    if (name === "overset") return undefined;
    return { text: `${bracketed(one)}/${bracketed(two)}`, next: second.next };
  }
  return undefined;
}

function readArgument(source: LatexSource, from: number, to: number, depth: number): Piece | undefined {
  const { text } = source;
  const at = skipBlanks(text, from, to);
  if (at >= to) return undefined;
  const group = groupAt(source, at, to);
  if (group !== undefined) {
    const inner = readMath(source, group.from, group.to, depth + 1);
    return inner === undefined ? undefined : { text: inner.trim(), next: group.next };
  }
  if (text[at] === "\\") return depth > maxDepth ? undefined : readMathCommand(source, at, to, depth + 1);
  const letter = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return /[\p{L}\p{N}*+]/u.test(letter) ? { text: letter, next: at + letter.length } : undefined;
}

function negated(source: LatexSource, at: number, to: number, depth: number): Piece | undefined {
  const { text } = source;
  const piece = text[at] === "\\" ? readMathCommand(source, at, to, depth) : { text: text[at] ?? "", next: at + 1 };
  if (piece === undefined || piece.text.length !== 1 || at >= to) return undefined;
  return { text: `${piece.text}\u0338`.normalize("NFC"), next: piece.next, spacing: "relation" };
}

function nthRoot(source: LatexSource, at: number, to: number, depth: number): Piece | undefined {
  const [all = "", index = ""] = /^\[ ?(\w{1,3}) ?\]/.exec(source.text.slice(at, Math.min(to, at + 8))) ?? [];
  if (index === "") return undefined;
  const small = mapped(index, superscripts, 3);
  const sign = index === "3" ? "∛" : index === "4" ? "∜" : small && `${small}√`;
  const radicand = sign ? readArgument(source, at + all.length, to, depth) : undefined;
  return sign && radicand ? { text: sign + underRoot(radicand.text), next: radicand.next } : undefined;
}

function unicode(code: string, next: number): Piece | undefined {
  const number = /^x[0-9a-f]{2,5}$/i.test(code) ? Number.parseInt(code.slice(1), 16) : Number(code);
  return number >= 32 && number <= 0x1ffff ? { text: String.fromCodePoint(number), next } : undefined;
}

function underRoot(text: string): string {
  return /^[\p{L}\p{N}]\p{M}?$|^\d+$|^\([^()]*\)$/u.test(text) ? text : `(${text})`;
}

/** Brackets around what would fall apart without them. */
function bracketed(text: string): string {
  return /^[\p{L}\p{M}]+$|^[\p{L}\p{N}\p{M}.]{1,4}$|^\d+$|^\([^()]*\)$|^√[\p{L}\p{N}]$/u.test(text)
    ? text
    : `(${text})`;
}

/** Puts a piece behind what is there, with the blanks its kind asks for. */
function joined(out: string, piece: Piece): string {
  if (piece.spacing === "relation") return `${out.trimEnd()}${out === "" ? "" : " "}${piece.text} `;
  if (piece.spacing === "function" && /[\p{L}\p{N})]$/u.test(out)) return `${out} ${piece.text}`;
  return out + piece.text;
}

/** TeX drops blanks behind a command; here they stay where the eye wants them. */
function afterPiece(piece: Piece, out: string, text: string, to: number): number {
  const next = skipBlanks(text, piece.next, to);
  if (next === piece.next) return next;
  if (piece.spacing === "letter") return isLetter(text.charCodeAt(next)) || text[next] === "\\" ? next : piece.next;
  if (piece.spacing === "operator") return out.at(-2) === " " ? piece.next : next;
  return piece.text === "" || piece.spacing !== undefined ? next : piece.next;
}

function needsBlank(text: string, at: number, to: number): boolean {
  return at < to && !"(^_[{|),.;:!}= ".includes(text[at] ?? "");
}
