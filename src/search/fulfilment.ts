import { type Catalogue, dayNumber } from "./catalogue.ts";
import { authorTerm } from "./document.ts";
import { matchCode, toMatch } from "./fts-match.ts";
import type { IndexFile } from "./index-file.ts";
import { docOf } from "./postings.ts";
import type { Clause, PhraseClause, Query, WordClause } from "./query.ts";
import type { DocNumber } from "./term-vectors.ts";

/** Some of the papers: 1 at a paper's number for yes. */
export type PaperSet = Uint8Array;

/** Which papers fulfil a query. */
export interface Fulfilment {
  /** Papers that fulfil all of it, and how many. */
  readonly whole: PaperSet;
  readonly total: number;
  /** Papers that fulfil everything but its plain words; undefined where that is every paper. */
  readonly allowed: PaperSet | undefined;
  /** Words and hyphenated words without quotes or field: what may be missing where too few papers have them all. */
  readonly plain: readonly (WordClause | PhraseClause)[];
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

  /** From the rarest word on, so that little is left to compare when it comes to the common ones. */
  function holdingAll(
    plain: readonly (WordClause | PhraseClause)[],
    allowed: PaperSet | undefined,
  ): { whole: PaperSet; total: number } {
    const lookups = plain.map(lookUp).sort((a, b) => a.papers - b.papers);
    let whole = allowed;
    let total = -1;
    for (const { holders } of lookups) {
      const next = emptySet();
      total = 0;
      for (const doc of holders(whole)) {
        if (next[doc] === 1 || !catalogue.vectors.has(doc) || (whole && whole[doc] !== 1)) continue;
        next[doc] = 1;
        total++;
      }
      whole = next;
      if (total === 0) break;
    }
    whole ??= everyPaper();
    return { whole, total: total >= 0 ? total : count(whole) };
  }

  function lookUp(clause: WordClause | PhraseClause): {
    /** How many papers it takes to look. */
    readonly papers: number;
    holders(among: PaperSet | undefined): Iterable<DocNumber>;
  } {
    const { vectors } = catalogue;
    if (clause.type === "word") {
      const term = vectors.vocabulary.find(clause.term);
      const authors = matching.all(`"${authorTerm(clause.term).replaceAll('"', '""')}"`);
      return {
        papers: vectors.frequency(term) + authors.length,
        holders: () => (authors.length > 0 ? [...holdersOf(term), ...authors] : holdersOf(term)),
      };
    }
    const terms = contentTerms(clause).map((term) => vectors.vocabulary.find(term));
    const rarest = terms.toSorted((a, b) => vectors.frequency(a) - vectors.frequency(b))[0] ?? -1;
    return {
      papers: vectors.frequency(rarest),
      holders: (among) => {
        // A second read of the postings would overwrite the first: the list is taken before anything else is looked up.
        const docs = [...holdersOf(rarest)];
        return docs.filter((doc) => (!among || among[doc] === 1) && standTogether(terms, doc));
      },
    };
  }

  function* holdersOf(term: number): Generator<DocNumber> {
    if (term < 0) return;
    for (const posting of catalogue.vectors.postings.read(term)) yield docOf(posting);
  }

  /** Whether the parts of a hyphenated word stand side by side in title or abstract, function words aside. */
  function standTogether(parts: readonly number[], doc: DocNumber): boolean {
    const { terms, titleLength } = catalogue.vectors.sequence(doc);
    for (let at = 0; at + parts.length <= terms.length; at++) {
      if (at < titleLength && at + parts.length > titleLength) continue;
      if (parts.every((part, i) => terms[at + i] === part)) return true;
    }
    return false;
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

function isPlainWords(clause: Clause): clause is WordClause | PhraseClause {
  if (clause.type === "word") return !clause.field;
  return clause.type === "phrase" && !clause.quoted && !clause.field && contentTerms(clause).length > 0;
}

function contentTerms(clause: PhraseClause): string[] {
  return clause.tokens.filter((token) => !token.stop).map((token) => token.term);
}

function count(set: PaperSet): number {
  let total = 0;
  for (const each of set) total += each;
  return total;
}
