import { z } from "zod";
import { cleanText } from "../src/papers/cleanup.ts";
import { readJsonLines } from "./json-lines.ts";

/** An abstract, and what people wrote as its summary. */
export interface Example {
  readonly title: string;
  /** Cleaned, as at intake. */
  readonly abstract: string;
  /** The abstract's sentences as the file has them. */
  readonly sentences: readonly string[];
  readonly summaries: readonly string[];
}

const lineSchema = z.object({
  title: z.string().default(""),
  source: z.array(z.string()).min(1),
  target: z.array(z.string()).min(1),
});

/** Reads a file in the layout of SciTLDR: one JSON object a line with `source`, `target` and `title`. */
export async function readExamples(file: string): Promise<Example[]> {
  return (await readJsonLines(file, lineSchema)).map(({ title, source, target }) => ({
    title: cleanText(title),
    abstract: cleanText(source.join(" ")),
    sentences: source,
    summaries: target,
  }));
}
