import { analyse, termsOf } from "../search/analysis.ts";

/**
 * What a short form would stand for in a text, each name once: words that follow each other and begin with its letters
 * (`moe`: "mixture of experts"), a function word between two of them not counted (`auc`: "area under the curve"). None
 * for what is no short form of three to six letters.
 */
export function spelledOut(short: string, text: string): readonly string[] {
  const letters = lettersOf(short);
  if (letters === undefined) return [];
  const words = [...letters].map((letter) => `${letter}\\p{L}+`).join(between);
  const runs = text.match(new RegExp(`(?<![\\p{L}\\p{N}-])${words}(?![\\p{L}\\p{N}])`, "giu")) ?? [];
  const names = runs.filter((run) => {
    const tokens = analyse(run);
    return tokens.at(0)?.stop === false && tokens.at(-1)?.stop === false;
  });
  return [...new Map(names.map((name) => [termsOf(name).join(" "), name])).values()];
}

const between = "(?:[\\s-]+(?:an?|and|by|for|from|in|of|on|the|to|with))?[\\s-]+";

/** The letters a short form stands for words with; undefined for what is none, which no text needs to be read for. */
export function lettersOf(short: string): string | undefined {
  const letters = short.replace(/(?<=\p{Lu})s$/u, "").toLowerCase();
  return /^[a-z]{3,6}$/u.test(letters) ? letters : undefined;
}
