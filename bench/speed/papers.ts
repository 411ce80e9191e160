import { once } from "node:events";
import { createWriteStream, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { termsOf } from "../../src/search/analysis.ts";
import { paperLines } from "../paper-lines.ts";

const lineSchema = z.object({
  id: z.string(),
  title: z.string(),
  abstract: z.string(),
  date: z.string().optional(),
  categories: z.array(z.string()).optional(),
});
export type SpeedPaper = z.infer<typeof lineSchema>;

/** @throws UserError where the file cannot be read */
export async function readPapers(file: string): Promise<SpeedPaper[]> {
  const papers: SpeedPaper[] = [];
  for await (const line of paperLines(file)) papers.push(lineSchema.parse(JSON.parse(line)));
  return papers;
}

/**
 * Writes so many papers as paperboy-jsonl. Beyond what there is, a paper's abstract is half one's and half another's
 * under a title made the same way: no two are the same, and words are as common as in the papers they come from.
 */
export async function writePapers(file: string, papers: readonly SpeedPaper[], count: number): Promise<void> {
  const output = createWriteStream(file);
  for (let i = 0; i < count; i++) {
    const paper = i < papers.length ? papers[i] : mixed(papers, i);
    if (!output.write(`${JSON.stringify(paper)}\n`)) await once(output, "drain");
  }
  output.end();
  await once(output, "finish");
}

function mixed(papers: readonly SpeedPaper[], i: number): SpeedPaper | undefined {
  const one = papers[i % papers.length];
  const other = papers[(i * 7919 + Math.floor(i / papers.length)) % papers.length];
  if (!one || !other) return undefined;
  return {
    ...one,
    id: `mixed-${i}`,
    title: `${firstHalf(one.title)} ${secondHalf(other.title)}`,
    abstract: `${firstHalf(one.abstract)} ${secondHalf(other.abstract)}`,
  };
}

function firstHalf(text: string): string {
  const words = text.split(" ");
  return words.slice(0, Math.ceil(words.length / 2)).join(" ");
}

function secondHalf(text: string): string {
  const words = text.split(" ");
  return words.slice(Math.ceil(words.length / 2)).join(" ");
}

/** A whole abstract costs MiniSearch seconds: more of them would take hours. */
const fewAbstracts = 5;

export interface Questions {
  readonly queries: readonly string[];
  /** Beginnings of queries. */
  readonly prefixes: readonly string[];
  /** Papers as texts. */
  readonly abstracts: readonly string[];
}

/** What people may type: one to four neighbouring words of titles; and the beginnings of such words. */
export function questionsOf(papers: readonly SpeedPaper[], count: number): Questions {
  const queries: string[] = [];
  const prefixes: string[] = [];
  for (let i = 0; queries.length < count && i < count * 20; i++) {
    const words = papers[(i * 104_729) % papers.length]?.title.match(/[\p{L}\p{N}]{3,}/gu) ?? [];
    const start = i % Math.max(1, words.length);
    const some = words.slice(start, start + 1 + (i % 4));
    if (termsOf(some.join(" ")).length === 0) continue;
    queries.push(some.join(" "));
    prefixes.push(some.join(" ").slice(0, 3 + (i % 12)));
  }
  const abstracts = papers.slice(-fewAbstracts).map(({ title, abstract }) => `${title} ${abstract}`);
  return { queries, prefixes, abstracts };
}

const questionsFile = "questions.json";

export function writeQuestions(folder: string, questions: Questions): void {
  writeFileSync(join(folder, questionsFile), JSON.stringify(questions));
}

export function readQuestions(folder: string): Questions {
  return JSON.parse(readFileSync(join(folder, questionsFile), "utf8")) as Questions;
}
