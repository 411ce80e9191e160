import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { UserError } from "../src/errors.ts";
import { sentenceFeatures } from "../src/papers/sentence-features.ts";
import { type Example, readExamples } from "./scitldr.ts";

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
  const examples = prepare(await readExamples(file));
  if (values.folds !== undefined) {
    process.stdout.write(`ROUGE-1 ${crossValidate(examples, Number(values.folds)).toFixed(2)}\n`);
    return;
  }
  const weights = train(examples);
  await writeFile(WEIGHTS_FILE, source(weights));
  process.stdout.write(`${weights.size} weights from ${examples.length} abstracts, in ${WEIGHTS_FILE.pathname}\n`);
}

const WEIGHTS_FILE = new URL("../src/papers/key-sentence-weights.ts", import.meta.url);

/** Chosen by 4-fold cross-validation; nothing depends on them within a factor of two. */
const SETTINGS = { rarest: 200, epochs: 8, rate: 0.03, decay: 0.002, sharpness: 8, runs: 5 };

interface Prepared {
  readonly features: readonly (readonly string[])[];
  readonly gain: readonly number[];
}

function prepare(examples: readonly Example[]): Prepared[] {
  return examples.map(({ title, sentences, rouge }) => ({
    features: sentenceFeatures(title, sentences),
    gain: rouge.map((one) => one.one),
  }));
}

/** Weights averaged over several orders of the examples, so that no single order decides. */
function train(examples: readonly Prepared[]): Map<string, number> {
  const seen = new Map<string, number>();
  for (const { features } of examples) {
    for (const feature of new Set(features.flat())) seen.set(feature, (seen.get(feature) ?? 0) + 1);
  }
  const names = [...seen].filter(([, count]) => count >= SETTINGS.rarest).map(([name]) => name);
  const index = new Map(names.sort().map((name, at) => [name, at]));
  const rows = examples.map(({ features, gain }) => ({
    gain,
    features: features.map((list) => list.flatMap((feature) => index.get(feature) ?? [])),
  }));
  const total = new Float64Array(index.size);
  for (let run = 1; run <= SETTINGS.runs; run++) {
    descend(rows, index.size, randomFrom(run)).forEach((weight, at) => {
      total[at] = (total[at] ?? 0) + weight / SETTINGS.runs;
    });
  }
  return new Map([...index].map(([name, at]) => [name, total[at] ?? 0]));
}

interface Row {
  readonly gain: readonly number[];
  readonly features: readonly (readonly number[])[];
}

/**
 * Ascends the expected ROUGE of a softmax choice among an abstract's sentences: d E/d s_i = p_i (gain_i - E). It cares
 * only for what the choice brings, and beat learning the order or the gain itself by two points. Adagrad steps.
 */
function descend(rows: readonly Row[], size: number, random: () => number): Float64Array {
  const weights = new Float64Array(size);
  const squares = new Float64Array(size).fill(0.01);
  for (let epoch = 0; epoch < SETTINGS.epochs; epoch++) {
    for (const { features, gain } of shuffled(rows, random)) {
      const chances = softmax(features.map((list) => list.reduce((sum, at) => sum + (weights[at] ?? 0), 0)));
      const expected = chances.reduce((sum, chance, i) => sum + chance * (gain[i] ?? 0), 0);
      features.forEach((list, i) => {
        const slope = -SETTINGS.sharpness * (chances[i] ?? 0) * ((gain[i] ?? 0) - expected);
        for (const at of list) {
          const step = slope + SETTINGS.decay * (weights[at] ?? 0);
          squares[at] = (squares[at] ?? 0) + step * step;
          weights[at] = (weights[at] ?? 0) - (SETTINGS.rate * step) / Math.sqrt(squares[at] ?? 1);
        }
      });
    }
  }
  return weights;
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
    for (const { features, gain } of examples.filter((_, at) => at % folds === fold)) {
      const scores = features.map((list) => list.reduce((total, name) => total + (weights.get(name) ?? 0), 0));
      sum += gain[scores.indexOf(Math.max(...scores))] ?? 0;
    }
  }
  return (100 * sum) / examples.length;
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** Numerical Recipes' linear congruential generator: the same run gives the same weights everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function source(weights: ReadonlyMap<string, number>): string {
  const lines = [...weights]
    .map(([name, weight]) => [name, Math.round(weight * 1000) / 1000] as const)
    .filter(([, weight]) => weight !== 0)
    .map(([name, weight]) => `  [${JSON.stringify(name)}, ${weight}],`);
  return `/** Written by bench/train-key-sentence.ts: what each feature of a sentence adds to its score. */
export const KEY_SENTENCE_WEIGHTS: ReadonlyMap<string, number> = new Map([
${lines.join("\n")}
]);
`;
}
