import { analyse } from "./analysis.ts";
import type { Catalogue } from "./catalogue.ts";
import { type Query, wantedLeaves } from "./query.ts";
import type { TitleWords } from "./title-words.ts";

/**
 * The query with each word that stands in no paper replaced by the nearest word of the titles; undefined where every
 * word is known or nothing is near. Everything else stays as it was typed.
 */
export function correctQuery(query: Query, catalogue: Catalogue, titleWords: TitleWords): string | undefined {
  let corrected = query.text;
  let shift = 0;
  for (const leaf of wantedLeaves(query.clauses)) {
    if (leaf.type !== "word" && leaf.type !== "phrase") continue;
    const start = query.text.indexOf(leaf.typed, leaf.span.start);
    const end = start + leaf.typed.length;
    for (const token of analyse(query.text.slice(start, end))) {
      if (token.stop || catalogue.knows(token.term)) continue;
      const [nearest] = titleWords.near(query.text.slice(start + token.start, start + token.end), {
        prefix: false,
        limit: 1,
      });
      if (nearest === undefined) continue;
      const [from, to] = [start + token.start + shift, start + token.end + shift];
      corrected = corrected.slice(0, from) + nearest + corrected.slice(to);
      shift += nearest.length - (to - from);
    }
  }
  return corrected === query.text ? undefined : corrected;
}
