import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { readJsonLines, unreadable } from "../json-lines.ts";
import type { Grades } from "./metrics.ts";

/** A test collection in the layout of BEIR: corpus.jsonl, queries.jsonl, qrels/test.tsv. */
export interface Collection {
  readonly documents: readonly CollectionDocument[];
  /** Only those that some document is relevant to: the others measure nothing. */
  readonly queries: readonly CollectionQuery[];
}

export interface CollectionDocument {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export interface CollectionQuery {
  readonly id: string;
  readonly text: string;
  readonly grades: Grades;
}

const documentSchema = z.object({
  _id: z.coerce.string(),
  title: z.string().default(""),
  text: z.string().default(""),
});
const querySchema = z.object({ _id: z.coerce.string(), text: z.string() });

/** Throws a UserError that names the file, and the line where there is one. */
export async function readCollection(directory: string): Promise<Collection> {
  const grades = await readGrades(join(directory, "qrels", "test.tsv"));
  const documents = await readJsonLines(join(directory, "corpus.jsonl"), documentSchema);
  const queries = await readJsonLines(join(directory, "queries.jsonl"), querySchema);
  return {
    documents: documents.map(({ _id, title, text }) => ({ id: _id, title, text })),
    queries: queries.flatMap(({ _id, text }) => {
      const found = grades.get(_id);
      return found && [...found.values()].some((grade) => grade > 0) ? [{ id: _id, text, grades: found }] : [];
    }),
  };
}

/** `query-id <TAB> corpus-id <TAB> grade` under a line of headings. */
async function readGrades(file: string): Promise<Map<string, Map<string, number>>> {
  const text = await readFile(file, "utf8").catch((cause) => {
    throw unreadable(file, 0, cause);
  });
  const grades = new Map<string, Map<string, number>>();
  text.split(/\r?\n/u).forEach((row, at) => {
    const [query, document, grade] = row.split("\t");
    if (query === undefined || document === undefined || grade === undefined) return;
    const value = Number(grade);
    if (Number.isNaN(value)) {
      if (at > 0) throw unreadable(file, at + 1, new Error(`"${grade}" is no number`));
      return;
    }
    const known = grades.get(query) ?? new Map<string, number>();
    grades.set(query, known.set(document, value));
  });
  return grades;
}
