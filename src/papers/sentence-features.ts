/**
 * What the key sentence ranker sees of each sentence, as names: its place, length and words, the kind of statement it
 * makes, what it shares with the title and the other sentences, and how its neighbours begin. Training and ranking read
 * the same names.
 */
export function sentenceFeatures(title: string | undefined, sentences: readonly string[]): string[][] {
  const texts = sentences.map((sentence) => sentence.slice(0, LONGEST).toLowerCase());
  const words = texts.map(wordsOf);
  const titleWords = new Set(title === undefined ? [] : wordsOf(title.toLowerCase()).filter(isContent));
  const seenIn = new Map<string, number>();
  for (const list of words) for (const word of new Set(list)) seenIn.set(word, (seenIn.get(word) ?? 0) + 1);
  const last = sentences.length - 1;
  const told = new Map<string, number>();
  const system = title === undefined ? undefined : /^([^\s:]{2,20}):/.exec(title)?.[1]?.toLowerCase();
  let claims = 0;
  let turned = false;
  return words.map((list, at) => {
    const claim = CLAIM.test(texts[at] ?? "");
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
      `begins ${list[0]}`,
    ];
    const text = texts[at] ?? "";
    const kinds = KINDS.flatMap(([name, cue]) => (cue.test(text) ? [name] : []));
    for (const kind of kinds) {
      const nth = (told.get(kind) ?? 0) + 1;
      told.set(kind, nth);
      found.push(
        `is ${kind}`,
        `is ${kind} ${Math.min(nth, 3)}`,
        `is ${kind} long ${step(list.length, [14, 22, 30, 40])}`,
        `is ${kind} title ${step(titleSaid, [0.01, 0.3, 0.6])}`,
      );
    }
    if (kinds.length === 0) found.push("is plain", `is plain ${rank}`);
    if (system !== undefined && list.includes(system)) found.push("system", `system ${rank}`);
    const before = words[at - 1];
    const after = words[at + 1];
    if (before) found.push(`before ${before[0]}`);
    if (after) found.push(`after ${after[0]}`);
    for (const word of new Set(list)) found.push(word);
    if (/^(?:however|but|yet|unfortunately|despite|although)\b/.test(text)) turned = true;
    return found;
  });
}

/** What kind of statement a sentence makes. */
const KINDS: readonly (readonly [string, RegExp])[] = [
  [
    "proposes",
    /\b(?:we|this (?:paper|work|article)|paper) (?:\w+ly )?(?:also |here |then |further |thus |therefore )?(?:propose|present|introduce|develop|describe|design|formulate|devise|offer|suggest|provide|contribute|create|construct)s?\b/i,
  ],
  [
    "studies",
    /\b(?:we|this (?:paper|work|article|study)) (?:\w+ly )?(?:also |here |then |further )?(?:stud(?:y|ies)|investigates?|explores?|analyzes?|analyses?|examines?|considers?|addresse?s?|tackles?|focus(?:es)?|revisits?|ask|aims?)\b/i,
  ],
  [
    "finds",
    /\b(?:we|results?|experiments?|analysis|evaluations?|study|paper) (?:\w+ly )?(?:also |further |then |can )?(?:show|demonstrate|find|prove|observe|establish|derive|reveal|discover|suggest|indicate|confirm|verify|validate|identify|argue)s?\b/i,
  ],
  [
    "uses",
    /\bwe (?:\w+ly )?(?:also |then |further )?(?:use|apply|train|evaluate|test|extend|employ|adopt|leverage|utilize|combine|compare|build|implement|perform|conduct|achieve|learn|define)\b/i,
  ],
  ["paper", /\b(?:this|the|our|present) (?:paper|work|article|study|thesis|contribution)\b/],
  [
    "here",
    /^(?:here|in this (?:paper|work|article|study|letter)|to (?:this end|address|tackle|overcome|solve|alleviate|mitigate|remedy|bridge|fill))\b/i,
  ],
  [
    "ours",
    /\b(?:our|the proposed|proposed) (?:\w+ ){0,2}(?:method|approach|model|algorithm|framework|system|technique|architecture|results?|experiments?|solution|theory|analysis|work)\b/i,
  ],
  ["novel", /\b(?:novel|new|first|simple|efficient|general|unified)\b/],
  [
    "better",
    /\b(?:outperform\w*|state[- ]of[- ]the[- ]art|sota|improv\w+|superior|competitive|achiev\w+|significant\w*)\b/i,
  ],
  ["released", /\b(?:code|github|publicly|available|release|open[- ]source|http)/],
  ["figures", /\d+(?:\.\d+)?\s?%|\d\.\d/],
  [
    "gap",
    /\b(?:however|unfortunately|but|yet|although|despite|challeng\w+|difficult\w*|problem|limit\w+|lack|remain\w*|suffer\w*|existing|previous|prior|recent\w*|traditional\w*)\b/i,
  ],
  [
    "adds",
    /^(?:moreover|furthermore|additionally|in addition|finally|also|further|besides|lastly|then|second\w*|for example|for instance|specifically|in particular)\b/i,
  ],
  ["called", /\b(?:called|named|termed|dubbed|namely|which we call|referred to as)\b|\([a-z][\w-]{1,30}\)/],
  ["by", /\b(?:by \w+ing|based on|using|that (?:can|allows?|enables?|uses?|learns?)|to \w+)\b/],
  ["refers", /^(?:it|its|they|these|this|those|such|the (?:proposed|resulting|former|latter))\b/],
  ["question", /\?/],
];

const CLAIM = /\b(?:we|our|this (?:paper|work|article|study|report|thesis))\b/;

function wordsOf(text: string): string[] {
  return text.match(/[^\s!-/:-@[-`{-~‘’“”–—]+/g) ?? [];
}

/** Characters looked at: keeps hostile text from costing more than a sentence may. */
const LONGEST = 1000;

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
