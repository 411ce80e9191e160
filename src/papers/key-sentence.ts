import { keySentenceWeights } from "./key-sentence-weights.ts";
import { leansOnAnother, quotesOf } from "./quotes.ts";
import { splitSentences } from "./sentences.ts";
import { featureCount, numberOf, readWords, wordsOf } from "./word-features.ts";

/**
 * The sentence of a cleaned abstract that says best what the paper contributes, as it stands there; without its lead-in
 * ("In this paper,") where it has one. Undefined for an abstract without words.
 *
 * A model trained on summaries by people (bench/train-key-sentence.ts) gives every word the chance that a summary
 * uses it; the quote with the highest expected ROUGE-1 is the key sentence. About 0.2 ms.
 */
export function keySentence(title: string, abstract: string): string | undefined {
  const sentences = splitSentences(abstract).slice(0, mostSentences);
  const quotes = quotesOf(sentences);
  if (quotes.length < 2) return quotes[0];
  const chances = wordChances(title, sentences);
  let best: string | undefined;
  let most = -1;
  for (const quote of quotes) {
    const expected = expectedRouge(quote, chances) * (leansOnAnother(quote) ? leaningShare : 1);
    if (expected <= most) continue;
    best = quote;
    most = expected;
  }
  return best;
}

/** What a quote is worth of which nobody can tell what its "it" is. */
const leaningShare = 0.5;

/** An abstract longer than this is something else; its beginning stands for it. */
const mostSentences = 40;

/** The chance that a summary of the paper uses a word once, twice and three times. */
function wordChances(title: string, sentences: readonly string[]): Map<string, number[]> {
  const chances = new Map<string, number[]>();
  let score = 0;
  readWords(title, sentences, {
    feature(number) {
      score += featureWeights[number] ?? 0;
    },
    word(name) {
      score += wordWeights.get(name) ?? 0;
    },
    end(word, nth) {
      const chance = 1 / (1 + Math.exp(-score));
      if (nth === 1) chances.set(word, [chance]);
      else chances.get(word)?.push(chance);
      score = 0;
    },
  });
  return chances;
}

/** Words of a summary, as people write them; nothing depends on it within a factor of 1.5. */
export const summaryWords = 20;

/** ROUGE-1 F1 is 2 x the words shared / the words of both: its expectation for a summary of the usual length. */
function expectedRouge(text: string, chances: ReadonlyMap<string, readonly number[]>): number {
  const words = wordsOf(text);
  const used = new Map<string, number>();
  let shared = 0;
  for (const word of words) {
    const nth = used.get(word) ?? 0;
    used.set(word, nth + 1);
    shared += chances.get(word)?.[nth] ?? 0;
  }
  return (2 * shared) / (words.length + summaryWords);
}

const featureWeights = new Float32Array(featureCount);
const wordWeights = new Map<string, number>();
for (const [name, weight] of keySentenceWeights) {
  const number = numberOf(name);
  if (number === undefined) wordWeights.set(name, weight);
  else featureWeights[number] = weight;
}
