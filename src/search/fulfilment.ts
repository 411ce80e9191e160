import { type Catalogue, dayNumber } from "./catalogue.ts";
import { authorTerm } from "./document.ts";
import { matchCode, toMatch } from "./fts-match.ts";
import type { IndexFile } from "./index-file.ts";
import { docOf } from "./postings.ts";
import type { Clause, PhraseClause, Query, SpelledClause, WordClause } from "./query.ts";
import type { DocNumber } from "./term-vectors.ts";

/** Some of the papers: 1 at a paper's number for yes. */
export type PaperSet = Uint8Array;

/** A word or a hyphenated word without quotes or field. */
type PlainClause = WordClause | PhraseClause | SpelledClause;

/** Which papers fulfil a query. */
export interface Fulfilment {
  /** Papers that fulfil all of it, and how many. */
  readonly whole: PaperSet;
  readonly total: number;
  /** Papers that fulfil everything but its plain words; undefined where that is every paper. */
  readonly allowed: PaperSet | undefined;
  /** What may be missing where too few papers have them all. */
  readonly plain: readonly PlainClause[];
}

/**
 * Who fulfils a query. Plain words are looked up in the term vectors, which takes a millisecond where FTS5 takes ten;
 * everything else (phrases, fields, exclusions, alternatives) is asked of FTS5, and dates of the catalogue.
 */
export function createFulfilment(db: IndexFile, catalogue: Catalogue): (query: Query) => Fulfilment {
  const matching = db.prepare<[string], number>("select rowid from words where words match ?").pluck();

  function fulfil(query: Query): Fulfilment {
    const plain = query.clauses.filter(isPlainWords);
    const allowed = allowedBy(query);
    const whole = holdingAll(plain, allowed);
    return { ...whole, allowed, plain };
  }

  function allowedBy({ clauses, code, from, before }: Query): PaperSet | undefined {
    const wanted = clauses.filter((clause) => clause.type !== "not" && !isPlainWords(clause));
    const matches = [...(wanted.length > 0 ? [toMatch(wanted)] : []), ...(code ? [matchCode] : [])];
    const excluded = clauses.flatMap((clause) => (clause.type === "not" ? [toMatch([clause.clause])] : []));
    if (code === false) excluded.push(matchCode);
    const isDated = from !== undefined || before !== undefined;
    if (matches.length + excluded.length === 0 && !isDated) return undefined;
    const allowed = matches.length > 0 ? setOf(matching.all(matches.join(" AND "))) : everyPaper();
    for (const match of excluded) for (const doc of matching.all(match)) allowed[doc] = 0;
    if (isDated) {
      const first = from === undefined ? 0 : dayNumber(from);
      const end = before === undefined ? Number.POSITIVE_INFINITY : dayNumber(before);
      for (let doc = 0; doc < allowed.length; doc++) {
        if (allowed[doc] === 1 && (catalogue.day(doc) < first || catalogue.day(doc) >= end)) allowed[doc] = 0;
      }
    }
    return allowed;
  }

  /** From the rarest word on; hyphenated ones last, as each of their papers has to be read. */
  function holdingAll(
    plain: readonly PlainClause[],
    allowed: PaperSet | undefined,
  ): { whole: PaperSet; total: number } {
    const { vectors } = catalogue;
    const words = plain
      .map((clause) => spellings(clause).filter((spelling) => spelling.type === "word"))
      .filter((words) => words.length > 0)
      .map((words) => ({
        terms: words.map(({ term }) => vectors.vocabulary.find(term)),
        authors: words.flatMap(({ term }) => authored(term)),
      }))
      .map((word) => ({ ...word, papers: Math.max(...word.terms.map((term) => vectors.frequency(term))) }))
      .sort((a, b) => a.papers - b.papers);
    let whole = allowed;
    for (const { terms, authors } of words) {
      const next = emptySet();
      for (const term of terms) addHolders(next, term, whole);
      for (const doc of authors) if (vectors.has(doc) && (!whole || whole[doc] === 1)) next[doc] = 1;
      whole = next;
    }
    // Side by side, function words included: only FTS5 knows those.
    for (const clause of plain) {
      if (spellings(clause)[0]?.type !== "phrase") continue;
      const next = emptySet();
      for (const doc of matching.all(toMatch([clause]))) if (!whole || whole[doc] === 1) next[doc] = 1;
      whole = next;
    }
    whole ??= everyPaper();
    return { whole, total: count(whole) };
  }

  /** Adds the papers with a term in title or abstract that are among some others. */
  function addHolders(set: PaperSet, term: number, among: PaperSet | undefined): void {
    if (term < 0) return;
    const { vectors } = catalogue;
    const postings = vectors.postings.read(term);
    for (let i = 0; i < postings.length; i++) {
      const doc = docOf(postings[i] ?? 0);
      if ((among === undefined || among[doc] === 1) && vectors.has(doc)) set[doc] = 1;
    }
  }

  function authored(term: string): readonly DocNumber[] {
    return matching.all(`"${authorTerm(term).replaceAll('"', '""')}"`);
  }

  const emptySet = (): PaperSet => new Uint8Array(catalogue.vectors.end);

  function setOf(docs: readonly DocNumber[]): PaperSet {
    const set = emptySet();
    for (const doc of docs) set[doc] = 1;
    return set;
  }

  function everyPaper(): PaperSet {
    const set = emptySet();
    for (let doc = 0; doc < set.length; doc++) if (catalogue.vectors.has(doc)) set[doc] = 1;
    return set;
  }

  return fulfil;
}

function spellings(clause: PlainClause): readonly (WordClause | PhraseClause)[] {
  return clause.type === "spelled" ? clause.clauses : [clause];
}

function isPlainWords(clause: Clause): clause is PlainClause {
  if (clause.type === "spelled") return clause.clauses.every(isPlainWords);
  if (clause.type === "word") return !clause.field;
  return clause.type === "phrase" && !clause.quoted && !clause.field && clause.tokens.some(({ stop }) => !stop);
}

function count(set: PaperSet): number {
  let total = 0;
  for (let i = 0; i < set.length; i++) total += set[i] ?? 0;
  return total;
}
