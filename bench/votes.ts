import { parseArgs } from "node:util";
import { recommendedAppealShare } from "../src/recommend/recommend.ts";
import { createTasteBatch, type Opinion } from "../src/recommend/taste.ts";
import { createTasteSpace, type Place, sequenceOf } from "../src/recommend/taste-space.ts";
import { appealParts } from "../src/recommend/topic-score.ts";
import { voteWeight } from "../src/recommend/vote-weight.ts";
import { termsOf } from "../src/search/analysis.ts";
import { createLsa } from "../src/search/lsa.ts";
import { sampleOf, trainLsa } from "../src/search/lsa-training.ts";
import { createTermVectors } from "../src/search/term-vectors.ts";
import { type DatedPaper, readDatedPapers } from "./dated-papers.ts";
import { mean } from "./quality/metrics.ts";
import { createRandom, shuffled } from "./random.ts";
import { createReaders, type Reader } from "./readers.ts";
import { realCorpus } from "./real-corpus.ts";
import { table } from "./support/table.ts";
import { createRivals } from "./taste-rivals.ts";
import { wholeNumber } from "./whole-number.ts";

const usage = `npm run -s bench -- votes [--readers N] [--days N] [--from FILE] [--seed N] [--json]

Simulated readers over real days in order. A reader wants papers of three arXiv categories and none of another; no
ranker sees categories. Each day every ranker orders the day's papers, knowing only votes and papers of earlier days;
then the reader votes on a few papers of the day, at random, one vote in ten by mistake. Half way an interest changes.
Upvotes are simulated too, known on the paper's very day: how many other readers want it, times log-normal noise.
FILE: paperboy-jsonl, plain or .gz (default: corpus/arxiv-30k.jsonl.gz in PAPERBOY_REAL_DATA).
`;

const shown = 5;
/** Papers of a day a reader votes on at most, and how likely a vote is where the paper is neither wanted nor unwanted. */
const votesADay = 4;
const indifferent = 0.02;
const mistakes = 0.1;
/** A day with fewer is no choice. */
const fewestPapers = 30;
const mostPapers = 150;
const learntFrom = 6000;

interface Vote {
  readonly paper: number;
  readonly value: 1 | -1;
  readonly day: string;
}

/** Measures precision@5 of the next day's order, for the taste and its rivals, as votes come in. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      readers: { type: "string", default: "60" },
      days: { type: "string", default: "60" },
      seed: { type: "string", default: "1" },
      from: { type: "string", default: realCorpus },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return void process.stdout.write(usage);
  const result = await measureVotes(values.from, {
    readers: wholeNumber("readers", values.readers),
    days: wholeNumber("days", values.days),
    seed: wholeNumber("seed", values.seed, 0),
  });
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : readable(result));
}

/** The figures of all methods for the same readers and days. */
export async function measureVotes(
  file: string,
  { readers: many, days: manyDays, seed }: { readonly readers: number; readonly days: number; readonly seed: number },
) {
  const random = createRandom(seed);
  const { days, past } = splitDays(await readDatedPapers(file), manyDays, random);
  const papers = [...past, ...days.flatMap((day) => day.papers)];
  const readers = createReaders(
    days.flatMap((day) => day.papers),
    many,
    random,
  );
  return simulate({ days, past, papers, readers, random });
}

interface Day {
  readonly date: string;
  readonly papers: readonly DatedPaper[];
}

interface World {
  readonly days: readonly Day[];
  readonly past: readonly DatedPaper[];
  readonly papers: readonly DatedPaper[];
  readonly readers: readonly Reader[];
  readonly random: () => number;
}

