/**
 * What the key sentence ranker sees of each sentence, as names: its place, length, words and word pairs, what it shares
 * with the title and with the other sentences, and how its neighbours begin. Training and ranking read the same names.
 */
export function sentenceFeatures(title: string | undefined, sentences: readonly string[]): string[][] {
  const words = sentences.map(wordsOf);
  const titleWords = new Set(title === undefined ? [] : wordsOf(title).filter(isContent));
  const seenIn = new Map<string, number>();
  for (const list of words) for (const word of new Set(list)) seenIn.set(word, (seenIn.get(word) ?? 0) + 1);
  const last = sentences.length - 1;
  let claims = 0;
  let turned = false;
  return words.map((list, at) => {
    const claim = CLAIM.test(sentences[at] ?? "");
    const rank = claim ? `claim${Math.min(claims, 3)}` : claims > 0 ? "after" : "before";
    if (claim) claims++;
    const content = list.filter(isContent);
    const length = step(list.length, [6, 10, 14, 18, 22, 26, 30, 35, 40, 50]);
    const inTitle = share(content, (word) => titleWords.has(word));
    const titleSaid =
      titleWords.size === 0 ? 0 : new Set(content.filter((word) => titleWords.has(word))).size / titleWords.size;
    const central = share(content, (word) => (seenIn.get(word) ?? 0) > 1);
    const found = [
      `at ${Math.min(at, 7)}`,
      `left ${Math.min(last - at, 4)}`,
      `of ${step(at / Math.max(1, last), [0.01, 0.2, 0.35, 0.5, 0.65, 0.8, 0.99])}`,
      `long ${length}`,
      `rank ${rank}`,
      `rank ${rank} long ${length}`,
      `rank ${rank} at ${Math.min(at, 7)}`,
      `title ${titleWords.size === 0 ? "none" : step(titleSaid, [0.01, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9])}`,
      `title-share ${titleWords.size === 0 ? "none" : step(inTitle, [0.01, 0.1, 0.2, 0.3, 0.45, 0.6])}`,
      `rank ${rank} title ${titleWords.size === 0 ? "none" : step(titleSaid, [0.15, 0.45, 0.75])}`,
      `central ${step(central, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75])}`,
      `turned ${turned} ${claim}`,
      `begins ${list[0]} ${list[1]}`,
      `begins ${list[0]}`,
    ];
    const before = words[at - 1];
    const after = words[at + 1];
    if (before) found.push(`before ${before[0]} ${before[1]}`, `before ${before[0]}`);
    if (after) found.push(`after ${after[0]} ${after[1]}`, `after ${after[0]}`);
    for (const word of new Set(list)) found.push(word);
    for (let i = 1; i < list.length; i++) found.push(`${list[i - 1]} ${list[i]}`);
    if (/^(?:however|but|yet|unfortunately|despite|although)\b/i.test(sentences[at] ?? "")) turned = true;
    return found;
  });
}

const CLAIM = /\b(?:we|our|this (?:paper|work|article|study|report|thesis))\b/i;

export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

const COMMON = new Set(
  "a an and are as at be been but by can for from has have in into is it its may not of on or our show such that the their these this to using via was we were when where which while with".split(
    " ",
  ),
);

function isContent(word: string): boolean {
  return !COMMON.has(word);
}

function share(words: readonly string[], holds: (word: string) => boolean): number {
  return words.length === 0 ? 0 : words.filter(holds).length / words.length;
}

function step(value: number, limits: readonly number[]): number {
  const at = limits.findIndex((limit) => value < limit);
  return at < 0 ? limits.length : at;
}
