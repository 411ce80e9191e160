import { analyse, fold, termsOf } from "./analysis.ts";

/** A text in all the spellings that British and American English have for its words, as it was typed first. */
export function spellingsOf(text: string): readonly string[] {
  let spellings = [text];
  for (const { start, end } of analyse(text).toReversed()) {
    const other = otherSpelling(text.slice(start, end));
    if (other === undefined) continue;
    spellings = [...spellings, ...spellings.map((each) => each.slice(0, start) + other + each.slice(end))];
    if (spellings.length >= mostSpellings) break;
  }
  return spellings;
}

/** Of the last three words that vary. */
const mostSpellings = 8;

/**
 * A word as the other side of the Atlantic writes it: `optimisation` for `optimization` and back; undefined where both
 * are known to write it alike, or where the stemmer makes them one (`modelling`). Some answers are no word
 * (`labouratory`), which no paper holds.
 */
export function otherSpelling(word: string): string | undefined {
  const folded = fold(word);
  for (const { british, american, isBritish, isAmerican } of differences) {
    if (!isBritish.test(folded) && !isAmerican.test(folded)) continue;
    const other = isBritish.test(folded) ? folded.replace(isBritish, american) : folded.replace(isAmerican, british);
    return termsOf(other)[0] === termsOf(folded)[0] ? undefined : other;
  }
  return undefined;
}

/** Only spellings that are sure. What stands before them, the British letters, the American ones, what stands behind. */
const rows = [
  // A word of Latin (`supervise`, `concise`) or with a vowel before -ise (`noise`, `raise`) ends so on both sides.
  ["(?<!^(?:NO_VERBS))(?<=^[a-z]{2,}[dghklmnrst])", "is", "iz", "(?:e|ed|es|er|ers|ing|able|ability|ations?|ational)$"],
  ["(?<=analy|cataly|hydroly|paraly)", "s", "z", "(?:e|ed|er|ers|ing)$"],
  ["(?<=behavi|col|fav|neighb|tum|^(?:arm|endeav|flav|harb|hon|hum|lab|od|rig|rum|sav|vap|vig))", "our", "or", ""],
  ["(?<=calib|cent|fib|lit|met|theat)", "re", "er", "s?$"],
  ["(?<=cent|fib)", "r", "er", "(?:ed|ing)$"],
  ["(?<=ana|cata|dia|mono)", "logue", "log", "[sd]?$"],
  ["(?<=^(?:de|of)fen)", "c", "s", "es?$"],
  ["(?<=^program)", "me", "", "s?$"],
  ["(?<=judg|acknowledg)", "e", "", "ment"],
  ["(?<=^art)", "e", "i", "fact"],
  ["(?<=^gr)", "e", "a", "y"],
  ["(?<=^s)", "c", "k", "eptic"],
  ["(?<=^sul)", "ph", "f", "(?:ur|id|at)"],
  ["(?<=^p)", "ae", "e", "diatr"],
  ["(?<=^h)", "ae", "e", "m(?:at|o)"],
  ["(?<=an|glyc|isch|leuk)", "ae", "e", "(?:mi|sth)"],
  ["(?<=^)", "oe", "e", "(?:dema|soph|str)"],
  ["(?<=^f)", "oe", "e", "t(?:al|us)"],
] as const;

const noVerbs =
  "advert|appr|chem|compr|comprom|dem|enterpr|expert|franch|merchand|misadvert|moonr|mort|parad|pract|prem|prom|repr|sunr|surm|surpr|treat|uncomprom|unsurpr|upr";

const differences = rows.map(([before, british, american, behind]) => {
  const written = (letters: string) => new RegExp(`${before.replace("NO_VERBS", noVerbs)}${letters}(?=${behind})`, "u");
  return { british, american, isBritish: written(british), isAmerican: written(american) };
});
