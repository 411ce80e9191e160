import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { z } from "zod";

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
  const source = createReadStream(file);
  const text = file.endsWith(".gz") ? source.pipe(createGunzip()) : source;
  const papers: DatedPaper[] = [];
  for await (const line of createInterface({ input: text })) papers.push(schema.parse(JSON.parse(line)));
  return papers.sort((a, b) => a.date.localeCompare(b.date));
}
