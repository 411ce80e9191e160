import { z } from "zod";
import { paperLines } from "./paper-lines.ts";

export interface DatedPaper {
  readonly title: string;
  readonly abstract: string;
  readonly date: string;
  readonly categories: readonly string[];
}

const schema = z.object({
  title: z.string(),
  abstract: z.string(),
  date: z.iso.date(),
  categories: z.array(z.string()).default([]),
});

/** Reads paperboy-jsonl with dates, plain or gzip, in the order of the days. */
export async function readDatedPapers(file: string): Promise<DatedPaper[]> {
  const papers: DatedPaper[] = [];
  for await (const line of paperLines(file)) papers.push(schema.parse(JSON.parse(line)));
  return papers.sort((a, b) => a.date.localeCompare(b.date));
}
