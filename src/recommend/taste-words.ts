import { termsOf } from "../search/analysis.ts";
import { display, overlaps, type PaperText, type Phrase, phrasesOf } from "./shared-terms.ts";

/** What a taste comes to in words. */
export interface TasteWords {
  /** Words and pairs of words that liked papers use, the most telling first, as they write them. */
  readonly more: readonly string[];
  readonly less: readonly string[];
}

export interface WeighedText {
  readonly text: PaperText;
  /** Positive for what was liked. */
  readonly weight: number;
}

const mostWords = 8;

/** The words whose TF-IDF weights, summed over the papers with their votes, come out largest and smallest. */
export function tasteWords(
  texts: readonly WeighedText[],
  rarity: (term: string) => number,
  leftOut: readonly string[],
): TasteWords {
  const ignored = new Set(leftOut.map((words) => termsOf(words).join(" ")));
  const sums = new Map<string, { phrase: Phrase; weight: number }>();
  for (const { text, weight } of texts) {
    const phrases = [...phrasesOf(text, rarity).values()].filter(({ id }) => !ignored.has(id));
    const length = Math.sqrt(phrases.reduce((squares, phrase) => squares + phrase.weight ** 2, 0)) || 1;
    for (const phrase of phrases) {
      const known = sums.get(phrase.id) ?? { phrase, weight: 0 };
      known.weight += (weight * phrase.weight) / length;
      sums.set(phrase.id, known);
    }
  }
  const sorted = [...sums.values()].sort((a, b) => b.weight - a.weight || (a.phrase.id < b.phrase.id ? -1 : 1));
  return {
    more: named(sorted.filter(({ weight }) => weight > 0)),
    less: named(sorted.filter(({ weight }) => weight < 0).reverse()),
  };
}

/** A text without the sequences that do not count, wherever their terms stand side by side. */
export function without(terms: Uint32Array, sequences: readonly (readonly number[])[]): Uint32Array {
  const gone = new Set<number>();
  terms.forEach((_, at) => {
    for (const sequence of sequences) {
      if (sequence.every((term, i) => terms[at + i] === term)) sequence.forEach((_term, i) => void gone.add(at + i));
    }
  });
  return gone.size === 0 ? terms : terms.filter((_, at) => !gone.has(at));
}

function named(sorted: readonly { readonly phrase: Phrase }[]): string[] {
  const chosen: Phrase[] = [];
  for (const { phrase } of sorted) {
    if (chosen.length === mostWords) break;
    if (!chosen.some((other) => overlaps(other, phrase))) chosen.push(phrase);
  }
  return chosen.map(display);
}
