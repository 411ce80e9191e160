import type { Clock } from "../clock.ts";
import { dayOf } from "../papers/day.ts";
import { analyse, type Token, termsOf } from "../search/analysis.ts";
import { exclusionsOf, including, namesOf } from "../search/query-edit.ts";
import type { SearchIndex } from "../search/search-index.ts";
import type { PaperStore } from "../store/store.ts";
import { definitionsIn } from "./definitions.ts";
import { kindredWords, nearnessOfNames } from "./kindred-words.ts";
import { lettersOf, spelledOut } from "./spelled-out.ts";
import { otherSpellings } from "./spellings.ts";

/** Other words for what a topic is about. */
export interface AlsoSaid {
  /** As `including` takes them: `MoE`, `mixture of experts`. */
  readonly words: string;
  /** Papers known so far that the topic finds with these words and not without. */
  readonly papers: number;
}

/** The engine's part that knows other words for a topic. */
export interface Synonyms {
  /**
   * Words the papers themselves use for the same, what brings most first; none where there is any doubt. They are
   * learnt from definitions ("mixture of experts (MoE)"), initials where hardly a paper has the short form, other
   * spellings ("pre-training") and words of the same root that are written about the same subjects ("anomalous").
   * Expects a topic as `normaliseTopic` gives it, or a query that was understood.
   */
  alsoSaid(topic: string, limit: number): Promise<readonly AlsoSaid[]>;
}

/** Alternatives of a topic that others are looked for. */
const mostNames = 3;
/** Words of a name; what has more is a sentence. */
const longestName = 6;
/** Newest papers that are read for names with given initials. */
const mostReadForInitials = 2_000;
/** Newest papers with a name that are read for its definitions. */
const mostRead = 300;
/** Those that are read for how they write it. */
const fewRead = 50;
/** A slip of one author is no synonym. */
const fewestDefinitions = 2;
/** Of all meanings that a short form is given, the share of the one that is meant. */
const dominance = 0.6;
/** Cosine of the places of a short form and its long form: below this the short form mostly means something else. */
const sameMeaning = 0.5;
/** Of the papers with a name, those that define a short form of it with one more word. */
const commonlyLonger = 0.1;
/** A spelling that fewer papers have, or a smaller part of those with the name, is a slip or an accident. */
const fewestSpelt = 3;
const rarestSpelt = 0.01;

