import { KEY_SENTENCE_WEIGHTS } from "./key-sentence-weights.ts";
import { FORM_COUNT, FORM_NUMBERS, formName, readFeatures, WORD_PLACES } from "./sentence-features.ts";
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
  const scores: number[] = [];
  let score = 0;
  readFeatures(title, sentences, {
    form(form, a, b) {
      score += FORM_WEIGHTS[(form * FORM_NUMBERS + a) * FORM_NUMBERS + b] ?? 0;
    },
    word(place, word) {
      score += WORD_WEIGHTS[place]?.get(word) ?? 0;
    },
    end() {
      scores.push(score);
      score = 0;
    },
  });
  return scores.map((_, index) => index).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
}

/** The weights by number instead of by name. */
const FORM_WEIGHTS = Float64Array.from({ length: FORM_COUNT * FORM_NUMBERS ** 2 }, (_, at) => {
  const [pair, form] = [at % FORM_NUMBERS ** 2, Math.floor(at / FORM_NUMBERS ** 2)];
  const name = formName(form, Math.floor(pair / FORM_NUMBERS), pair % FORM_NUMBERS);
  return KEY_SENTENCE_WEIGHTS.get(name) ?? 0;
});
const WORD_WEIGHTS = WORD_PLACES.map(
  (place) =>
    new Map(
      [...KEY_SENTENCE_WEIGHTS].flatMap(([name, weight]): [string, number][] =>
        name.startsWith(place) ? [[name.slice(place.length), weight]] : [],
      ),
    ),
);
