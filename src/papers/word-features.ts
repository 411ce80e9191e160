/**
 * What the key sentence ranker sees of each word of an abstract: whether the title has it, where and how often it
 * stands, how close it is behind "we propose", and the common words around it. A word that stands in one sentence twice
 * is looked at twice: a summary may use it once only.
 *
 * A reader gets numbers, which ranking looks up; training gives them names (see `featureName`).
 */
export interface WordReader {
  /** A feature of the word at hand: see `featureNumber`. */
  feature(number: number): void;
  /** The word itself is a feature: its name. */
  word(name: string): void;
  /** All of the `nth` use of a word has been told. */
  end(word: string, nth: number): void;
}

/** A summary seldom uses a word more often. */
export const mostUses = 3;

const forms = [
  "any",
  "title",
  "count",
  "sentences",
  "share",
  "claims",
  "proposals",
  "key-title",
  "near",
  "near-title",
  "first",
  "last",
  "ends",
  "suffix",
  "key-sentences",
  "key-before",
  "of",
  "key-long",
  "title-sentences",
  "key-proposed",
  "after",
  "before",
  "best-claim",
  "key-left",
  "long",
] as const;
type Form = (typeof forms)[number];

/** Numbers of a form stay below these: 80 common words, or none, are the most there is to tell apart. */
const [A, B] = [81, 8];
const formAt = new Map<Form, number>(forms.map((form, at) => [form, at]));
/** Every feature has a number below this. */
export const featureCount = 2 * mostUses * forms.length * A * B;

function featureNumber(use: number, form: Form, a: number, b: number): number {
  return ((use * forms.length + (formAt.get(form) ?? 0)) * A + a) * B + b;
}

/** The name of a feature: common or rare word, which use of it, the form and its numbers. */
export function featureName(number: number): string {
  const [b, a] = [number % B, Math.floor(number / B) % A];
  const form = forms[Math.floor(number / (A * B)) % forms.length];
  const use = Math.floor(number / (A * B * forms.length));
  return `${use < mostUses ? "rare" : "common"}${(use % mostUses) + 1} ${form} ${a} ${b}`;
}

/** The number of a feature named by `featureName`; undefined for a word. */
export function numberOf(name: string): number | undefined {
  const parts = /^(rare|common)(\d) ([\w-]+) (\d+) (\d+)$/.exec(name);
  if (!parts) return undefined;
  const [, kind, nth, form, a, b] = parts;
  const use = (kind === "common" ? mostUses : 0) + Number(nth) - 1;
  return featureNumber(use, form as Form, Number(a), Number(b));
}

/** Shows a reader every word of the abstract in turn, `mostUses` uses of it at most. */
export function readWords(title: string | undefined, sentences: readonly string[], reader: WordReader): void {
  const texts = sentences.map((sentence) => sentence.slice(0, longest));
  const lists = texts.map(wordsOf);
  const inTitle = titleWords(title ?? "");
  const claims = texts.map((text) => claimPattern.test(text));
  let claimCount = 0;
  const claimRanks = claims.map((claim) => (claim ? Math.min(claimCount++, noClaim) : noClaim));
  const proposals = texts.map((text) => {
    const found = proposalPattern.exec(text);
    return found === null ? undefined : wordsOf(text.slice(0, found.index + found[0].length)).length;
  });
  const proposed = proposals.findIndex((at) => at !== undefined);
  const claimed = claims.indexOf(true);
  const key = proposed >= 0 ? proposed : claimed >= 0 ? claimed : lists.length - 1;
  const found = gather(lists);
  const long = step(lists[key]?.length ?? 0, [12, 18, 24, 30, 40]);
  for (const [word, seen] of found) {
    const common = commonNumbers.has(word) ? 1 : 0;
    const inKey = seen.in.includes(key) ? 1 : 0;
    const titled = inTitle(word);
    const count = seen.in.length;
    const near = inKey && proposed >= 0 ? nearness(lists[key] ?? [], word, proposals[key] ?? 0) : 0;
    const first = seen.in[0] ?? 0;
    const last = seen.in[count - 1] ?? 0;
    const features: [Form, number, number][] = [
      ["any", 0, 0],
      ["title", titled, 0],
      ["count", Math.min(seen.count, 6), 0],
      ["sentences", Math.min(count, 5), 0],
      ["share", step(count / lists.length, [0.12, 0.2, 0.3, 0.4, 0.6, 0.8]), 0],
      ["claims", Math.min(seen.in.filter((at) => claims[at]).length, 4), 0],
      ["proposals", Math.min(seen.in.filter((at) => proposals[at] !== undefined).length, 3), 0],
      ["key-title", inKey, titled],
      ["near", near, 0],
      ["near-title", near, titled],
      ["first", Math.max(-3, Math.min(4, first - key)) + 3, 0],
      ["last", Math.max(-3, Math.min(4, last - key)) + 3, 0],
      ["ends", (first === 0 ? 1 : 0) + (last === lists.length - 1 ? 2 : 0), 0],
      ["suffix", suffixOf(word), inKey],
      ["key-sentences", inKey, Math.min(count, 5)],
      ["key-before", inKey, first < key ? 1 : 0],
      ["of", step(lists.length, [4, 6, 8, 11]), 0],
      ["key-long", inKey, long],
      ["title-sentences", titled, Math.min(count, 5)],
      ["best-claim", Math.min(...seen.in.map((at) => claimRanks[at] ?? noClaim)), titled],
      ["key-left", inKey ? 1 + leftBehind(lists[key] ?? [], word) : 0, 0],
      ["long", Math.min(word.length, 14), titled],
      ["key-proposed", inKey, proposed >= 0 ? 1 : 0],
    ];
    for (const at of seen.after) features.push(["after", at, 0]);
    for (const at of seen.before) features.push(["before", at, 0]);
    for (let nth = 1; nth <= Math.min(seen.most, mostUses); nth++) {
      const use = common * mostUses + nth - 1;
      for (const [form, a, b] of features) reader.feature(featureNumber(use, form, a, b));
      if (nth === 1 || common) reader.word(`${word} ${nth}`);
      if (common) reader.word(`${word} ${nth} ${inKey ? "in" : "out"}`);
      reader.end(word, nth);
    }
  }
}

