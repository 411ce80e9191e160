import { KEY_SENTENCE_WEIGHTS } from "./key-sentence-weights.ts";
import { sentenceFeatures } from "./sentence-features.ts";
import { splitSentences } from "./sentences.ts";

/**
 * The sentence of a cleaned abstract that says best what the paper contributes: quoted in full, never shortened.
 * Undefined for an abstract without words.
 */
export function keySentence(title: string, abstract: string): string | undefined {
  const sentences = splitSentences(abstract).slice(0, MOST_SENTENCES);
  if (sentences.length < 2) return sentences[0];
  return sentences[rankSentences(title, sentences)[0] ?? 0];
}

/** An abstract longer than this is something else; its beginning stands for it. */
const MOST_SENTENCES = 40;

/**
 * The indices of the sentences, the one to show first. A linear model over the features of each sentence, trained to
 * make the expected ROUGE-1 against summaries by people as high as it can be (bench/train-key-sentence.ts).
 */
export function rankSentences(title: string | undefined, sentences: readonly string[]): number[] {
  const scores = sentenceFeatures(title, sentences).map((features) =>
    features.reduce((sum, feature) => sum + (KEY_SENTENCE_WEIGHTS.get(feature) ?? 0), 0),
  );
  return scores.map((_, index) => index).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
}
