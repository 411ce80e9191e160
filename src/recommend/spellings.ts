/** Parts shorter than this make no word of their own. */
const shortestPart = 3;

/**
 * Other ways to write a name of one or several words: joined (`pretraining`) or apart (`pre training`). Most of them are
 * no words at all: the papers decide which are. British and American spellings are one to a search already.
 */
export function otherSpellings(name: string): readonly string[] {
  const words = name
    .toLowerCase()
    .split(/[\s-]+/u)
    .filter(Boolean);
  const spellings = words.flatMap((word, at) => {
    const next = words[at + 1];
    const joined = next === undefined ? [] : [[...words.slice(0, at), word + next, ...words.slice(at + 2)]];
    return [...joined, ...apart(word).map((parts) => words.with(at, parts))];
  });
  return [...new Set(spellings.map((spelling) => spelling.join(" ")))];
}

function apart(word: string): string[] {
  if (!/^\p{L}+$/u.test(word)) return [];
  const cuts = Array.from({ length: Math.max(0, word.length - 2 * shortestPart + 1) }, (_, i) => i + shortestPart);
  return cuts.map((cut) => `${word.slice(0, cut)} ${word.slice(cut)}`);
}
