import { saturate, type WeightedTerm } from "./bm25.ts";
import type { Gain } from "./pairs.ts";
import type { TermVectors } from "./term-vectors.ts";

/** A word below this length has too few letters to tell kin from chance. */
const shortest = 5;
const gramLength = 4;
const commonBeginning = 3;
/** Dice coefficient of two words' character 4-grams from which they count as kin. */
const leastAlike = 0.4;

/**
 * Words of the same family that the stemmer keeps apart (`immunotherapi` and `immunotherapeut`) or that differ by a
 * slip: they begin alike and share character 4-grams. They count as occurrences of the query's word, by how alike
 * they are. Only the words of the candidates are compared, each once.
 */
export function kinGain(vectors: TermVectors, query: readonly WeightedTerm[]): Gain {
  const byBeginning = new Map<string, { readonly at: number; readonly term: number; readonly grams: Uint32Array }[]>();
  query.forEach(({ term }, at) => {
    const word = vectors.vocabulary.term(term);
    if (word.length < shortest) return;
    const beginning = word.slice(0, commonBeginning);
    const family = byBeginning.get(beginning) ?? [];
    family.push({ at, term, grams: gramsOf(word) });
    byBeginning.set(beginning, family);
  });
  if (byBeginning.size === 0) return () => 0;
  const average = vectors.totalLength / vectors.count;
  const unseen = 0;
  const stranger = 1;
  const related = 2;
  const known = new Uint8Array(vectors.vocabulary.size);
  const kin = new Map<number, readonly { readonly at: number; readonly alike: number }[]>();

  function look(term: number): number {
    const word = vectors.vocabulary.term(term);
    const family = word.length < shortest ? undefined : byBeginning.get(word.slice(0, commonBeginning));
    if (family === undefined) return stranger;
    const grams = gramsOf(word);
    const found = family
      .filter((member) => member.term !== term)
      .map((member) => ({ at: member.at, alike: dice(grams, member.grams) }))
      .filter(({ alike }) => alike >= leastAlike);
    if (found.length === 0) return stranger;
    kin.set(term, found);
    return related;
  }

  return (words) => {
    let times: Map<number, number> | undefined;
    for (let i = 0; i < words.length; i++) {
      const term = words[i] ?? 0;
      let state = known[term] ?? unseen;
      if (state === unseen) {
        state = look(term);
        known[term] = state;
      }
      if (state !== related) continue;
      times ??= new Map();
      for (const { at, alike } of kin.get(term) ?? []) times.set(at, (times.get(at) ?? 0) + alike);
    }
    if (times === undefined) return 0;
    let gain = 0;
    for (const [at, count] of times) gain += (query[at]?.weight ?? 0) * saturate(count, words.length / average);
    return gain;
  };
}

/** The distinct 4-grams of a word with its edges marked, seven bits a character: exact for what is ASCII. */
function gramsOf(word: string): Uint32Array {
  const marked = `_${word}_`;
  const grams = new Uint32Array(marked.length - gramLength + 1);
  let gram = 0;
  let count = 0;
  for (let i = 0; i < marked.length; i++) {
    gram = ((gram << 7) | (marked.charCodeAt(i) & 127)) & 0xfffffff;
    if (i >= gramLength - 1 && !holds(grams, count, gram)) grams[count++] = gram;
  }
  return grams.subarray(0, count);
}

function holds(grams: Uint32Array, count: number, gram: number): boolean {
  for (let i = 0; i < count; i++) if (grams[i] === gram) return true;
  return false;
}

function dice(a: Uint32Array, b: Uint32Array): number {
  let common = 0;
  for (const gram of a) if (holds(b, b.length, gram)) common++;
  return (2 * common) / (a.length + b.length);
}