export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[^\s!-/:-@[-`{-~‘’“”–—]+/g) ?? [];
}

interface Seen {
  /** The sentences it stands in. */
  readonly in: number[];
  /** Common words it stands behind, and in front of, by number. */
  readonly after: Set<number>;
  readonly before: Set<number>;
  count: number;
  /** How often at most in one sentence. */
  most: number;
}

function gather(lists: readonly (readonly string[])[]): Map<string, Seen> {
  const found = new Map<string, Seen>();
  lists.forEach((list, at) => {
    const here = new Map<string, number>();
    list.forEach((word, place) => {
      let seen = found.get(word);
      if (!seen) {
        seen = { in: [], after: new Set(), before: new Set(), count: 0, most: 0 };
        found.set(word, seen);
      }
      const uses = (here.get(word) ?? 0) + 1;
      here.set(word, uses);
      if (uses === 1) seen.in.push(at);
      seen.count++;
      seen.most = Math.max(seen.most, uses);
      const before = commonAt(list[place - 1]);
      const after = commonAt(list[place + 1]);
      if (before !== undefined) seen.after.add(before);
      if (after !== undefined) seen.before.add(after);
    });
  });
  return found;
}

/** 1 is in front of the proposal's verb, 2 and more behind it, 0 (nowhere) is for the caller. */
function nearness(list: readonly string[], word: string, verb: number): number {
  const behind = list.indexOf(word, verb);
  return behind < 0 ? 1 : 2 + step(behind - verb, [2, 4, 7, 10, 14, 19, 25]);
}

/** How far it is from the word's last use to the end of the sentence. */
function leftBehind(list: readonly string[], word: string): number {
  return step(list.length - list.lastIndexOf(word), [2, 4, 7, 11, 16, 22]);
}

/** How the title has a word: 3 in front of its colon, 2 anywhere, 1 one that begins the same, 0 not at all. */
function titleWords(title: string): (word: string) => number {
  const words = new Set(wordsOf(title));
  const colon = title.indexOf(":");
  const head = new Set(colon < 0 ? [] : wordsOf(title.slice(0, colon)));
  const stems = new Set([...words].map((word) => word.slice(0, 6)));
  return (word) => {
    if (head.has(word)) return 3;
    if (words.has(word)) return 2;
    return word.length > 3 && stems.has(word.slice(0, 6)) ? 1 : 0;
  };
}

/** The rank of a sentence that claims nothing: behind all that do. */
const noClaim = 9;

/** Characters looked at: keeps hostile text from costing more than a sentence may. */
const longest = 1000;

const claimPattern = /\b(?:we|our|this (?:paper|work|article|study|report|thesis))\b/i;
const proposalPattern =
  /\b(?:we|this (?:paper|work|article)|paper) (?:\w+ly )?(?:also |here |then |further |thus |therefore )?(?:propose|present|introduce|develop|describe|design|formulate|devise|offer|suggest|provide|contribute|create|construct|study|studies|investigate|explore|analyze|examine|consider|address|tackle|show|demonstrate|find|prove)\w*/i;

const commonWords =
  "a also an and approach are as at based be been between both by can data deep different existing for from has have however in into is it its learning method methods model models more most network networks neural new not novel of on one or our out over paper performance present problem propose proposed results show state such tasks than that the their these they this to training two use used using we when where which while with work".split(
    " ",
  );
const commonNumbers = new Map(commonWords.map((word, at) => [word, at]));
/** Where there is no word: the sentence begins or ends. */
const noWord = commonWords.length;

function commonAt(word: string | undefined): number | undefined {
  return word === undefined ? noWord : commonNumbers.get(word);
}

const suffixes =
  "ment ance ence ions able ible ness ion ing ity ers ors ive ble ent ant ous ize ism ed ly al ic er or es s".split(
    " ",
  );

function suffixOf(word: string): number {
  if (/^\d/.test(word)) return 0;
  if (word.length < 4) return 1;
  const at = suffixes.findIndex((suffix) => word.length > suffix.length + 2 && word.endsWith(suffix));
  return at < 0 ? 2 : 3 + at;
}

function step(value: number, limits: readonly number[]): number {
  const at = limits.findIndex((limit) => value < limit);
  return at < 0 ? limits.length : at;
}
