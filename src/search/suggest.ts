import type { PaperKey } from "../papers/paper.ts";
import { analyse, fold } from "./analysis.ts";
import type { IndexFile } from "./index-file.ts";
import type { Vocabulary } from "./vocabulary.ts";

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

export function createSuggestions(db: IndexFile, vocabulary: Vocabulary): Suggestions {
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
    const typed = words.map((word) => word.text).join(" ");
    const found = new Map<number, Row>();
    const collect = (rows: readonly Row[]) => {
      for (const row of rows) found.set(row.id, row);
    };
    collect(continuing.all(typed, `${typed}\uffff`, pool));
    if (found.size < limit) collect(withWords(words.map((word) => [word.text])));
    if (found.size < limit) {
      await vocabulary.refresh();
      const mended = words.map(spellings);
      collect(withWords(mended));
      // Nothing has all of them: a word that is no word of any title must not stand in the way of the others.
      if (found.size === 0) collect(withWords(mended.filter((_, i) => isKnown(words[i]))));
    }
    return best([...found.values()], typed, words, limit);
  }

  /** Titles with one spelling of every word, the last one possibly unfinished. */
  function withWords(spellingsOfEach: readonly (readonly string[])[]): Row[] {
    const content = spellingsOfEach.filter((each, i) => i === spellingsOfEach.length - 1 || !isFiller(each));
    if (content.length === 0) return [];
    const match = content
      .map((each, i) => `(${each.map((word) => `"${word}"${i === content.length - 1 ? " *" : ""}`).join(" OR ")})`)
      .join(" AND ");
    return holding.all(match, pool).flatMap((id) => readRow.get(id) ?? []);
  }

  function spellings(word: TypedWord): string[] {
    return [word.text, ...vocabulary.near(word.text, { prefix: word.last, limit: 5 })];
  }

  function isKnown(word: TypedWord | undefined): boolean {
    return word !== undefined && (vocabulary.frequency(word.text) > 0 || spellings(word).length > 1);
  }

  return { complete };
}

interface TypedWord {
  readonly text: string;
  readonly last: boolean;
  readonly stop: boolean;
}

function typedWords(prefix: string): TypedWord[] {
  const tokens = analyse(prefix).slice(0, mostWords);
  return tokens.map((token, i) => ({
    text: fold(prefix.slice(token.start, token.end)),
    last: i === tokens.length - 1,
    stop: token.stop,
  }));
}

/** Function words have no weight of their own: `mixture experts` finds "Mixture of Experts". */
function isFiller(spellingsOfOne: readonly string[]): boolean {
  return spellingsOfOne.length === 1 && analyse(spellingsOfOne[0] ?? "").every((token) => token.stop);
}

/** Titles that go on as typed first, then those that hold it in one piece, then the rest; the shorter of equals. */
function best(rows: readonly Row[], typed: string, words: readonly TypedWord[], limit: number): Suggestion[] {
  const scored = rows.map((row) => ({ row, score: resemblance(row.folded_title, typed, words) }));
  scored.sort((a, b) => b.score - a.score || a.row.title.length - b.row.title.length || b.row.id - a.row.id);
  const titles = new Set<string>();
  const suggestions: Suggestion[] = [];
  for (const { row } of scored) {
    if (titles.has(row.folded_title)) continue;
    titles.add(row.folded_title);
    suggestions.push({ key: row.key, title: row.title });
    if (suggestions.length === limit) break;
  }
  return suggestions;
}

function resemblance(title: string, typed: string, words: readonly TypedWord[]): number {
  if (title.startsWith(typed)) return 3;
  if (title.includes(` ${typed}`)) return 2;
  const padded = ` ${title} `;
  return words.filter((word) => padded.includes(word.last ? ` ${word.text}` : ` ${word.text} `)).length / words.length;
}
