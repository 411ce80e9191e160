import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { recommendedAppealShare } from "../src/recommend/recommend.ts";
import { createTasteBatch } from "../src/recommend/taste.ts";
import { createTasteSpace } from "../src/recommend/taste-space.ts";
import { appealParts } from "../src/recommend/topic-score.ts";
import { termsOf } from "../src/search/analysis.ts";
import { createLsa } from "../src/search/lsa.ts";
import { sampleOf, trainLsa } from "../src/search/lsa-training.ts";
import { createTermVectors } from "../src/search/term-vectors.ts";
import { readJsonLines } from "./json-lines.ts";
import { mean, ndcg, recall } from "./quality/metrics.ts";
import { createRandom, shuffled } from "./random.ts";
import { table } from "./support/table.ts";
import { createRivals } from "./taste-rivals.ts";
import { wholeNumber } from "./whole-number.ts";

const usage = `npm run -s bench -- taste DIR [--seed N] [--seeds N] [--json]

DIR holds papers.jsonl {item, title, abstract} and people.jsonl {user, items}. Of each person's papers 20 % are held
out, by seed (default 1; --seeds averages over several), and looked for among all papers but the person's known ones.
`;

const paperSchema = z.object({ item: z.coerce.string(), title: z.string(), abstract: z.string().default("") });
const personSchema = z.object({ user: z.coerce.string(), items: z.array(z.coerce.string()) });

const heldOut = 0.2;
const curve = [1, 3, 5, 10] as const;
const depth = 50;

/** Papers' scores for a person who is known to like some of them, by paper number. */
type Ranker = (known: readonly number[], person: number) => Float64Array;

interface Split {
  readonly known: readonly number[];
  readonly hidden: readonly number[];
}

/** Measures the taste's ranking beside random, popularity, a TF-IDF centroid and a linear SVM. */
export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seed: { type: "string", default: "1" },
      seeds: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const [directory] = positionals;
  if (values.help || directory === undefined) return void process.stdout.write(usage);
  const seeds = Array.from(
    { length: wholeNumber("seeds", values.seeds) },
    (_, i) => wholeNumber("seed", values.seed, 0) + i,
  );
  const result = await measureTastes(directory, seeds);
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : readable(result));
}

/** The figures of all methods on the same splits, one a seed. */
export async function measureTastes(directory: string, seeds: readonly number[]) {
  const { papers, people } = await readTastes(directory);
  const splits = seeds.map((seed) => splitAll(people, createRandom(seed)));
  const terms = papers.map((paper) => ({ title: termsOf(paper.title), abstract: termsOf(paper.abstract) }));
  const ours = await ourRanker(terms);
  const { centroid, svm } = createRivals(terms);
  const methods: Readonly<Record<string, (split: readonly Split[], seed: number) => Ranker>> = {
    random: (_, seed) => randomRanker(papers.length, seed),
    popularity: (split) => popularityRanker(split, papers.length),
    "TF-IDF centroid": () => (known) => centroid(known),
    "TF-IDF linear SVM": () => (known) => svm(known),
    Paperboy: () => ours.rank,
    "Paperboy, upvotes too": (split) => withUpvotes(ours.rank, popularityRanker(split, papers.length)),
  };
  const results = Object.entries(methods).map(([method, make]) => {
    const started = performance.now();
    const rankers = splits.map((split, at) => make(split, seeds[at] ?? 0));
    const whole = evaluate(splits, rankers, Number.POSITIVE_INFINITY);
    const milliseconds = (performance.now() - started) / splits.flat().length;
    return { method, ...whole, milliseconds, curve: curve.map((n) => ({ known: n, ...evaluate(splits, rankers, n) })) };
  });
  return { people: people.length, papers: papers.length, seeds, spaceSeconds: ours.seconds, methods: results };
}

async function ourRanker(
  papers: readonly { readonly title: readonly string[]; readonly abstract: readonly string[] }[],
): Promise<{
  readonly rank: Ranker;
  readonly seconds: number;
}> {
  const started = performance.now();
  const vectors = createTermVectors();
  for (const { title, abstract } of papers) vectors.add(title, abstract);
  const basis = trainLsa(await sampleOf(vectors));
  const lsa = basis && createLsa(basis);
  lsa?.follow(vectors, Number.POSITIVE_INFINITY);
  const space = createTasteSpace(vectors, lsa);
  const places = papers.map((_, doc) => space.place(vectors.sequence(doc)));
  const batch = createTasteBatch(places);
  const seconds = (performance.now() - started) / 1000;
  const rank: Ranker = (known) => {
    const opinions = known.flatMap((paper) => {
      const place = places[paper];
      return place ? [{ of: paper, place, weight: 1 }] : [];
    });
    return batch.scores(opinions);
  };
  return { rank, seconds };
}

