import { analyse, termsOf } from "./analysis.ts";
import type { Catalogue } from "./catalogue.ts";
import { type Query, typedLeaves } from "./query.ts";
import { spellingsOf } from "./spelling.ts";
import type { TitleWords } from "./title-words.ts";

/** Authors slip as well: a word of no more papers may be theirs, where one a letter away is so much commoner. */
const papersOfSlip = 2;
const commoner = 50;

/**
 * The query with each word that stands in no paper, or is a slip there too, replaced by the nearest word of the titles;
 * undefined where every word is known or nothing is near. Everything else stays as it was typed.
 */
export function correctQuery(query: Query, catalogue: Catalogue, titleWords: TitleWords): string | undefined {
  let corrected = query.text;
  let shift = 0;
  for (const leaf of typedLeaves(query.clauses)) {
    if (leaf.type !== "word" && leaf.type !== "phrase") continue;
    const start = query.text.indexOf(leaf.typed, leaf.span.start);
    const end = start + leaf.typed.length;
    for (const token of analyse(query.text.slice(start, end))) {
      const typed = query.text.slice(start + token.start, start + token.end);
      const papers = Math.max(...spellingsOf(typed).flatMap(termsOf).map(catalogue.papersWith));
      if (token.stop || papers > papersOfSlip) continue;
      const [nearest] = titleWords.near(typed, { prefix: false, limit: 1, ...(papers > 0 && { slips: 1 }) });
      if (nearest === undefined || titleWords.frequency(nearest) < papers * commoner) continue;
      const [from, to] = [start + token.start + shift, start + token.end + shift];
      corrected = corrected.slice(0, from) + nearest + corrected.slice(to);
      shift += nearest.length - (to - from);
    }
  }
  return corrected === query.text ? undefined : corrected;
}
