import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { UserError } from "../src/errors.ts";
import { summaryWords } from "../src/papers/key-sentence.ts";
import { quotesOf } from "../src/papers/quotes.ts";
import { splitSentences } from "../src/papers/sentences.ts";
import { featureName, mostUses, readWords, wordsOf } from "../src/papers/word-features.ts";
import { createRandom, shuffled } from "./random.ts";
import { bestRouge } from "./rouge.ts";
import { type Example, readExamples } from "./scitldr.ts";
import { wholeNumber } from "./whole-number.ts";

/**
 * `npm run -s bench -- train-key-sentence FILE [--folds N]`: trains the key sentence ranker on FILE and writes its
 * weights into the project. With --folds it writes nothing and prints the ROUGE-1 of N-fold cross-validation, which is
 * what features and settings were chosen by.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { folds: { type: "string" } },
    allowPositionals: true,
  });
  const file = positionals[0];
  if (file === undefined) throw new UserError("usage", "Name a file: train-key-sentence FILE [--folds N]");
  const examples = (await readExamples(file)).map(prepare);
  if (values.folds !== undefined) {
    process.stdout.write(`ROUGE-1 ${crossValidate(examples, wholeNumber("folds", values.folds)).toFixed(2)}\n`);
    return;
  }
  const weights = train(examples);
  await writeFile(weightsFile, source(weights));
  process.stdout.write(`${weights.size} weights from ${examples.length} abstracts, in ${weightsFile.pathname}\n`);
}

const weightsFile = new URL("../src/papers/key-sentence-weights.ts", import.meta.url);

/** Chosen by cross-validation; nothing depends on them within a factor of two. */
const settings = {
  /** A feature of fewer abstracts is left out. */
  rarest: 100,
  epochs: 8,
  runs: 4,
  rate: 0.03,
  decay: 1e-5,
  /** What a word's own likelihood counts beside the expected ROUGE. */
  likelihood: 0.02,
  /** How surely the best quote is taken, while training. */
  sharpness: 60,
};

/** A paper as the ranker sees it. */
interface Prepared {
  readonly words: readonly { readonly features: readonly string[]; readonly used: boolean }[];
  readonly quotes: readonly Candidate[];
}

interface Candidate {
  /** Its words, as places in the list of words. */
  readonly words: readonly number[];
  readonly length: number;
  readonly rouge: number;
}

function prepare({ title, abstract, summaries }: Example): Prepared {
  const sentences = splitSentences(abstract);
  const uses = new Map<string, number>();
  for (const word of wordsOf(summaries[0] ?? "")) uses.set(word, (uses.get(word) ?? 0) + 1);
  const words: { features: string[]; used: boolean }[] = [];
  const places = new Map<string, number>();
  let features: string[] = [];
  readWords(title, sentences, {
    feature: (number) => features.push(featureName(number)),
    word: (name) => features.push(name),
    end(word, nth) {
      places.set(`${word} ${nth}`, words.length);
      words.push({ features, used: (uses.get(word) ?? 0) >= nth });
      features = [];
    },
  });
  const quotes = quotesOf(sentences).map((text) => {
    const list = wordsOf(text);
    const used = new Map<string, number>();
    for (const word of list) used.set(word, Math.min((used.get(word) ?? 0) + 1, mostUses));
    return {
      words: [...used].flatMap(([word, times]) =>
        Array.from({ length: times }, (_, at) => places.get(`${word} ${at + 1}`) ?? []).flat(),
      ),
      length: list.length,
      rouge: bestRouge(text, summaries).one,
    };
  });
  return { words, quotes };
}

