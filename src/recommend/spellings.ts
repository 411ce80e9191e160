/** Endings and letters that British and American English write differently. */
const english: readonly (readonly [RegExp, string])[] = [
  [/is(ation|ations|e|es|ed|ing|er)$/u, "iz$1"],
  [/iz(ation|ations|e|es|ed|ing|er)$/u, "is$1"],
  [/our(s|al|ed|ing)?$/u, "or$1"],
  [/or(s|al|ed|ing)?$/u, "our$1"],
  [/tre(s?)$/u, "ter$1"],
  [/^(pa|a)e(d|s)/u, "$1$2"],
];

/** Parts shorter than this make no word of their own. */
const shortestPart = 3;

/**
 * Other ways to write a name of one or several words: joined (`pretraining`), apart (`pre training`), and as others
 * spell English. Most of them are no words at all: the papers decide which are.
 */
export function otherSpellings(name: string): readonly string[] {
  const words = name
    .toLowerCase()
    .split(/[\s-]+/u)
    .filter(Boolean);
  const spellings = words.flatMap((word, at) => {
    const others = english.flatMap(([from, to]) => (from.test(word) ? [word.replace(from, to)] : []));
    const next = words[at + 1];
    const joined = next === undefined ? [] : [[...words.slice(0, at), word + next, ...words.slice(at + 2)]];
    return [...joined, ...[...others, ...apart(word)].map((other) => words.with(at, other))];
  });
  return [...new Set(spellings.map((spelling) => spelling.join(" ")))];
}

function apart(word: string): string[] {
  if (!/^\p{L}+$/u.test(word)) return [];
  const cuts = Array.from({ length: Math.max(0, word.length - 2 * shortestPart + 1) }, (_, i) => i + shortestPart);
  return cuts.map((cut) => `${word.slice(0, cut)} ${word.slice(cut)}`);
}
