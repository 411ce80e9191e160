import { parseArgs } from "node:util";
import { UserError } from "../src/errors.ts";
import { rankSentences } from "../src/papers/key-sentence.ts";
import type { Rouge } from "./rouge.ts";
import { type Example, readExamples } from "./scitldr.ts";

/** `npm run -s bench -- key-sentence FILE [--json]`: the chosen sentence against the summaries people wrote. */
export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { json: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const file = positionals[0];
  if (file === undefined) throw new UserError("usage", "Name a file: key-sentence FILE [--json]");
  const examples = await readExamples(file);
  const scores = measureKeySentence(examples);
  if (values.json) process.stdout.write(`${JSON.stringify({ file, examples: examples.length, scores })}\n`);
  else process.stdout.write(`${table(scores, examples.length)}\n`);
}

export interface Score {
  readonly choice: string;
  /** F1 in percent, averaged over the abstracts. */
  readonly rouge1: number;
  readonly rougeL: number;
}

/** The ranker beside what needs no ranker, and beside the best anyone could choose. */
export function measureKeySentence(examples: readonly Example[]): Score[] {
  const choose = (choice: string, pick: (example: Example) => readonly number[]): Score => {
    const mean = (measure: (rouge: Rouge) => number) => {
      const values = examples.map((example) => {
        const picked = pick(example).flatMap((index) => example.rouge[index] ?? []);
        return picked.reduce((sum, rouge) => sum + measure(rouge), 0) / picked.length;
      });
      return Math.round((1000 * values.reduce((sum, value) => sum + value, 0)) / values.length) / 10;
    };
    return { choice, rouge1: mean((rouge) => rouge.one), rougeL: mean((rouge) => rouge.long) };
  };
  return [
    choose("key sentence", ({ title, sentences }) => rankSentences(title, sentences).slice(0, 1)),
    choose("first", () => [0]),
    choose("random (expected)", ({ sentences }) => sentences.map((_, index) => index)),
    choose("last", ({ sentences }) => [sentences.length - 1]),
    choose("cue first", ({ sentences }) => [
      Math.max(
        0,
        sentences.findIndex((sentence) => CUE.test(sentence)),
      ),
    ]),
    choose("best possible", ({ rouge }) => [bestOf(rouge)]),
  ];
}

/** The first sentence with one of these, or else the first: the rival that needs no training. */
const CUE = /we (?:propose|present|introduce|develop|study|describe|investigate)|this (?:paper|work)|our method/i;

function bestOf(rouge: readonly Rouge[]): number {
  return rouge.reduce((best, one, index) => (one.one > (rouge[best]?.one ?? 0) ? index : best), 0);
}

function table(scores: readonly Score[], count: number): string {
  const rows = scores.map(
    ({ choice, rouge1, rougeL }) =>
      `${choice.padEnd(20)}${rouge1.toFixed(1).padStart(8)}${rougeL.toFixed(1).padStart(8)}`,
  );
  return [`${`${count} abstracts`.padEnd(20)} ROUGE-1 ROUGE-L`, ...rows].join("\n");
}