function randomRanker(papers: number, seed: number): Ranker {
  return (_, person) => {
    const random = createRandom(seed * 1_000_003 + person);
    return Float64Array.from({ length: papers }, random);
  };
}

/** How many others are known to have a paper. */
function popularityRanker(split: readonly Split[], papers: number): Ranker {
  const readers = new Float64Array(papers);
  for (const { known } of split) for (const paper of known) readers[paper] = (readers[paper] ?? 0) + 1;
  return () => readers;
}

/** The order of `recommend`, where papers known to other people are papers they voted for. */
function withUpvotes(rank: Ranker, readers: Ranker): Ranker {
  return (known, person) => {
    const scores = rank(known, person);
    const own = new Set(known);
    readers(known, person).forEach((all, paper) => {
      const { upvotes } = appealParts({ upvotes: all - Number(own.has(paper)), listed: "" }, "");
      scores[paper] = (scores[paper] ?? 0) + recommendedAppealShare * upvotes;
    });
    return scores;
  };
}

function evaluate(splits: readonly (readonly Split[])[], rankers: readonly Ranker[], most: number) {
  const people = splits.flatMap((split, at) =>
    split.map(({ known, hidden }, person) => {
      const given = known.slice(0, most);
      const scores = rankers[at]?.(given, person) ?? new Float64Array(0);
      return { ranking: best(scores, new Set(given)), grades: new Map(hidden.map((paper) => [String(paper), 1])) };
    }),
  );
  const average = (measure: (ranking: string[], grades: Map<string, number>) => number) =>
    mean(people.map(({ ranking, grades }) => measure(ranking, grades)));
  return {
    recall10: average((ranking, grades) => recall(ranking, grades, 10)),
    recall20: average((ranking, grades) => recall(ranking, grades, 20)),
    recall50: average((ranking, grades) => recall(ranking, grades, 50)),
    ndcg10: average((ranking, grades) => ndcg(ranking, grades, 10)),
  };
}

function best(scores: Float64Array, known: ReadonlySet<number>): string[] {
  return Array.from(scores, (_, paper) => paper)
    .filter((paper) => !known.has(paper))
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
    .slice(0, depth)
    .map(String);
}

/** Who has a single paper has nothing to hold out. */
function splitAll(people: readonly (readonly number[])[], random: () => number): Split[] {
  return people
    .filter((papers) => papers.length > 1)
    .map((papers) => {
      const order = shuffled(papers, random);
      const hidden = Math.max(1, Math.round(heldOut * order.length));
      return { known: order.slice(hidden), hidden: order.slice(0, hidden) };
    });
}

async function readTastes(directory: string) {
  const papers = await readJsonLines(join(directory, "papers.jsonl"), paperSchema);
  const numbers = new Map(papers.map(({ item }, at) => [item, at]));
  const people = (await readJsonLines(join(directory, "people.jsonl"), personSchema)).map(({ items }) =>
    [...new Set(items)].flatMap((item) => numbers.get(item) ?? []),
  );
  return { papers, people };
}

type Measures = ReturnType<typeof evaluate>;

function readable(result: {
  readonly people: number;
  readonly papers: number;
  readonly seeds: readonly number[];
  readonly methods: readonly (Measures & {
    readonly method: string;
    readonly milliseconds: number;
    readonly curve: readonly (Measures & { readonly known: number })[];
  })[];
}): string {
  const cells = ({ recall10, recall20, recall50, ndcg10 }: Measures) =>
    [recall10, recall20, recall50, ndcg10].map((value) => value.toFixed(3));
  const whole = result.methods.map((row) => [row.method, ...cells(row), row.milliseconds.toFixed(1)]);
  const curves = result.methods.map((row) => [
    row.method,
    ...row.curve.flatMap(({ recall10, ndcg10 }) => [`${recall10.toFixed(3)} / ${ndcg10.toFixed(3)}`]),
  ]);
  return [
    `${result.people} people, ${result.papers} papers, 20 % held out, seeds ${result.seeds.join(", ")}`,
    table(["", "recall@10", "recall@20", "recall@50", "nDCG@10", "ms a person"], whole),
    "",
    "recall@10 / nDCG@10 by the number of papers known",
    table(["", ...curve.map(String)], curves),
    "",
  ].join("\n");
}
