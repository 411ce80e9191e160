import type { Lsa } from "../search/lsa.ts";
import type { RankedPapers } from "../search/search-index.ts";

/** Cosine of two words' places among the topics. Of all words of 30,000 papers some 70 pairs of one root pass it. */
const sameSubject = 0.84;
/** Fewer papers do not place a word with any certainty. */
const fewestPapers = 10;

/**
 * Terms of the same root that stemming keeps apart and that papers on the same subjects use: `anomali` and `anomal`,
 * `privaci` and `privat`, `misinform` and `disinform`. Nearness alone tells what goes together (`drone`, `altitude`),
 * and a common root alone what looks alike (`convex`, `converge`).
 */
export function kindredWords(term: string, { vectors, lsa }: Pick<RankedPapers, "vectors" | "lsa">): readonly string[] {
  const own = vectors.vocabulary.find(term);
  if (!lsa || own < 0 || vectors.frequency(own) < fewestPapers) return [];
  const place = lsa.place([own]).vector;
  return [...lsa.basis.terms].flatMap((number) => {
    const other = vectors.vocabulary.term(number);
    if (other === term || vectors.frequency(number) < fewestPapers || !haveOneRoot(term, other)) return [];
    return (nearness(place, lsa.place([number]).vector) ?? 0) >= sameSubject ? [other] : [];
  });
}

/** Where two names stand among the topics, as a cosine; undefined where the topics know nothing of one of them. */
export function nearnessOfNames(
  one: readonly string[],
  other: readonly string[],
  ranked: RankedPapers,
): number | undefined {
  const { lsa, vectors } = ranked;
  const place = (known: Lsa, terms: readonly string[]) =>
    known.place(terms.map((term) => vectors.vocabulary.find(term))).vector;
  return lsa && nearness(place(lsa, one), place(lsa, other));
}

function haveOneRoot(one: string, other: string): boolean {
  if (/\d/u.test(one + other)) return false;
  const longest = Math.max(one.length, other.length);
  let begin = 0;
  while (begin < longest && one[begin] === other[begin]) begin++;
  let end = 0;
  while (end < longest && one.at(-1 - end) === other.at(-1 - end)) end++;
  return (begin >= 5 && begin >= 0.7 * longest) || end >= 7;
}

function nearness(a: Float32Array, b: Float32Array): number | undefined {
  const product = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, k) => sum + value * (y[k] ?? 0), 0);
  const lengths = Math.sqrt(product(a, a) * product(b, b));
  return lengths === 0 ? undefined : product(a, b) / lengths;
}
