/**
 * What the key sentence ranker sees of each sentence: its place, length and words, the kind of statement it makes, what
 * it shares with the title and the other sentences, and how its neighbours begin. A reader gets it sentence by sentence
 * as numbers and words: ranking looks their weights up, training gives them names (see `sentenceFeatures`).
 */
export interface FeatureReader {
  /** A feature of a form, with up to two numbers. */
  form(form: number, a: number, b: number): void;
  /** A word, as it stands in the sentence, begins it, or begins the sentence before or after it. */
  word(place: number, word: string): void;
  /** The sentence is over. */
  end(): void;
}

/** Where a word stands, as its feature is called. */
export const WORD_PLACES = ["", "begins ", "before ", "after "] as const;
const [INSIDE, BEGINS, BEFORE, AFTER] = [0, 1, 2, 3] as const;

const RANKS = ["before", "after", "claim0", "claim1", "claim2", "claim3"] as const;
const NO_TITLE = 63;
const titleStep = (step: number) => (step === NO_TITLE ? "none" : String(step));

/** What a form of feature is called. Numbers stay below `FORM_NUMBERS`. */
const FORMS: readonly ((a: number, b: number) => string)[] = [
  (at) => `at ${at}`,
  (left) => `left ${left}`,
  (of) => `of ${of}`,
  (long) => `long ${long}`,
  (rank) => `rank ${RANKS[rank]}`,
  (rank, long) => `rank ${RANKS[rank]} long ${long}`,
  (rank, at) => `rank ${RANKS[rank]} at ${at}`,
  (title) => `title ${titleStep(title)}`,
  (title) => `title-share ${titleStep(title)}`,
  (rank, title) => `rank ${RANKS[rank]} title ${titleStep(title)}`,
  (central) => `central ${central}`,
  (turned, claim) => `turned ${turned === 1} ${claim === 1}`,
  (kind) => `is ${kindName(kind)}`,
  (kind, nth) => `is ${kindName(kind)} ${nth}`,
  (kind, long) => `is ${kindName(kind)} long ${long}`,
  (kind, title) => `is ${kindName(kind)} title ${title}`,
  () => "is plain",
  (rank) => `is plain ${RANKS[rank]}`,
  () => "system",
  (rank) => `system ${RANKS[rank]}`,
];
export const FORM_COUNT = FORMS.length;
export const FORM_NUMBERS = 64;

export function formName(form: number, a: number, b: number): string {
  return FORMS[form]?.(a, b) ?? "";
}

/** The features of each sentence by name. */
export function sentenceFeatures(title: string | undefined, sentences: readonly string[]): string[][] {
  const all: string[][] = [];
  let found: string[] = [];
  readFeatures(title, sentences, {
    form: (form, a, b) => found.push(formName(form, a, b)),
    word: (place, word) => found.push(`${WORD_PLACES[place]}${word}`),
    end() {
      all.push(found);
      found = [];
    },
  });
  return all;
}

