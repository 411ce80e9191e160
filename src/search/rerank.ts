import type { Catalogue } from "./catalogue.ts";
import type { IndexFile } from "./index-file.ts";
import type { WantedTerm } from "./wanted-terms.ts";

export interface Ranking {
  /** A score for each document, in the order of the ids; larger is better. */
  rank(ids: readonly number[], terms: readonly WantedTerm[]): Float64Array;
}

/** Okapi BM25 over title and abstract as one text; k1 and b as measured on scientific abstracts. */
const k1 = 0.9;
const b = 0.9;
/** The title counts once more, at this weight. More hurts: titles are short and their words repeat in the abstract. */
const titleWeight = 0.3;
const titleLength = 8;
/** Two words of the query side by side, in its order: a part of the smaller word's weight, once a pair and paper. */
const pairWeight = 0.15;

export function createRanking(db: IndexFile, catalogue: Catalogue): Ranking {
  const readTerms = db.prepare<[number], Uint8Array>("select terms from doc_terms where id = ?").pluck();

  function rank(ids: readonly number[], terms: readonly WantedTerm[]): Float64Array {
    const place = new Map(terms.map((term, i) => [term.hash, i]));
    const weights = Float64Array.from(terms, (term) => term.weight);
    const counts = new Uint16Array(terms.length);
    const titleCounts = new Uint16Array(terms.length);
    const pairs = new Uint8Array(terms.length);
    return Float64Array.from(ids, (id) => {
      const packed = readTerms.get(id);
      if (!packed) return 0;
      counts.fill(0);
      titleCounts.fill(0);
      pairs.fill(0);
      const doc = unpack(packed);
      const titleEnd = 1 + (doc[0] ?? 0);
      let before = -2;
      for (let at = 1; at < doc.length; at++) {
        const term = place.get(doc[at] ?? 0) ?? -2;
        if (term >= 0) {
          counts[term] = (counts[term] ?? 0) + 1;
          if (at < titleEnd) titleCounts[term] = (titleCounts[term] ?? 0) + 1;
          if (before === term - 1 && at !== titleEnd) pairs[term] = 1;
        }
        before = term;
      }
      const length = 1 - b + b * ((doc.length - 1) / catalogue.averageLength);
      const shortness = 1 - b + b * ((titleEnd - 1) / titleLength);
      let score = 0;
      for (let i = 0; i < counts.length; i++) {
        const count = counts[i] ?? 0;
        if (count === 0) continue;
        const weight = weights[i] ?? 0;
        const inTitle = titleCounts[i] ?? 0;
        score += weight * saturate(count, length);
        if (inTitle > 0) score += titleWeight * weight * saturate(inTitle, shortness);
        if (pairs[i]) score += pairWeight * Math.min(weight, weights[i - 1] ?? 0);
      }
      return score;
    });
  }

  return { rank };
}

function saturate(count: number, length: number): number {
  return (count * (k1 + 1)) / (count + k1 * length);
}

/** SQLite's blob may lie anywhere in memory, 32-bit numbers only at multiples of four. */
function unpack(packed: Uint8Array): Int32Array {
  const aligned = packed.byteOffset % 4 === 0 ? packed : new Uint8Array(packed);
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 2);
}
