import type { PaperKey } from "../papers/paper.ts";
import { analyse } from "./analysis.ts";
import { surfaceOf } from "./document.ts";
import type { IndexFile } from "./index-file.ts";
import type { TitleWords } from "./title-words.ts";

export interface Suggestion {
  readonly key: PaperKey;
  readonly title: string;
}

export interface Suggestions {
  /** Titles that begin with what was typed, hold its words, or would if its typing slips were mended; best first. */
  complete(prefix: string, limit: number): Promise<Suggestion[]>;
}

interface Row extends Suggestion {
  readonly id: number;
  readonly folded_title: string;
}

/** What is typed beyond this is a pasted text; its beginning says enough to find its title. */
const longestPrefix = 200;
const mostWords = 12;
/** Titles looked at before the best are chosen. */
const pool = 100;

export function createSuggestions(db: IndexFile, titleWords: TitleWords): Suggestions {
  const continuing = db.prepare<[string, string, number], Row>(
    "select id, key, title, folded_title from docs where folded_title >= ? and folded_title < ? order by folded_title limit ?",
  );
  const holding = db
    .prepare<[string, number], number>("select rowid from titles where titles match ? order by rowid desc limit ?")
    .pluck();
  const readRow = db.prepare<[number], Row>("select id, key, title, folded_title from docs where id = ?");

  async function complete(prefix: string, limit: number): Promise<Suggestion[]> {
    const words = typedWords(prefix.slice(0, longestPrefix));
    if (words.length === 0 || limit <= 0) return [];
    const typed = words.map((word) => word.spellings[0]).join(" ");
    const found = new Map<number, Row>();
    const collect = (rows: readonly Row[]) => {
      for (const row of rows) found.set(row.id, row);
    };
    collect(continuing.all(typed, `${typed}\uffff`, pool));
    if (found.size < limit) collect(withWords(words));
    if (found.size >= limit) return best(found.values(), words, limit);
    await titleWords.refresh();
    const mended = words.map(mend);
    collect(withWords(mended));
    // Nothing has all of them: a word that is near no word of any title must not stand in the way of the others.
    if (found.size === 0) collect(withWords(mended.filter(isKnown)));
    return best(found.values(), mended, limit);
  }

  /** Titles with one spelling of every word, the last one possibly unfinished. Function words may be missing. */
  function withWords(words: readonly TypedWord[]): Row[] {
    const content = words.filter((word) => word.last || !word.stop);
    const match = content.map(({ spellings, last }) => {
      const tokens = spellings.map((word) => `"${word}"${last ? " *" : ""}`);
      return `(${tokens.join(" OR ")})`;
    });
    if (match.length === 0) return [];
    return holding.all(match.join(" AND "), pool).flatMap((id) => readRow.get(id) ?? []);
  }

  function mend(word: TypedWord): TypedWord {
    const [typed = ""] = word.spellings;
    return { ...word, spellings: [typed, ...titleWords.near(typed, { prefix: word.last, limit: 5 })] };
  }

  function isKnown({ spellings }: TypedWord): boolean {
    return spellings.length > 1 || titleWords.frequency(spellings[0] ?? "") > 0;
  }

  return { complete };
}

interface TypedWord {
  /** As it was typed, then what may have been meant. */
  readonly spellings: readonly string[];
  readonly last: boolean;
  readonly stop: boolean;
}

function typedWords(prefix: string): TypedWord[] {
  const tokens = analyse(prefix)
    .slice(0, mostWords)
    .map((token) => ({ word: surfaceOf(prefix, token), stop: token.stop }))
    .filter(({ word }) => word !== "");
  return tokens.map(({ word, stop }, i) => ({ spellings: [word], last: i === tokens.length - 1, stop }));
}

/** By resemblance, then the shorter title, then the later arrival. No title twice. */
function best(rows: Iterable<Row>, words: readonly TypedWord[], limit: number): Suggestion[] {
  const scored = [...rows].map((row) => ({ row, score: resemblance(row.folded_title.split(" "), words) }));
  scored.sort((a, b) => b.score - a.score || a.row.title.length - b.row.title.length || b.row.id - a.row.id);
  const different = new Map<string, Suggestion>();
  for (const { row } of scored) {
    if (different.size === limit) break;
    if (!different.has(row.folded_title)) different.set(row.folded_title, { key: row.key, title: row.title });
  }
  return [...different.values()];
}

/**
 * One for each typed word that the title has anywhere, and one more for each that stands in place where the typed words
 * are laid over the title and fit best; at the title's beginning they count half as much again. A little less if mended.
 */
function resemblance(title: readonly string[], words: readonly TypedWord[]): number {
  const present = sum(words.map((word) => Math.max(...title.map((titleWord) => likeness(titleWord, word)))));
  const inPlace = title.map((_, start) => {
    const fit = sum(words.map((word, i) => likeness(title[start + i] ?? "", word)));
    return start === 0 ? 1.5 * fit : fit;
  });
  return present + Math.max(...inPlace);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function likeness(titleWord: string, { spellings, last }: TypedWord): number {
  const fits = (spelling: string) => (last ? titleWord.startsWith(spelling) : titleWord === spelling);
  const [typed = "", ...mended] = spellings;
  if (fits(typed)) return 1;
  return mended.some(fits) ? 0.8 : 0;
}