/** Shows a reader every sentence in turn. */
export function readFeatures(title: string | undefined, sentences: readonly string[], reader: FeatureReader): void {
  const texts = sentences.map((sentence) => sentence.slice(0, LONGEST).toLowerCase());
  const words = texts.map(wordsOf);
  const distinct = words.map((list) => new Set(list));
  const titleWords = new Set(title === undefined ? [] : wordsOf(title.toLowerCase()).filter(isContent));
  const seenIn = new Map<string, number>();
  for (const set of distinct) for (const word of set) seenIn.set(word, (seenIn.get(word) ?? 0) + 1);
  const last = sentences.length - 1;
  const told = new Uint8Array(KINDS.length);
  const system = title === undefined ? undefined : /^([^\s:]{2,20}):/.exec(title)?.[1]?.toLowerCase();
  let claims = 0;
  let turned = 0;
  words.forEach((list, at) => {
    const text = texts[at] ?? "";
    const cues = cuesOf(text, list);
    const claim = (cues & CLAIM_CUE) !== 0 && CLAIM.test(text) ? 1 : 0;
    const rank = claim ? 2 + Math.min(claims, 3) : claims > 0 ? 1 : 0;
    claims += claim;
    const content = list.filter(isContent);
    const inTitle = share(content, (word) => titleWords.has(word));
    const titleSaid =
      titleWords.size === 0 ? 0 : new Set(content.filter((word) => titleWords.has(word))).size / titleWords.size;
    const titled = (value: number, limits: readonly number[]) =>
      titleWords.size === 0 ? NO_TITLE : step(value, limits);
    const central = share(content, (word) => (seenIn.get(word) ?? 0) > 1);
    const [place, long] = [Math.min(at, 7), step(list.length, LENGTHS)];
    reader.form(0, place, 0);
    reader.form(1, Math.min(last - at, 4), 0);
    reader.form(2, step(at / Math.max(1, last), [0.01, 0.2, 0.35, 0.5, 0.65, 0.8, 0.99]), 0);
    reader.form(3, long, 0);
    reader.form(4, rank, 0);
    reader.form(5, rank, long);
    reader.form(6, rank, place);
    reader.form(7, titled(titleSaid, [0.01, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9]), 0);
    reader.form(8, titled(inTitle, [0.01, 0.1, 0.2, 0.3, 0.45, 0.6]), 0);
    reader.form(9, rank, titled(titleSaid, [0.15, 0.45, 0.75]));
    reader.form(10, step(central, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75]), 0);
    reader.form(11, turned, claim);
    reader.word(BEGINS, String(list[0]));
    let isPlain = true;
    KINDS.forEach(([, cue], kind) => {
      if ((cues & (1 << kind)) === 0 || !cue.test(text)) return;
      isPlain = false;
      told[kind] = Math.min((told[kind] ?? 0) + 1, 3);
      reader.form(12, kind, 0);
      reader.form(13, kind, told[kind] ?? 0);
      reader.form(14, kind, step(list.length, [14, 22, 30, 40]));
      reader.form(15, kind, step(titleSaid, [0.01, 0.3, 0.6]));
    });
    if (isPlain) {
      reader.form(16, 0, 0);
      reader.form(17, rank, 0);
    }
    if (system !== undefined && distinct[at]?.has(system)) {
      reader.form(18, 0, 0);
      reader.form(19, rank, 0);
    }
    const [before, after] = [words[at - 1], words[at + 1]];
    if (before) reader.word(BEFORE, String(before[0]));
    if (after) reader.word(AFTER, String(after[0]));
    for (const word of distinct[at] ?? []) reader.word(INSIDE, word);
    if (/^(?:however|but|yet|unfortunately|despite|although)\b/.test(text)) turned = 1;
    reader.end();
  });
}

const LENGTHS = [6, 10, 14, 18, 22, 26, 30, 35, 40, 50] as const;

/**
 * What kind of statement a sentence makes. A cue with a word behind it is looked for only where one of the sentence's
 * words is like that: most sentences have no such word, and most of the time went into finding that out.
 */