export function createSynonyms({
  papers,
  index,
  clock,
}: {
  papers: Pick<PaperStore, "getMany" | "latest">;
  index: Pick<SearchIndex, "search" | "ranked">;
  clock: Clock;
}): Synonyms {
  const today = () => dayOf(clock.now());

  async function otherNames(name: string): Promise<readonly string[]> {
    const texts = await textsWith(name);
    const isShort = termsOf(name).length === 1;
    const defined = isShort ? await longForm(name, texts) : await shortForm(name, texts);
    return [...(defined === undefined ? [] : [defined]), ...(await spelledNames(name))];
  }

  async function longForm(name: string, texts: readonly string[]): Promise<string | undefined> {
    const definitions = texts.flatMap(definitionsIn).filter(({ short }) => identity(short) === identity(name));
    const defined = commonest(definitions.map(({ long }) => long));
    if (defined !== undefined || texts.length >= fewestSpelt) return defined;
    const meant = await byInitials(name);
    const isDefined = definitions.some(({ long }) => identity(long) === identity(meant ?? ""));
    return texts.length === 0 || isDefined ? meant : undefined;
  }

  /** What papers say that hardly know the short form. Three letters fit by chance more easily than four. */
  async function byInitials(short: string): Promise<string | undefined> {
    if (lettersOf(short) === undefined) return undefined;
    const latest = await papers.latest({ limit: mostReadForInitials, offset: 0 });
    const names = latest.flatMap(({ title, abstract }) => spelledOut(short, `${title}. ${abstract}`));
    return commonest(names, short.length > 3 ? fewestDefinitions : fewestSpelt);
  }

  async function shortForm(name: string, texts: readonly string[]): Promise<string | undefined> {
    const definitions = texts.flatMap(definitionsIn);
    const exact = definitions.filter(({ long }) => identity(long) === identity(name));
    // `ASR`, automatic speech recognition: a name that is nearly always said with one more word before it.
    const longer = definitions.filter(({ long }) => isNamed(long, name));
    const short =
      commonest(exact.map((each) => each.short)) ??
      (longer.length >= commonlyLonger * texts.length ? commonest(longer.map((each) => each.short)) : undefined);
    if (short === undefined) return undefined;
    const uses = (await textsWith(short))
      .flatMap(definitionsIn)
      .filter((each) => identity(each.short) === identity(short));
    const meant = uses.filter(({ long }) => isNamed(long, name));
    const near = nearnessOfNames(termsOf(name), termsOf(short), await index.ranked()) ?? sameMeaning;
    return meant.length >= dominance * uses.length && near >= sameMeaning ? short : undefined;
  }

  async function spelledNames(name: string): Promise<readonly string[]> {
    const ranked = await index.ranked();
    const own = analyse(name);
    const holds = ({ term, stop }: Token) =>
      stop || ranked.vectors.frequency(ranked.vectors.vocabulary.find(term)) >= fewestSpelt;
    const spellings = otherSpellings(name).filter((spelling) => {
      const tokens = analyse(spelling);
      return tokens.every(holds) && stopWordsIn(tokens) === stopWordsIn(own);
    });
    const kindred = own.flatMap(({ term }, at) =>
      kindredWords(term, ranked).map((other) =>
        own
          .map((token) => token.term)
          .with(at, other)
          .join(" "),
      ),
    );
    const fewest = Math.max(fewestSpelt, rarestSpelt * (await count(quoted(name))));
    const spelled: string[] = [];
    for (const spelling of [...spellings, ...kindred]) {
      if ((await count(quoted(spelling))) >= fewest) spelled.push(await asWritten(spelling));
    }
    return spelled;
  }

  /** Terms as most papers write them, or the very spelling where they do: `pre-training` for `pre training`. */
  async function asWritten(spelling: string): Promise<string> {
    const terms = analyse(spelling).map(({ term }) => term);
    const texts = await textsWith(spelling, fewRead);
    const runs = texts.flatMap((text) => {
      const tokens = analyse(text);
      return tokens.flatMap((first, at) => {
        const last = tokens[at + terms.length - 1];
        const isHere = last && terms.every((term, i) => tokens[at + i]?.term === term);
        return isHere ? [text.slice(first.start, last.end).toLowerCase()] : [];
      });
    });
    const letters = (words: string) => words.replace(/[\s-]+/gu, "");
    return mostOften(runs.filter((run) => letters(run) === letters(spelling))) ?? mostOften(runs) ?? spelling;
  }

  async function textsWith(name: string, limit = mostRead): Promise<readonly string[]> {
    const { hits } = await index.search(quoted(name), { limit, sort: "date", today: today() });
    return (await papers.getMany(hits.map(({ key }) => key))).map(({ abstract }) => abstract);
  }

  async function count(query: string): Promise<number> {
    return (await index.search(query, { limit: 0, today: today() })).whole;
  }

  return {
    async alsoSaid(topic, limit) {
      const names = namesOf(topic).filter((name) => identity(name) !== "" && analyse(name).length <= longestName);
      // A short form may be a function word (`IT`), which nobody can look for.
      const known = new Set(["", ...[...names, ...exclusionsOf(topic)].map(identity)]);
      const found: string[] = [];
      for (const name of names.slice(0, mostNames)) found.push(...(await otherNames(name)));
      const before = await count(topic);
      const offers: AlsoSaid[] = [];
      for (const words of found.filter((each) => !known.has(identity(each)) && known.add(identity(each)))) {
        const more = (await count(including(topic, words).topic)) - before;
        if (more > 0) offers.push({ words, papers: more });
      }
      return offers.sort((a, b) => b.papers - a.papers).slice(0, limit);
    },
  };
}

/** The one name that most of them are, in its plainest common spelling; none where it is rare, or one among many. */
function commonest(names: readonly string[], fewest = fewestDefinitions): string | undefined {
  const [most = []] = [...Map.groupBy(names, identity).values()].sort((a, b) => b.length - a.length);
  if (most.length < fewest || most.length < dominance * names.length) return undefined;
  const plain = most.filter((name) => name === name.toLowerCase());
  return mostOften(plain.length >= 0.1 * most.length ? plain : most);
}

function mostOften(words: readonly string[]): string | undefined {
  const [most] = [...Map.groupBy(words, (word) => word).values()].sort((a, b) => b.length - a.length);
  return most?.[0];
}

/** Is this name, or ends with it behind one more word. */
function isNamed(long: string, name: string): boolean {
  const [terms, wanted] = [termsOf(long), termsOf(name)];
  return terms.length <= wanted.length + 1 && terms.slice(-wanted.length).join(" ") === wanted.join(" ");
}

function stopWordsIn(tokens: readonly Token[]): number {
  return tokens.filter(({ stop }) => stop).length;
}

function identity(name: string): string {
  return termsOf(name).join(" ");
}

function quoted(name: string): string {
  return `"${name}"`;
}
