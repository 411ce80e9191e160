/** A text with its braces paired beforehand, so that every reader of it stays linear. */
export interface LatexSource {
  readonly text: string;
  /** Index of the brace that closes the one opened here; 0 where none does. */
  readonly closes: Int32Array;
}

export interface Argument {
  readonly from: number;
  readonly to: number;
  /** Index behind the closing brace. */
  readonly next: number;
}

/** Deeper nesting is taken for hostile and left alone. */
export const maxDepth = 24;

export function latexSource(text: string): LatexSource {
  const closes = new Int32Array(text.length);
  const open: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === "\\") i++;
    else if (c === "{") open.push(i);
    else if (c === "}") {
      const start = open.pop();
      if (start !== undefined) closes[start] = i;
    }
  }
  return { text, closes };
}

/** The group `{...}` that begins at `at`, if it ends before `end`. */
export function groupAt({ text, closes }: LatexSource, at: number, end: number): Argument | undefined {
  const close = text[at] === "{" ? (closes[at] ?? 0) : 0;
  return close > 0 && close < end ? { from: at + 1, to: close, next: close + 1 } : undefined;
}

/** The name of the command whose backslash stands at `at`: its letters, or the one character behind the backslash. */
export function commandName(text: string, at: number, end: number): string {
  let to = at + 1;
  while (to < end && isLetter(text.charCodeAt(to))) to++;
  return text.slice(at + 1, to === at + 1 ? Math.min(to + 1, end) : to);
}

export function skipBlanks(text: string, at: number, end: number): number {
  let i = at;
  while (i < end && text[i] === " ") i++;
  return i;
}

export function isLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}