async function simulate({ days, past, papers, readers, random }: World) {
  const terms = papers.map((paper) => ({ title: termsOf(paper.title), abstract: termsOf(paper.abstract) }));
  const vectors = createTermVectors();
  for (const { title, abstract } of terms.slice(0, past.length)) vectors.add(title, abstract);
  const basis = trainLsa(await sampleOf(vectors));
  const lsa = basis && createLsa(basis);
  lsa?.follow(vectors, Number.POSITIVE_INFINITY);
  const space = createTasteSpace(vectors, lsa);
  const votes: Vote[][] = readers.map(() => []);
  const places: Place[] = [];
  const outcomes: { readonly method: string; readonly votes: number; readonly late: boolean; readonly hits: number }[] =
    [];
  const { centroid } = createRivals(terms, past.length);
  let first = past.length;
  let scoring = 0;
  let scored = 0;
  days.forEach(({ date, papers: todays }, day) => {
    const late = day >= days.length / 2;
    const numbers = todays.map((_, at) => first + at);
    todays.forEach(({ title, abstract }, at) => {
      places[first + at] = space.place(sequenceOf(vectors.vocabulary, title, abstract));
    });
    const batch = createTasteBatch(numbers.flatMap((number) => places[number] ?? []));
    const fans = todays.map((paper) => readers.filter((reader) => reader.wants(paper, late)).length);
    const luck = todays.map(() => Math.exp(gaussian(random)));
    readers.forEach((reader, who) => {
      const known = votes[who] ?? [];
      const wanted = todays.map((paper) => reader.wants(paper, late));
      if (!wanted.includes(true)) return;
      const started = performance.now();
      const ours = batch.scores(opinionsOf(known, places, date));
      scoring += performance.now() - started;
      scored++;
      const upvotes = fans.map((all, at) => (1 + all - Number(wanted[at])) * (luck[at] ?? 1));
      const appeal = upvotes.map((many) => appealParts({ upvotes: many, listed: date }, date).upvotes);
      const liked = known.filter(({ value }) => value > 0).map(({ paper }) => paper);
      const orders: Readonly<Record<string, ArrayLike<number>>> = {
        random: todays.map(() => random()),
        recency: todays.map((_, at) => at),
        "upvotes (simulated)": upvotes,
        "TF-IDF centroid of liked": centroid(liked, numbers),
        "Paperboy, likes only": batch.scores(
          opinionsOf(
            known.filter(({ value }) => value > 0),
            places,
            date,
          ),
        ),
        Paperboy: ours,
        "Paperboy, upvotes too": appeal.map((upvotes, at) => (ours[at] ?? 0) + recommendedAppealShare * upvotes),
      };
      for (const [method, scores] of Object.entries(orders)) {
        const best = order(scores).slice(0, shown);
        outcomes.push({ method, votes: known.length, late, hits: best.filter((at) => wanted[at]).length / shown });
      }
    });
    readers.forEach((reader, who) => {
      const seen = shuffled(numbers, random);
      let given = 0;
      for (const paper of seen) {
        const todaysPaper = papers[paper];
        if (given >= votesADay || todaysPaper === undefined) break;
        const value = opinion(reader, todaysPaper, late, random);
        if (value === undefined) continue;
        votes[who]?.push({ paper, value, day: date });
        given++;
      }
    });
    first += todays.length;
  });
  return summary(outcomes, {
    readers: readers.length,
    days: days.length,
    papers: first - past.length,
    scoring,
    scored,
  });
}

function opinionsOf(votes: readonly Vote[], places: readonly Place[], today: string): Opinion<number>[] {
  return votes.flatMap(({ paper, value, day }) => {
    const place = places[paper];
    return place ? [{ of: paper, place, weight: value * voteWeight(day, today) }] : [];
  });
}

function opinion(reader: Reader, paper: DatedPaper, late: boolean, random: () => number): 1 | -1 | undefined {
  const wanted = reader.wants(paper, late);
  const unwanted = reader.avoids(paper);
  if (!wanted && !unwanted && random() > indifferent) return undefined;
  const honest = wanted ? 1 : -1;
  return random() < mistakes ? (-honest as 1 | -1) : honest;
}

/** Box and Muller's transform. */
function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function order(scores: ArrayLike<number>): number[] {
  return Array.from(scores, (_, at) => at).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
}

function splitDays(papers: readonly DatedPaper[], many: number, random: () => number) {
  const byDate = [...Map.groupBy(papers, ({ date }) => date)].sort(([a], [b]) => a.localeCompare(b));
  const full = byDate.filter(([, todays]) => todays.length >= fewestPapers).slice(-many);
  const [start = ""] = full[0] ?? [];
  const days: Day[] = full.map(([date, todays]) => ({ date, papers: shuffled(todays, random).slice(0, mostPapers) }));
  const past = papers.filter(({ date }) => date < start).slice(-learntFrom);
  return { days, past };
}

const bands = [1, 6, 21, 61] as const;

function summary(
  outcomes: readonly {
    readonly method: string;
    readonly votes: number;
    readonly late: boolean;
    readonly hits: number;
  }[],
  { scoring, scored, ...sizes }: { readers: number; days: number; papers: number; scoring: number; scored: number },
) {
  const methods = [...Map.groupBy(outcomes, ({ method }) => method)].map(([method, all]) => ({
    method,
    precision5: mean(all.map(({ hits }) => hits)),
    afterChange: mean(all.filter(({ late }) => late).map(({ hits }) => hits)),
    byVotes: bands.map((from, i) => {
      const to = (bands[i + 1] ?? Number.POSITIVE_INFINITY) - 1;
      const some = all.filter(({ votes }) => votes >= from && votes <= to);
      return { from, to: Number.isFinite(to) ? to : null, precision5: mean(some.map(({ hits }) => hits)) };
    }),
  }));
  return { ...sizes, millisecondsAReader: scoring / Math.max(1, scored), methods };
}

function readable(result: ReturnType<typeof summary>): string {
  const { readers, days, papers, millisecondsAReader, methods } = result;
  const names = (methods[0]?.byVotes ?? []).map(({ from, to }) => (to === null ? `${from}+` : `${from}-${to}`));
  const rows = methods.map(({ method, precision5, afterChange, byVotes }) => [
    method,
    ...[precision5, ...byVotes.map((band) => band.precision5), afterChange]
      .map((value) => String(value))
      .map((value) => Number(value).toFixed(3)),
  ]);
  return [
    `${readers} readers, ${days} days, ${papers} papers; ${millisecondsAReader.toFixed(2)} ms to learn and order a day for a reader`,
    table(["precision@5", "all", ...names.map((name) => `${name} votes`), "after a change"], rows),
    "",
  ].join("\n");
}
