import { parseArgs } from "node:util";
import { UserError } from "../src/errors.ts";
import { keySentence } from "../src/papers/key-sentence.ts";
import { bestRouge } from "./rouge.ts";
import { type Example, readExamples } from "./scitldr.ts";
import { table } from "./support/table.ts";

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
  else process.stdout.write(`${report(scores, examples.length)}\n`);
}

export interface Score {
  readonly choice: string;
  /** F1 in percent, averaged over the abstracts. */
  readonly rouge1: number;
  readonly rougeL: number;
}

/**
 * What is shown to people, asked of title and abstract as they are taken in, beside what needs no ranker and beside the
 * best anyone could choose of the sentences as they stand.
 */
export function measureKeySentence(examples: readonly Example[]): Score[] {
  const mean = (choice: string, pick: (example: Example) => readonly string[]): Score => {
    let [one, long] = [0, 0];
    for (const example of examples) {
      const picked = pick(example);
      for (const text of picked) {
        const rouge = bestRouge(text, example.summaries);
        one += rouge.one / picked.length;
        long += rouge.long / picked.length;
      }
    }
    const percent = (sum: number) => Math.round((1000 * sum) / examples.length) / 10;
    return { choice, rouge1: percent(one), rougeL: percent(long) };
  };
  return [
    mean("key sentence", ({ title, abstract }) => [keySentence(title, abstract) ?? ""]),
    mean("first", ({ sentences }) => sentences.slice(0, 1)),
    mean("random (expected)", ({ sentences }) => sentences),
    mean("last", ({ sentences }) => sentences.slice(-1)),
    mean("cue first", ({ sentences }) => [sentences.find((sentence) => cue.test(sentence)) ?? sentences[0] ?? ""]),
    mean("best possible", ({ sentences, summaries }) => [bestOf(sentences, summaries)]),
  ];
}

/** The first sentence with one of these, or else the first: the rival that needs no training. */
const cue = /we (?:propose|present|introduce|develop|study|describe|investigate)|this (?:paper|work)|our method/i;

function bestOf(sentences: readonly string[], summaries: readonly string[]): string {
  let best = "";
  let most = -1;
  for (const sentence of sentences) {
    const { one } = bestRouge(sentence, summaries);
    if (one <= most) continue;
    best = sentence;
    most = one;
  }
  return best;
}

function report(scores: readonly Score[], count: number): string {
  const rows = scores.map(({ choice, rouge1, rougeL }) => [choice, rouge1.toFixed(1), rougeL.toFixed(1)]);
  return table([`${count} abstracts`, "ROUGE-1", "ROUGE-L"], rows);
}