const KINDS: readonly (readonly [name: string, cue: RegExp, word?: RegExp])[] = [
  [
    "proposes",
    /\b(?:we|this (?:paper|work|article)|paper) (?:\w+ly )?(?:also |here |then |further |thus |therefore )?(?:propose|present|introduce|develop|describe|design|formulate|devise|offer|suggest|provide|contribute|create|construct)s?\b/i,
    /^(?:propose|present|introduce|develop|describe|design|formulate|devise|offer|suggest|provide|contribute|create|construct)s?$/,
  ],
  [
    "studies",
    /\b(?:we|this (?:paper|work|article|study)) (?:\w+ly )?(?:also |here |then |further )?(?:stud(?:y|ies)|investigates?|explores?|analyzes?|analyses?|examines?|considers?|addresse?s?|tackles?|focus(?:es)?|revisits?|ask|aims?)\b/i,
    /^(?:stud(?:y|ies)|investigates?|explores?|analyzes?|analyses?|examines?|considers?|address|addresse?s?|tackles?|focus(?:es)?|revisits?|ask|aims?)$/,
  ],
  [
    "finds",
    /\b(?:we|results?|experiments?|analysis|evaluations?|study|paper) (?:\w+ly )?(?:also |further |then |can )?(?:show|demonstrate|find|prove|observe|establish|derive|reveal|discover|suggest|indicate|confirm|verify|validate|identify|argue)s?\b/i,
    /^(?:show|demonstrate|find|prove|observe|establish|derive|reveal|discover|suggest|indicate|confirm|verify|validate|identify|argue)s?$/,
  ],
  [
    "uses",
    /\bwe (?:\w+ly )?(?:also |then |further )?(?:use|apply|train|evaluate|test|extend|employ|adopt|leverage|utilize|combine|compare|build|implement|perform|conduct|achieve|learn|define)\b/i,
    /^(?:use|apply|train|evaluate|test|extend|employ|adopt|leverage|utilize|combine|compare|build|implement|perform|conduct|achieve|learn|define)$/,
  ],
  [
    "paper",
    /\b(?:this|the|our|present) (?:paper|work|article|study|thesis|contribution)\b/,
    /^(?:paper|work|article|study|thesis|contribution)$/,
  ],
  [
    "here",
    /^(?:here|in this (?:paper|work|article|study|letter)|to (?:this end|address|tackle|overcome|solve|alleviate|mitigate|remedy|bridge|fill))\b/i,
  ],
  [
    "ours",
    /\b(?:our|the proposed|proposed) (?:\w+ ){0,2}(?:method|approach|model|algorithm|framework|system|technique|architecture|results?|experiments?|solution|theory|analysis|work)\b/i,
    /^(?:method|approach|model|algorithm|framework|system|technique|architecture|results?|experiments?|solution|theory|analysis|work)$/,
  ],
  [
    "novel",
    /\b(?:novel|new|first|simple|efficient|general|unified)\b/,
    /^(?:novel|new|first|simple|efficient|general|unified)$/,
  ],
  [
    "better",
    /\b(?:outperform\w*|state[- ]of[- ]the[- ]art|sota|improv\w+|superior|competitive|achiev\w+|significant\w*)\b/i,
    /^(?:outperform.*|art|sota|improv.*|superior|competitive|achiev.*|significant.*)$/,
  ],
  [
    "released",
    /\b(?:code|github|publicly|available|release|open[- ]source|http)/,
    /^(?:code|github|publicly|available|release|open|http)/,
  ],
  ["figures", /\d+(?:\.\d+)?\s?%|\d\.\d/, /[0-9]/],
  [
    "gap",
    /\b(?:however|unfortunately|but|yet|although|despite|challeng\w+|difficult\w*|problem|limit\w+|lack|remain\w*|suffer\w*|existing|previous|prior|recent\w*|traditional\w*)\b/i,
    /^(?:however|unfortunately|but|yet|although|despite|challeng.*|difficult.*|problem|limit.*|lack|remain.*|suffer.*|existing|previous|prior|recent.*|traditional.*)$/,
  ],
  [
    "adds",
    /^(?:moreover|furthermore|additionally|in addition|finally|also|further|besides|lastly|then|second\w*|for example|for instance|specifically|in particular)\b/i,
  ],
  [
    "called",
    /\b(?:called|named|termed|dubbed|namely|which we call|referred to as)\b|\([a-z][\w-]{1,30}\)/,
    /^(?:called|named|termed|dubbed|namely|which|referred)$/,
  ],
  [
    "by",
    /\b(?:by \w+ing|based on|using|that (?:can|allows?|enables?|uses?|learns?)|to \w+)\b/,
    /^(?:by|based|using|that|to)$/,
  ],
  ["refers", /^(?:it|its|they|these|this|those|such|the (?:proposed|resulting|former|latter))\b/],
  ["question", /\?/],
];

const kindName = (kind: number): string => KINDS[kind]?.[0] ?? "";

/** One bit a kind, and one for a claim: what a word makes worth looking for. */
const CLAIM_CUE = 1 << KINDS.length;
const WORDLESS = KINDS.reduce((bits, [, , word], kind) => (word ? bits : bits | (1 << kind)), 0);
/** A name in parentheses needs no word. */
const CALLED = 1 << KINDS.findIndex(([name]) => name === "called");
const EVERY = 2 * CLAIM_CUE - 1;
const cuesOfWord = new Map<string, number>();
const KNOWN_WORDS = 50_000;

/** Words as `wordsOf` cuts them are those of a regular expression's `\b` only in plain text without underscores. */
function cuesOf(text: string, words: readonly string[]): number {
  if (/[^ -^`-~]/.test(text)) return EVERY;
  let cues = WORDLESS;
  for (const word of words) cues |= cuesOfWord.get(word) ?? learnCues(word);
  return text.includes("(") ? cues | CALLED : cues;
}

function learnCues(word: string): number {
  let cues = /^(?:we|our|this)$/.test(word) ? CLAIM_CUE : 0;
  KINDS.forEach(([, , like], kind) => {
    if (like?.test(word)) cues |= 1 << kind;
  });
  if (cuesOfWord.size >= KNOWN_WORDS) cuesOfWord.clear();
  // A slice of a text would keep the whole text in memory.
  cuesOfWord.set(Buffer.from(word).toString(), cues);
  return cues;
}

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
