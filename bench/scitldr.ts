import { readFile } from "node:fs/promises";
import { z } from "zod";
import { bestRouge, type Rouge } from "./rouge.ts";

/** An abstract's sentences and how close each comes to what people wrote as its summary. */
export interface Example {
  readonly title: string | undefined;
  readonly sentences: readonly string[];
  readonly rouge: readonly Rouge[];
}

const lineSchema = z.object({
  title: z.string().optional(),
  source: z.array(z.string()).min(1),
  target: z.array(z.string()).min(1),
});

/** Reads a file in the layout of SciTLDR: one JSON object a line with `source`, `target` and `title`. */
export async function readExamples(file: string): Promise<Example[]> {
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => {
    const { title, source, target } = lineSchema.parse(JSON.parse(line));
    return { title, sentences: source, rouge: source.map((sentence) => bestRouge(sentence, target)) };
  });
}