/** Weights averaged over several orders of the examples, so that no single order decides. */
function train(examples: readonly Prepared[]): Map<string, number> {
  const seen = new Map<string, number>();
  for (const { words } of examples) {
    for (const feature of new Set(words.flatMap((word) => word.features)))
      seen.set(feature, (seen.get(feature) ?? 0) + 1);
  }
  const names = [...seen].filter(([, count]) => count >= settings.rarest).map(([name]) => name);
  const index = new Map(names.sort().map((name, at) => [name, at]));
  const rows = examples.map(({ words, quotes }) => ({
    words: words.map(({ features, used }) => ({
      features: Int32Array.from(features.flatMap((name) => index.get(name) ?? [])),
      used,
    })),
    quotes,
  }));
  const total = new Float64Array(index.size);
  for (let run = 1; run <= settings.runs; run++) {
    descend(rows, index.size, createRandom(run)).forEach((weight, at) => {
      total[at] = (total[at] ?? 0) + weight / settings.runs;
    });
  }
  return new Map([...index].map(([name, at]) => [name, total[at] ?? 0]));
}

interface Row {
  readonly words: readonly { readonly features: Int32Array; readonly used: boolean }[];
  readonly quotes: readonly Candidate[];
}

/**
 * Ascends two things at once: the likelihood of the words people used, and the expected ROUGE of a softmax choice among
 * the quotes by their expected ROUGE: d E/d s_i = p_i (rouge_i - E). Adagrad steps.
 */
function descend(rows: readonly Row[], size: number, random: () => number): Float64Array {
  const weights = new Float64Array(size);
  const squares = new Float64Array(size).fill(1e-3);
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    for (const { words, quotes } of shuffled(rows, random)) {
      const chances = words.map(({ features }) => chanceOf(features, weights));
      const slopes = words.map(({ used }, at) => settings.likelihood * ((chances[at] ?? 0) - (used ? 1 : 0)));
      const choice = softmax(quotes.map((quote) => settings.sharpness * expected(quote, chances)));
      const mean = choice.reduce((sum, chance, i) => sum + chance * (quotes[i]?.rouge ?? 0), 0);
      quotes.forEach(({ words: places, length, rouge }, i) => {
        const slope = (-settings.sharpness * (choice[i] ?? 0) * (rouge - mean) * 2) / (length + summaryWords);
        for (const at of places) {
          const chance = chances[at] ?? 0;
          slopes[at] = (slopes[at] ?? 0) + slope * chance * (1 - chance);
        }
      });
      words.forEach(({ features }, at) => {
        for (const feature of features) {
          const step = (slopes[at] ?? 0) + settings.decay * (weights[feature] ?? 0);
          squares[feature] = (squares[feature] ?? 0) + step * step;
          weights[feature] = (weights[feature] ?? 0) - (settings.rate * step) / Math.sqrt(squares[feature] ?? 1);
        }
      });
    }
  }
  return weights;
}

function chanceOf(features: Int32Array, weights: Float64Array): number {
  let score = 0;
  for (const feature of features) score += weights[feature] ?? 0;
  return 1 / (1 + Math.exp(-score));
}

function expected({ words, length }: Candidate, chances: readonly number[]): number {
  return (2 * words.reduce((sum, at) => sum + (chances[at] ?? 0), 0)) / (length + summaryWords);
}

function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function crossValidate(examples: readonly Prepared[], folds: number): number {
  let sum = 0;
  for (let fold = 0; fold < folds; fold++) {
    const weights = train(examples.filter((_, at) => at % folds !== fold));
    for (const { words, quotes } of examples.filter((_, at) => at % folds === fold)) {
      const chances = words.map(({ features }) => {
        const score = features.reduce((total, name) => total + (weights.get(name) ?? 0), 0);
        return 1 / (1 + Math.exp(-score));
      });
      const scores = quotes.map((quote) => expected(quote, chances));
      sum += quotes[scores.indexOf(Math.max(...scores))]?.rouge ?? 0;
    }
  }
  return (100 * sum) / examples.length;
}

function source(weights: ReadonlyMap<string, number>): string {
  const lines = [...weights]
    .map(([name, weight]) => [name, Math.round(weight * 100) / 100] as const)
    .filter(([, weight]) => weight !== 0)
    .map(([name, weight]) => `  [${JSON.stringify(name)}, ${weight}],`);
  return `/** Written by bench/train-key-sentence.ts: what each feature of a word adds to its score. */
export const keySentenceWeights: ReadonlyMap<string, number> = new Map([
${lines.join("\n")}
]);
`;
}
