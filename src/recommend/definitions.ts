/** A short form as a text introduces it: `mixture of experts (MoE)`. */
export interface Definition {
  /** Without a plural's s. */
  readonly short: string;
  /** As it is written there. */
  readonly long: string;
}

/** A short form in brackets: two capitals at least, no blank. */
const bracketed = /\(([\p{L}\p{N}][\p{L}\p{N}-]{1,9})\)/gu;
/** A long form has at most so many words more than its short form has letters. */
const fillWords = 3;

/**
 * The short forms that a text defines behind their long forms. The long form is found as Schwartz and Hearst do
 * (A simple algorithm for identifying abbreviation definitions in biomedical text, 2003): from right to left each letter
 * of the short form is looked for, the first one at the beginning of a word.
 */
export function definitionsIn(text: string): readonly Definition[] {
  return [...text.matchAll(bracketed)].flatMap((match) => {
    const short = (match[1] ?? "").replace(/(?<=\p{Lu}\p{L}*)s$/u, "");
    if ((short.match(/\p{Lu}/gu) ?? []).length < 2) return [];
    const words = text
      .slice(Math.max(0, match.index - 200), match.index)
      .trimEnd()
      .split(/(?<=[.;:!?,()])\s/u)
      .at(-1);
    const long = longFormOf(
      short,
      (words ?? "")
        .split(" ")
        .slice(-(short.length + fillWords))
        .join(" "),
    );
    return long === undefined ? [] : [{ short, long }];
  });
}

function longFormOf(short: string, before: string): string | undefined {
  const letters = [...short.toLowerCase()].filter((letter) => /[\p{L}\p{N}]/u.test(letter));
  // Where each letter begins a word there is no doubt: `proximal policy optimization (PPO)`, not its last two words.
  const words = [...before.matchAll(/[\p{L}\p{N}]+/gu)].slice(-letters.length);
  const isInitials = words.map(([word]) => word.charAt(0).toLowerCase()).join("") === letters.join("");
  if (isInitials && words[0]) return before.slice(words[0].index);
  const lower = before.toLowerCase();
  let at = lower.length;
  for (let i = letters.length - 1; i >= 0; i--) {
    do at--;
    while (at >= 0 && !(lower[at] === letters[i] && (i > 0 || !/[\p{L}\p{N}]/u.test(lower[at - 1] ?? " "))));
    if (at < 0) return undefined;
  }
  const long = before.slice(wordStart(before, at));
  return long.length > short.length && /[\s-]/u.test(long) ? long : undefined;
}

/** `self-supervised learning (SSL)`: of a hyphenated word both halves may begin with the letter. */
function wordStart(text: string, at: number): number {
  const start = text.lastIndexOf(" ", at) + 1;
  return text[at - 1] === "-" && text[start]?.toLowerCase() === text[at]?.toLowerCase() ? start : at;
}
